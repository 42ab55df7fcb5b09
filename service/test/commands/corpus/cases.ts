import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CommandContext } from '../../../src/commands/types.ts';
import type { World } from '../org.ts';

/** What a field of an operation must be. */
export type Wanted =
  | string
  | number
  | boolean
  | null
  | { $id: string }
  | { $new: string }
  | { $contains: string }
  | { $instant: string }
  | { $any: true };

export interface WantedOperation {
  op: string;
  object: string;
  ids?: string[];
  set: Record<string, Wanted>;
  ref?: string;
}

export type Expected =
  | { kind: 'plan'; ops: WantedOperation[]; flagged: boolean }
  | { kind: 'clarify'; slot?: string; candidates?: string[] }
  | { kind: 'refuse' }
  | { kind: 'answer'; ids?: string[]; value?: number | string; rows?: Record<string, number> };

export interface Case {
  id: string;
  category: string;
  spoken: boolean;
  text: string;
  email?: string;
  context?: CommandContext;
  /** Any one of them is right. */
  expect: Expected[];
  /** A stable fifth that counts, but whose sentences nobody reads when tuning the grammar. */
  heldOut: boolean;
}

const OBJECTS: Record<string, string> = {
  O: 'Opportunity',
  A: 'Account',
  C: 'Contact',
  L: 'Lead',
  T: 'Task',
  E: 'Event',
  K: 'Case',
  M: 'Campaign',
  U: 'User',
  P: 'Project__c',
  X: 'Lease__c',
  I: 'Site_Inspection__c',
  R: 'Raumbuchung__c',
};

/**
 * Reads a file of sentences. `== category [spoken] [user=email]` opens a part; then sentences, one a line, and below them
 * `=> ` with what every one of them must come to. `@` in a group stands for each record of `with A | B` in turn. A sentence may start
 * with the open record (`on O[Name]: `) or the records just mentioned (`after O[Name]: `).
 *
 * An expectation is `clarify SLOT`, `refuse`, `answer …` or operations joined by ` & `, each `op Object[Name|Name] Field=value; …`;
 * ` || ` separates alternatives, `+flag` asks for a flag. Values: `~text` is contained, `?` may be anything, `dt:` an instant,
 * `$ref` a record that the plan creates.
 */
export function casesOf(file: string, world: World): Case[] {
  const cases: Case[] = [];
  let category = '';
  let spoken = false;
  let email: string | undefined;
  let names: string[] = [];
  let sentences: string[] = [];
  for (const line of readFileSync(new URL(file, import.meta.url), 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (line.startsWith('== ')) {
      [category = ''] = line.slice(3).split(' ');
      spoken = line.includes(' spoken');
      email = / user=(\S+)/.exec(line)?.[1];
    } else if (line.startsWith('with ')) names = line.slice(5).split(' | ');
    else if (line.startsWith('=> ')) {
      for (const [n, sentence] of sentences.entries())
        for (const name of names.length === 0 ? [''] : turn(names, n)) {
          const said = spoken ? name.toLowerCase() : name;
          const { text, context } = contextOf(sentence, name, world);
          const whole = text.replace(/(?<!\w)@(?!\w)/g, () => said);
          const id = createHash('sha256')
            .update(`${file}:${category}:${sentence}:${name}`)
            .digest('hex')
            .slice(0, 8);
          cases.push({
            id,
            category,
            spoken,
            text: whole,
            ...(email ? { email } : {}),
            ...(context ? { context } : {}),
            expect: line
              .slice(3)
              .replaceAll('@@', () => name)
              .split(' || ')
              .map((one) => expectedOf(one.trim(), world)),
            heldOut: parseInt(createHash('sha256').update(sentence).digest('hex').slice(0, 6), 16) % 5 === 0,
          });
        }
      sentences = [];
      names = [];
    } else sentences.push(line);
  }
  if (sentences.length > 0) throw new Error(`${file}: "${sentences[0]}" has no expectation.`);
  return cases;
}

/** Two records a sentence, so that a group of many names does not multiply. */
function turn(names: string[], n: number): string[] {
  if (names.length <= 2) return names;
  return [names[n % names.length]!, names[(n + 1) % names.length]!];
}

function contextOf(sentence: string, name: string, world: World): { text: string; context?: CommandContext } {
  const match = /^(on|after|notes) (\w\[[^\]]*\]|"[^"]*"): (.*)$/.exec(sentence);
  if (!match) return { text: sentence };
  const [, how, what, text] = match;
  if (how === 'notes') return { text: text!, context: { notes: what!.slice(1, -1) } };
  const { ids } = recordsOf(what!.replace('@', name), world);
  return { text: text!, context: how === 'on' ? { recordId: ids[0]! } : { mentioned: ids } };
}

