import type { ObjectDescribe } from '../../salesforce/types.ts';
import { forbiddenBy } from '../policy.ts';
import type { Session } from '../resolve/session.ts';
import { fieldOf } from '../understand/schema.ts';

const RIGHTS = {
  create: 'createable',
  update: 'updateable',
  note: 'queryable',
  convert: 'updateable',
  delete: 'deletable',
} as const;
const WORDS = {
  create: 'create',
  update: 'change',
  note: 'write notes on',
  convert: 'convert',
  delete: 'delete',
} as const;

/** Refuses at once, before any question, what the rep may do to records of none of these objects. */
export function allowAny(session: Session, op: keyof typeof RIGHTS, objects: readonly string[]): void {
  const known = objects.flatMap((name) => session.vocabulary.objects.get(name) ?? []);
  if (known.length === 0 || known.some((object) => object[RIGHTS[op]])) return;
  if (known.length === 1) allow(session, op, known[0]!);
  session.refuse(
    `not permitted: ${WORDS[op]} records`,
    `Your profile may not ${WORDS[op]} records like these.`,
    'Ask your Salesforce admin for the right.',
  );
}

/** Refuses what the rep's own rights or the org's policy do not allow. */
export function allow(
  session: Session,
  op: keyof typeof RIGHTS,
  object: ObjectDescribe,
  fields: readonly string[] = [],
): void {
  if (!object[RIGHTS[op]]) {
    session.refuse(
      `not permitted: ${WORDS[op]} ${object.name}`,
      `Your profile may not ${WORDS[op]} ${object.labelPlural.toLowerCase()}.`,
      'Ask your Salesforce admin for the right.',
    );
  }
  if (op === 'create' || op === 'update') {
    const refused = fields
      .map((name) => fieldOf(object, name))
      .find((f) => f && !(op === 'create' ? f.createable : f.updateable));
    if (refused)
      session.refuse(
        `not permitted: ${object.name}.${refused.name}`,
        `You may not set ${refused.label} of ${object.labelPlural.toLowerCase()}.`,
        'Ask your Salesforce admin for the right.',
      );
  }
  const policy = forbiddenBy(session.policy, op, object.name, fields);
  if (policy)
    session.refuse(
      `not permitted: policy`,
      `Not done: ${policy}.`,
      'Ask your Salesforce admin to change the policy of Sayso.',
    );
}
