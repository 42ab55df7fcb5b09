import type { Intent } from '../understand/intents.ts';

type Role = Intent & { kind: 'role' };

/** "Invite A and B to the roadshow and mark them as sent": the status that they get in the campaign. */
export function withMemberStatus(intents: readonly Intent[], isStatus: (said: string) => boolean): Intent[] {
  const made: Intent[] = [];
  for (const intent of intents) {
    const before = made.at(-1);
    const [only, other] = intent.kind === 'update' ? intent.assignments : [];
    const them =
      intent.kind === 'update' && intent.target.kind === 'context' && isPerson(intent.target.pronoun);
    if (before?.kind === 'member' && !before.status && them && only && !other && isStatus(only.value.text))
      made[made.length - 1] = { ...before, status: only.value };
    else made.push(intent);
  }
  return made;
}

/** "Attach Gail as a business user and make her primary": more of the role that was just given, no second one. */
export function withPrimary(intents: readonly Intent[]): Intent[] {
  const made: Intent[] = [];
  for (const intent of intents) {
    const before = made.at(-1);
    if (before?.kind === 'role' && !before.person.list && makesPrimary(intent))
      made[made.length - 1] = { ...before, primary: true } satisfies Role;
    else made.push(intent);
  }
  return made;
}

function makesPrimary(intent: Intent): boolean {
  if (intent.kind === 'role')
    return isPerson(intent.person.pronoun) && intent.primary === true && !intent.role && !intent.from;
  if (intent.kind !== 'update' || intent.target.kind !== 'context' || intent.when) return false;
  const [only, other] = intent.assignments;
  return (
    isPerson(intent.target.pronoun ?? 'it') &&
    only !== undefined &&
    other === undefined &&
    /^(the |our |their )?(primary|main)( contact)?$/.test(only.value.phrase)
  );
}

function isPerson(pronoun: string | undefined): boolean {
  return /^(her|him|he|she|them|it)$/.test(pronoun ?? '');
}