function recordsOf(words: string, world: World): { object: string; ids: string[] } {
  const match = /^(\w+)\[([^\]]*)\]$/.exec(words);
  if (!match) throw new Error(`Not records: ${words}`);
  const object = OBJECTS[match[1]!] ?? match[1]!;
  const ids =
    match[2] === ''
      ? []
      : match[2]!.split('|').map((name) => {
          const all = world.records[object] ?? [];
          const [wanted, account] = name.split(' / ');
          const row = all.find(
            (r) =>
              (r['Name'] ?? r['Subject'] ?? r['Id']) === wanted &&
              (account === undefined ||
                world.records['Account']!.find((a) => a['Id'] === r['AccountId'])?.['Name'] === account),
          );
          if (!row) throw new Error(`The world has no ${object} "${name}".`);
          return String(row['Id']);
        });
  return { object, ids };
}

function expectedOf(text: string, world: World): Expected {
  if (text === 'refuse') return { kind: 'refuse' };
  if (text.startsWith('clarify')) {
    const [, slot, candidates] = /^clarify ?([\w-]*) ?(.*)$/.exec(text)!;
    return {
      kind: 'clarify',
      ...(slot ? { slot } : {}),
      ...(candidates ? { candidates: recordsOf(candidates, world).ids } : {}),
    };
  }
  if (text.startsWith('answer')) {
    const rest = text.slice(7);
    if (rest === '') return { kind: 'answer' };
    if (rest.startsWith('value '))
      return { kind: 'answer', value: literal(rest.slice(6)) as number | string };
    if (rest.startsWith('rows '))
      return {
        kind: 'answer',
        rows: Object.fromEntries(
          rest
            .slice(5)
            .split('; ')
            .map((row) => [row.slice(0, row.lastIndexOf('=')), Number(row.slice(row.lastIndexOf('=') + 1))]),
        ),
      };
    return { kind: 'answer', ids: recordsOf(rest, world).ids };
  }
  const flagged = text.includes(' +flag');
  const ops = text
    .replace(' +flag', '')
    .split(' & ')
    .map((one): WantedOperation => {
      const match = /^(create|update|delete|note|convert) (\w+)(\[[^\]]*\])?(?: as (\w+))?(?: (.*))?$/.exec(
        one.trim(),
      );
      if (!match) throw new Error(`Not an operation: ${one}`);
      const [, op, short, which, ref, sets] = match;
      return {
        op: op!,
        object: OBJECTS[short!] ?? short!,
        ...(which ? { ids: recordsOf(`${short}${which}`, world).ids } : {}),
        ...(ref ? { ref } : {}),
        set: Object.fromEntries(
          (sets ?? '')
            .split('; ')
            .filter((s) => s !== '')
            .map((s) => {
              const at = s.indexOf('=');
              return [s.slice(0, at), valueOf(s.slice(at + 1), world)];
            }),
        ),
      };
    });
  return { kind: 'plan', ops, flagged };
}

function literal(text: string): string | number | boolean | null {
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function valueOf(text: string, world: World): Wanted {
  if (text.startsWith('~')) return { $contains: text.slice(1) };
  if (text.startsWith('dt:')) return { $instant: text.slice(3) };
  if (text === '?') return { $any: true };
  if (/^\$\w+$/.test(text)) return { $new: text.slice(1) };
  if (/^\w\[.*\]$/.test(text)) return { $id: recordsOf(text, world).ids[0]! };
  return literal(text);
}
