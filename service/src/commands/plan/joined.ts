import type { Operation } from '../types.ts';
import type { Session } from '../resolve/session.ts';
import { fieldOf } from '../understand/schema.ts';

/** Updates of a record that the plan itself creates belong into its create. */
export function joined(session: Session, operations: readonly Operation[]): Operation[] {
  const made: Operation[] = [];
  for (const operation of operations) {
    if (operation.op === 'update' && operation.ref?.startsWith('&')) {
      const create = made.find((o) => o.op === 'create' && o.ref === operation.ref!.slice(1));
      if (create) {
        const told = [create.set?.['Description'], operation.set?.['Description']];
        create.set = { ...create.set, ...operation.set };
        if (told.every((text) => typeof text === 'string')) create.set['Description'] = told.join('\n');
        continue;
      }
    }
    const same =
      operation.op === 'update' &&
      made.find(
        (o) => o.op === 'update' && o.object === operation.object && o.ids?.join() === operation.ids?.join(),
      );
    if (same) {
      same.set = chosenOfTwo(session, same, operation);
      for (const [id, before] of Object.entries(operation.before ?? {}))
        same.before![id] = { ...before, ...same.before![id] };
      same.why = [...new Set([...(same.why ?? []), ...(operation.why ?? [])])];
      continue;
    }
    made.push(operation);
  }
  return made;
}

/** "Move it to negotiation, we won it": of two values for one field of one record, the one that the rep chooses. */
function chosenOfTwo(session: Session, first: Operation, second: Operation): Operation['set'] {
  const set = { ...first.set, ...second.set };
  for (const [name, value] of Object.entries(second.set ?? {})) {
    const before = first.set?.[name];
    if (before === undefined || JSON.stringify(before) === JSON.stringify(value)) continue;
    const key = `twice:${first.object}.${name}`;
    const choices = [before, value].map((v) => ({ value: String(v), label: String(v) }));
    const answer = session.answerTo(key);
    if (answer === String(before)) set[name] = before;
    else if (answer !== String(value)) {
      const label = fieldOf(session.vocabulary.objects.get(first.object), name)?.label ?? name;
      session.ask(
        key,
        `Which ${label} should it be? Two were said.`,
        { slot: 'value', object: first.object, field: name },
        choices,
      );
    }
  }
  return set;
}
