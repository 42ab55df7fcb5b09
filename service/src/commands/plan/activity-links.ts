import type { Activity, Target } from '../understand/intents.ts';
import { wordsOf } from '../understand/tokens.ts';
import { quoted } from '../resolve/soql.ts';
import type { Wanted } from '../resolve/selected.ts';
import type { Mention, Session } from '../resolve/session.ts';
import { usersNamed } from '../resolve/users.ts';
import type { Value } from '../types.ts';
import { namedInSubject } from './activity-names.ts';
import { notUnderstood } from './not-understood.ts';
import { references } from './links.ts';
import { targetRecordsIf, type Resolved } from './targets.ts';

const PEOPLE = ['Contact', 'Lead'];
const THINGS = ['Opportunity', 'Account', 'Case', 'Campaign'];

export interface Links {
  who?: Value;
  what?: Value;
  mentions: Mention[];
  /** What it is about and no record is. */
  topics: string[];
  why: string[];
}

/** Whom and what an activity is about: people become WhoId, everything else WhatId. */
export async function linksOf(session: Session, activity: Activity): Promise<Links> {
  const links: Links = { mentions: [], topics: [], why: [] };
  const customs = [...session.vocabulary.objects.values()]
    .filter((o) => o.custom && o.name.endsWith('__c'))
    .map((o) => o.name);
  for (const { preposition, target: said } of activity.parties) {
    if (preposition === 'log-it') continue;
    if (await isDoer(session, activity, preposition, said)) {
      activity.owner = said.text;
      continue;
    }
    const target = withoutAdverb(said);
    // "For the renewal deal, … a meeting with the client": theirs, whoever comes.
    if (target.kind === 'context' && CLIENT.test(target.pronoun ?? '') && session.mentions.length > 0)
      continue;
    const soft = preposition.startsWith('?');
    // "Met an interesting prospect": nobody in particular, and nobody has said what to do.
    if (
      !soft &&
      activity.done &&
      target.kind === 'named' &&
      /^an? \p{Ll}/iu.test(target.text) &&
      target.objects.length === 0
    )
      notUnderstood(session, [target.text]);
    const withPerson =
      /^(\?)?(with|note|to|call|email|ping|contact|meet|visit|chase|nudge|phone|ring|text|message|thank|invite|mail)$/.test(
        preposition,
      );
    const single = target.kind === 'named' && wordsOf(target.names.at(-1) ?? '').split(' ').length === 1;
    // "with Helen about the renewal": one word is a topic, not a record, when somebody is named beside it.
    const topical = preposition === '?topic' && (single || !/\p{Lu}/u.test(target.text));
    if (topical || (preposition === '?about' && single && activity.parties.length > 1)) {
      links.topics.push(target.text);
      continue;
    }
    const objects = withPerson
      ? [...PEOPLE, 'Account', 'Opportunity', 'Case', ...customs]
      : [...THINGS, ...PEOPLE, ...customs];
    const optional =
      preposition === '?note' ||
      preposition === '?topic' ||
      isPlace(activity, preposition) ||
      (soft && (single || !/[A-Z].* [A-Z]/.test(target.names.at(-1) ?? '')));
    const wanted = {
      objects: target.objects.length > 0 ? target.objects : objects,
      fields: ['AccountId'],
      write: true,
      optional,
    };
    const resolved =
      (await targetRecordsIf(session, target, wanted)) ??
      (withPerson ? await personBefore(session, target, wanted) : undefined);
    if (!resolved && isPlace(activity, preposition)) {
      activity.location = target.text;
      continue;
    }
    if (!resolved) {
      if (optional && !(withPerson && (await surnamed(session, target)))) {
        if (preposition === '?about') links.topics.push(target.text);
        continue;
      }
      session.ask(`record:${wordsOf(target.text)}`, `Which record do you mean by "${target.text}"?`, {
        slot: 'not-found',
      });
    }
    const [first, ...others] = references(session, resolved);
    if (!first && target.kind === 'set' && !soft)
      session.ask(`none:${target.text}`, `I find no records for "${target.text}".`, { slot: 'not-found' });
    if (others.length > 0)
      session.ask(`record:${wordsOf(target.text)}`, `An activity belongs to one record. Which of these?`, {
        slot: 'record',
        candidates: [first!, ...others].flatMap((r) => (r.mention.id ? [r.mention.id] : [])),
      });
    if (!first || (soft && single && isMidName(target.names.at(-1)!, first.mention.name))) continue;
    // "Chase her for the PO" is not about the case Invoice missing PO number.
    const thing = /^(Case|Task|Event|Campaign)$/.test(first.mention.object) && target.objects.length === 0;
    if (single && thing && activity.parties.length > 1 && isMidName(target.names.at(-1)!, first.mention.name))
      notUnderstood(session, [target.text]);
    const place = PEOPLE.includes(first.mention.object) ? 'who' : 'what';
    if (soft && target.objects.length === 0 && isOfOthers(links, first.mention)) {
      if (preposition === '?about') links.topics.push(target.text);
      continue;
    }
    if (preposition === '?about') links.topics.push(target.text);
    links[place] ??= first.value;
    if (!soft && !isLinked(links[place], first)) leftOut(session, links, first.mention);
    links.mentions.push(first.mention);
    if (resolved.found) links.why.push(resolved.found.why);
  }
  return links;
}

