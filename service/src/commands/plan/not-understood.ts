import type { Session } from '../resolve/session.ts';

/** Asks to say another way what no reading explains. */
export function notUnderstood(session: Session, unexplained: readonly string[]): never {
  const what = unexplained[0]?.slice(0, 80);
  session.ask(
    'scope',
    what ? `I did not understand "${what}". Can you say it another way?` : 'What should I change?',
    { slot: 'scope' },
  );
}
