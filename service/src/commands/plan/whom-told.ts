import type { Intent } from '../understand/intents.ts';

/** "I have not met Helen Lind for weeks. Schedule a sync …": the one who was told of is whom the appointment or to-do is with. */
export function withWhomTold(intents: readonly Intent[], said: string): Intent[] {
  return intents.map((intent, n) => {
    if (intent.kind !== 'story') return intent;
    const [name, other] = intent.mentions;
    const next = intents[n + 1];
    const alone = next?.kind === 'activity' && !next.activity.done && next.activity.parties.length === 0;
    if (name === undefined || other !== undefined || !alone || !name.includes(' ')) return intent;
    // "Dana introduced me to Hugo. Add a task to thank her": of two people the story names one.
    if (!/^(i|we)\b/i.test(said) || /\b(him|his|her|them|their)\b/i.test(next.activity.subject ?? ''))
      return intent;
    return {
      kind: 'topic',
      target: { text: name, kind: 'named', objects: [], names: [name], conditions: [] },
      of: { text: intent.of?.text ?? intent.text, value: false },
    };
  });
}
