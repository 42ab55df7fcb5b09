import type { ObjectDescribe } from '../../salesforce/types.ts';
import type { Session } from '../resolve/session.ts';

/** No record passes the filters that were said. */
export function askNone(session: Session, object: ObjectDescribe, said: string): never {
  session.ask(`none:${said}`, `I find no ${object.labelPlural.toLowerCase()} for "${said}".`, {
    slot: 'not-found',
    object: object.name,
  });
}
