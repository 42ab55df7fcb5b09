import { CLAUSE_OPENINGS } from './lexicon/clause-openings.ts';
import { numberAt } from './numbers.ts';
import type { Token } from './tokens.ts';

interface Marker {
  from: number;
  to: number;
  step: boolean;
  n: number;
}

/** Texts that are taken down keep their numbers. */
const TAKEN_DOWN = /^(note|notes|noted|minutes|summary|agenda|description|comment|comments|said|says|wrote)$/;

/** "Step 1: convert … Step 2: create …", "1) add … 2) set …": steps one after another are sentences. */
export function withoutEnumeration(tokens: Token[]): Token[] {
  const markers = inOrder(tokens.flatMap((_, i) => markerAt(tokens, i) ?? []));
  const [first] = markers;
  if (!first || markers.length < 2) return tokens;
  if (tokens.slice(0, first.from).some(({ word }) => TAKEN_DOWN.test(word))) return tokens;
  if (!first.step && !CLAUSE_OPENINGS.has(tokens[first.to]?.word ?? '')) return tokens;
  const made: Token[] = [];
  for (let i = 0; i < tokens.length; ) {
    const marker = markers.find(({ from }) => from === i);
    if (!marker) {
      made.push(tokens[i++]!);
      continue;
    }
    const before = made.at(-1);
    const { from } = tokens[i]!;
    if (before && before.kind !== 'punct' && before.word !== 'and')
      made.push({ kind: 'punct', text: '.', word: '.', from, to: from + 1, glued: false });
    i = marker.to;
  }
  return made;
}

function markerAt(tokens: readonly Token[], i: number): Marker | undefined {
  const word = (at: number): string => tokens[at]?.word ?? '';
  const step = word(i) === 'step';
  const at = step || word(i) === '(' ? i + 1 : i;
  const number = numberAt(tokens, at);
  if (!number || number.end !== at + 1 || number.unit !== 'plain') return undefined;
  const n = number.value;
  if (step) return { from: i, to: /^[:.)–—-]$/.test(word(at + 1)) ? at + 2 : at + 1, step, n };
  const closes = word(at + 1) === ')' || (word(at + 1) === '.' && tokens[at + 1]!.from === tokens[at]!.to);
  return closes && tokens[at]!.kind === 'number' ? { from: i, to: at + 2, step, n } : undefined;
}

/** Those of one kind that count 1, 2, 3 … */
function inOrder(found: readonly Marker[]): Marker[] {
  const markers: Marker[] = [];
  for (const marker of found)
    if (marker.n === markers.length + 1 && (markers[0]?.step ?? marker.step) === marker.step)
      markers.push(marker);
  return markers;
}