const CLIENT = /^the (client|customer|prospect|buyer|client team|customer team|buyers|clients|customers)$/;

/** "Called Robert Keane about the spare parts" is not about the Spare Parts of another company. */
function isOfOthers({ mentions }: Links, { object, accountId, id }: Mention): boolean {
  const own = object === 'Account' ? id : accountId;
  return (
    own !== undefined &&
    mentions.some((m) => m.object === 'Contact' && m.accountId !== undefined && m.accountId !== own)
  );
}

/** "A task for Jason": his to do, where a user is called so. */
async function isDoer(
  session: Session,
  activity: Activity,
  preposition: string,
  target: Target,
): Promise<boolean> {
  const open = preposition === 'for' && activity.type === 'task' && !activity.done;
  if (preposition !== 'for-whom' && !(open && activity.owner === undefined && isBareName(target)))
    return false;
  return (await usersNamed(session, target.text, preposition === 'for')).length === 1;
}

function isBareName({ kind, objects, conditions, account, list }: Target): boolean {
  return kind === 'named' && objects.length + conditions.length === 0 && account === undefined && !list;
}

/** "While Tom is on holiday" is not about a deal named Winter Holiday Display: one word that was never meant as a name counts only where a name begins. */
function isMidName(said: string, name: string): boolean {
  return ` ${wordsOf(name)} `.includes(` ${wordsOf(said)} `) && !wordsOf(name).startsWith(wordsOf(said));
}

/** "Lunch with Helen at noon at the Harbor Club": where an appointment takes place, if no record is called so. */
function isPlace(activity: Activity, preposition: string): boolean {
  return (
    preposition === 'at' &&
    activity.parties.some((p) => p.preposition === 'with') &&
    activity.type === 'event' &&
    activity.minutes !== undefined &&
    activity.location === undefined
  );
}

function isLinked(value: Value | undefined, { value: said }: { value: Value }): boolean {
  return JSON.stringify(value) === JSON.stringify(said);
}

/** An activity has one person and one other record; who or what does not fit is told, unless it is the account of what does. */
function leftOut(session: Session, links: Links, mention: Mention): void {
  const belongs = links.mentions.some((m) => m.accountId !== undefined && m.accountId === mention.id);
  if (belongs) return;
  const kind = PEOPLE.includes(mention.object) ? 'one person' : 'one related record';
  session.flags.push(`${mention.name} is not linked: an activity has ${kind}.`);
}

/** "call Helen back": the adverb belongs to the verb. */
function withoutAdverb(target: Target): Target {
  if (target.kind !== 'named') return target;
  return { ...target, names: target.names.map((name) => name.replace(/(\S)\s+(back|again|first)$/i, '$1')) };
}

/** "email helen lind the pricing sheet": a person's name, and what is sent. */
async function personBefore(session: Session, target: Target, wanted: Wanted): Promise<Resolved | undefined> {
  const words = (target.names.at(-1) ?? '').split(' ');
  if (target.kind !== 'named' || words.length < 3) return undefined;
  const name = words.slice(0, 2).join(' ');
  const { list: _, ...rest } = target;
  return targetRecordsIf(
    session,
    { ...rest, text: name, names: [name] },
    { ...wanted, objects: PEOPLE, optional: true },
  );
}

