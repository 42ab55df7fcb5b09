import type { BuildDetail } from './types.ts';
import { it } from './types.ts';
import { isCrowd } from '../no-party.ts';
import type { Sentence } from '../sentence.ts';
import { targetAt } from '../target.ts';

const PARTY_END = /^(about|regarding|to|and|on|at|for|with|saying|because|said|is|was|has|wants|re)$/;

export const party: BuildDetail = (s, c) => {
  const { from, to } = c.target!;
  if (isCrowd(s, from)) return undefined;
  if (s.date(from)?.end === to) return undefined;
  const target = targetAt(s, from, to);
  if (!target || target.cost > 3.2 || PARTY_END.test(s.word(to - 1))) return undefined;
  if (
    target.value.kind === 'named' &&
    target.value.names.length === 0 &&
    !target.value.possessor &&
    !target.value.list
  )
    return undefined;
  const preposition = prepositionOf(s, from);
  // "A presentation of campaigns": what it is about, none of them.
  if (preposition === 'of' && target.value.kind === 'set' && target.value.conditions.length === 0)
    return undefined;
  // "to discuss pricing" is what it is about, not who is there.
  const does =
    PURPOSE.test(s.word(from)) ||
    /^\p{Ll}+ (the|a|an|our|my|his|her|their|some|all) /u.test(s.text(from, to));
  const verb = preposition === 'to' && does ? 2 : 0;
  // "On every account in London": where they are, no record of that name.
  const where = preposition === 'in' && s.vocabulary.objectsAt(s.tokens, from - 2).length > 0 ? 0.5 : 0;
  return it({ kind: 'party', preposition, target: target.value }, target.cost + verb + where);
};

const PURPOSE =
  /^(discuss|review|talk|go|walk|prepare|finali[sz]e|plan|align|negotiate|present|show|see|check|sign|close|get|hear|learn|introduce|demo|explain|cover|agree|catch|prep|kick|clarify|confirm|look|send|follow|ask|give|have|decide|brainstorm|debrief|recap|share|work|run)$/;

/** What a call was about may be a record or a mere topic; both are fine. */
function prepositionOf(s: Sentence, from: number): string {
  let at = from - 1;
  while (/^(the|a|an|,)$/.test(s.word(at))) at--;
  const word = s.word(at);
  return /^(about|regarding|re|concerning)$/.test(word) ? '?about' : word;
}
