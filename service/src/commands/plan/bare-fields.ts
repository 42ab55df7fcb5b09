import type { Session } from '../resolve/session.ts';
import { fieldOfValue } from '../resolve/values.ts';
import type { Assignment } from '../understand/intents.ts';

/** Fields that a value means by itself, so that what stands in them before is known. */
export function bareFields(
  session: Session,
  objects: readonly string[],
  assignments: readonly Assignment[],
): string[] {
  const bare = assignments.filter((a) => a.fields.length === 0 && a.fieldText === '' && !a.change);
  return objects.flatMap((name) => {
    const object = session.vocabulary.objects.get(name);
    return object ? bare.flatMap((a) => fieldOfValue(session, object, a.value)?.name ?? []) : [];
  });
}