/** Nobody has the name as said, but somebody has the surname: the rep means a person, not a word of the to-do. */
async function surnamed(session: Session, target: Target): Promise<boolean> {
  const words = wordsOf(target.names.at(-1) ?? '').split(' ');
  if (target.kind !== 'named' || words.length !== 2) return false;
  const people = PEOPLE.filter((name) => session.vocabulary.objects.has(name));
  const found = await session.queries(
    people.map((name) => `SELECT Id FROM ${name} WHERE LastName = ${quoted(words[1]!)} LIMIT 1`),
  );
  return found.some((rows) => rows.length > 0);
}

/** Whom and what the subject names, linked where the activity has room, else told to be left out. */
export async function linkNamed(session: Session, links: Links, activity: Activity): Promise<void> {
  const named = (await namedInSubject(session, activity)).filter(
    (m) => !links.mentions.some((known) => known.id === m.id),
  );
  for (const mention of named) {
    const person = PEOPLE.includes(mention.object);
    const same = named.filter((m) => m.name.toLowerCase() === mention.name.toLowerCase());
    if (same.length > 1) {
      if (same[0] === mention) session.flags.push(`${mention.name} is not linked: several are called so.`);
      continue;
    }
    // An activity of a lead has no related record.
    const room = person
      ? links.who === undefined && (mention.object !== 'Lead' || links.what === undefined)
      : links.what === undefined && !leadWho(session, links);
    if (!room) {
      leftOut(session, links, mention);
      continue;
    }
    links[person ? 'who' : 'what'] = { $id: mention.id!, name: mention.name };
    links.mentions.push(mention);
    links.why.push(`${mention.name} is named in the subject`);
  }
}

/** Without a named party: the records of the clauses before, then the open record. */
export async function inherited(session: Session, links: Links, activity: Activity): Promise<void> {
  if (links.who !== undefined || links.what !== undefined) {
    if (links.who !== undefined && links.what === undefined) {
      const deal = session.mentions
        .flat()
        .findLast((m) => THINGS.includes(m.object) && m.object !== 'Campaign');
      const person = links.mentions[0];
      if (
        deal &&
        person &&
        (person.accountId === undefined ? deal.ref !== undefined : deal.accountId === person.accountId)
      )
        links.what = deal.ref ? { $new: deal.ref } : { $id: deal.id!, name: deal.name };
      const topic = session.mentions.at(-1)?.find((m) => m.topic && THINGS.includes(m.object));
      if (links.what === undefined && topic && topic !== person) {
        if (leadWho(session, links)) leftOut(session, links, topic);
        else links.what = { $id: topic.id!, name: topic.name };
      }
    }
    return;
  }
  const all = session.mentions.flat();
  const person = all.findLast((m) => PEOPLE.includes(m.object));
  const thing = all.findLast((m) => THINGS.includes(m.object) || m.object.endsWith('__c'));
  const last = session.mentions.at(-1);
  if (last && last.length > 1) {
    session.ask('activity:many', 'For which of these records?', {
      slot: 'record',
      candidates: last.flatMap((m) => (m.id ? [m.id] : [])),
    });
  }
  const value = (m: Mention): Value => (m.ref ? { $new: m.ref } : { $id: m.id!, name: m.name });
  if (person) links.who = value(person);
  if (thing && !(person?.object === 'Lead')) links.what = value(thing);
  if (person || thing) return;
  const { recordId, mentioned } = session.input.context ?? {};
  const id = recordId ?? (mentioned?.length === 1 ? mentioned[0] : undefined);
  if (id === undefined) return;
  const object = [...session.vocabulary.objects.values()].find((o) => o.keyPrefix === id.slice(0, 3));
  if (!object) return;
  if (PEOPLE.includes(object.name)) links.who = { $id: id };
  else if (object.name !== 'Task' && object.name !== 'Event' && object.name !== 'User')
    links.what = { $id: id };
  links.why.push('the open record');
  void activity;
}

/** An activity of a lead has no related record. */
export function leadWho(session: Session, links: Links): boolean {
  const who = links.who;
  if (who === undefined || who === null || typeof who !== 'object') return false;
  if ('$id' in who) return who.$id.startsWith('00Q');
  return session.mentions.flat().some((m) => m.ref === who.$new && m.object === 'Lead');
}
