import type { Activity, Intent, Target } from '../understand/intents.ts';
import { instantOf, spokenDay } from '../understand/calendar.ts';
import { nearestValues } from '../understand/picklists.ts';
import { fieldOf } from '../understand/schema.ts';
import { wordsOf } from '../understand/tokens.ts';
import { otherDay } from '../resolve/days.ts';
import { quoted } from '../resolve/soql.ts';
import type { Wanted } from '../resolve/selected.ts';
import type { Mention, Session } from '../resolve/session.ts';
import { userFor, usersNamed } from '../resolve/users.ts';
import { valueFor } from '../resolve/values.ts';
import type { Operation, Value } from '../types.ts';
import { allow, allowAny } from './allow.ts';
import { references } from './links.ts';
import { targetRecordsIf, type Resolved } from './targets.ts';

const PEOPLE = ['Contact', 'Lead'];
const THINGS = ['Opportunity', 'Account', 'Case', 'Campaign'];

interface Links {
  who?: Value;
  what?: Value;
  mentions: Mention[];
  /** What it is about and no record is. */
  topics: string[];
  why: string[];
}

/** Whom and what an activity is about: people become WhoId, everything else WhatId. */
async function linksOf(session: Session, activity: Activity): Promise<Links> {
  const links: Links = { mentions: [], topics: [], why: [] };
  const customs = [...session.vocabulary.objects.values()]
    .filter((o) => o.custom && o.name.endsWith('__c'))
    .map((o) => o.name);
  for (const { preposition, target: said } of activity.parties) {
    if (preposition === 'log-it') continue;
    if (preposition === 'for-whom' && (await usersNamed(session, said.text, false)).length === 1) {
      activity.owner = said.text;
      continue;
    }
    const target = withoutAdverb(said);
    const soft = preposition.startsWith('?');
    const withPerson =
      /^(\?)?(with|note|to|call|email|ping|contact|meet|visit|chase|nudge|phone|ring|text|message|thank|invite|mail)$/.test(
        preposition,
      );
    const single = target.kind === 'named' && wordsOf(target.names.at(-1) ?? '').split(' ').length === 1;
    // "with Helen about the renewal": one word is a topic, not a record, when somebody is named beside it.
    if (preposition === '?about' && single && activity.parties.length > 1) {
      links.topics.push(target.text);
      continue;
    }
    const objects = withPerson
      ? [...PEOPLE, 'Account', 'Opportunity', 'Case']
      : [...THINGS, ...PEOPLE, ...customs];
    const optional =
      preposition === '?note' ||
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
    if (others.length > 0)
      session.ask(`record:${wordsOf(target.text)}`, `An activity belongs to one record. Which of these?`, {
        slot: 'record',
        candidates: [first!, ...others].flatMap((r) => (r.mention.id ? [r.mention.id] : [])),
      });
    if (!first) continue;
    const place = PEOPLE.includes(first.mention.object) ? 'who' : 'what';
    links[place] ??= first.value;
    if (!soft && !isLinked(links[place], first)) leftOut(session, links, first.mention);
    links.mentions.push(first.mention);
    if (resolved.found) links.why.push(resolved.found.why);
  }
  return links;
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

/** Without a named party: the records of the clauses before, then the open record. */
async function inherited(session: Session, links: Links, activity: Activity): Promise<void> {
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

export async function planActivity(
  session: Session,
  intent: Intent & { kind: 'activity' },
): Promise<Operation[]> {
  const { activity } = intent;
  allowAny(session, 'create', activity.type === 'event' ? ['Event'] : ['Task', 'Event']);
  const links = await linksOf(session, activity);
  await inherited(session, links, activity);
  session.mention(links.mentions);
  const today = session.calendar.today;
  // A task has no place of its own.
  let text = [activity.type === 'event' ? undefined : activity.location, activity.text]
    .filter((part) => part !== undefined)
    .join('. ') as string | undefined;
  if (text === '') text = undefined;
  if (activity.notesFromContext) {
    const notes = session.input.context?.notes ?? session.answerTo('value:notes');
    if (!notes && text === undefined)
      session.ask('value:notes', 'What should the notes say?', {
        slot: 'value',
        object: 'Task',
        field: 'Description',
      });
    text = [notes, text].filter((part) => part !== undefined).join('\n');
  }
  if (activity.done) {
    if (links.who === undefined && links.what === undefined)
      session.ask('record:activity', 'Which record does this belong to?', { slot: 'record' });
    if (activity.type === 'meeting' && activity.minutes !== undefined && activity.day !== undefined)
      return [event(session, activity, links, text)];
    return [await task(session, activity, links, { completed: true, text, day: activity.day ?? today })];
  }
  const other = activity.daySaid === undefined ? undefined : await otherDay(session, activity.daySaid);
  if (other !== undefined && activity.day !== undefined) {
    const key = `value:${wordsOf(activity.daySaid!)}`;
    const answered = session.answerTo(key);
    const day = answered === undefined ? undefined : session.said(answered).date?.day;
    if (day === undefined)
      session.ask(
        key,
        `Which day is "${activity.daySaid}"?`,
        { slot: 'value', object: activity.type === 'event' ? 'Event' : 'Task' },
        [other, activity.day].map((value) => ({ value, label: spokenDay(value) })),
      );
    activity.day = day;
  }
  if (activity.day !== undefined && activity.day < today) {
    const key = 'value:ActivityDate:past';
    const answered = session.answerTo(key);
    const day = answered === undefined ? undefined : session.said(answered).date?.day;
    if (day === undefined || day < today)
      session.ask(key, `${spokenDay(activity.day)} is over. Which day should it be?`, {
        slot: 'value',
        object: activity.type === 'event' ? 'Event' : 'Task',
        field: activity.type === 'event' ? 'StartDateTime' : 'ActivityDate',
      });
    activity.day = day;
  }
  if (activity.type === 'event') {
    if (activity.day === undefined || activity.minutes === undefined) {
      const key = 'field:Event.StartDateTime';
      const answered = session.answerTo(key);
      const said = answered === undefined ? undefined : session.said(answered);
      activity.day ??= said?.date?.day;
      activity.minutes ??= said?.minutes;
      if (activity.day === undefined || activity.minutes === undefined)
        session.ask(
          key,
          activity.day === undefined ? 'When should it be?' : `At what time on ${spokenDay(activity.day)}?`,
          { slot: 'field', object: 'Event', field: 'StartDateTime' },
        );
    }
    return [event(session, activity, links, text)];
  }
  if (
    activity.minutes !== undefined &&
    activity.day !== undefined &&
    /call|meeting/i.test(activity.subject ?? '') &&
    activity.type !== 'task'
  )
    return [event(session, activity, links, text)];
  return [await task(session, activity, links, { completed: false, text, day: activity.day })];
}

async function task(
  session: Session,
  activity: Activity,
  links: Links,
  how: { completed: boolean; text: string | undefined; day: string | undefined },
): Promise<Operation> {
  const object = session.describe('Task');
  allow(session, 'create', object);
  const set: Record<string, Value> = {};
  const why = [...links.why];
  const names = links.mentions.map((m) => m.name).filter((n) => n !== '');
  const kind =
    activity.type === 'email'
      ? 'Email'
      : activity.type === 'meeting'
        ? 'Meeting'
        : activity.done
          ? 'Call'
          : 'Follow up';
  let subject = activity.subject;
  if (subject === undefined || /^(call|meeting|email)$/i.test(subject))
    subject =
      names.length > 0
        ? `${subject ? subject[0]!.toUpperCase() + subject.slice(1) : kind}${kind === 'Follow up' ? '' : ' with'} ${names[0]}`.trim()
        : (subject ?? kind);
  subject = withTopics(subject[0]!.toUpperCase() + subject.slice(1), links, how.text);
  const subjectField = fieldOf(object, 'Subject');
  set['Subject'] = subject.slice(0, subjectField?.length || 255);
  const long = subject.length > 255 ? subject : undefined;
  if (how.text !== undefined || long !== undefined)
    set['Description'] = [long, how.text].filter((t) => t !== undefined).join('\n');
  if (how.day !== undefined) {
    set['ActivityDate'] = how.day;
    why.push(whyDay(session, activity, how.day));
  }
  if (how.completed) {
    const status = fieldOf(object, 'Status');
    set['Status'] = status ? (nearestValues(status, 'completed')[0]?.value ?? 'Completed') : 'Completed';
    if (activity.type === 'call' || activity.type === 'email')
      set['TaskSubtype'] = activity.type === 'call' ? 'Call' : 'Email';
    if (activity.duration !== undefined && activity.type === 'call')
      set['CallDurationInSeconds'] = activity.duration * 60;
  }
  for (const assignment of activity.properties) {
    const field = fieldOf(object, assignment.fields.find((f) => f.object === 'Task')?.field ?? '');
    if (!field) continue;
    const written = await valueFor(session, object, field, assignment.value, undefined);
    set[written.field] = written.value;
  }
  if (activity.owner !== undefined) {
    const user = await userFor(session, activity.owner);
    set['OwnerId'] = { $id: user.id, name: user.name };
  }
  if (links.who !== undefined) set['WhoId'] = links.who;
  if (links.what !== undefined && !leadWho(session, links)) set['WhatId'] = links.what;
  allow(
    session,
    'create',
    object,
    Object.keys(set).filter((f) => f !== 'TaskSubtype'),
  );
  return { op: 'create', object: 'Task', set, ref: session.newRef('Task'), why };
}

/** "Friday = Fri 27 Nov 2026 in Europe/Berlin"; a day that nobody named stands alone. */
function whyDay({ calendar }: Session, { day, daySaid }: Activity, taken: string): string {
  return `${taken === day && daySaid !== undefined ? `${daySaid} = ` : ''}${spokenDay(taken)} in ${calendar.zone}`;
}

/** An activity of a lead has no related record. */
function leadWho(session: Session, links: Links): boolean {
  const who = links.who;
  if (who === undefined || who === null || typeof who !== 'object') return false;
  if ('$id' in who) return who.$id.startsWith('00Q');
  return session.mentions.flat().some((m) => m.ref === who.$new && m.object === 'Lead');
}

function event(session: Session, activity: Activity, links: Links, text: string | undefined): Operation {
  const object = session.describe('Event');
  allow(session, 'create', object);
  const zone = session.calendar.zone;
  const start = activity.minutes!;
  const length =
    activity.duration ??
    (activity.until !== undefined && activity.until > start ? activity.until - start : 60);
  const names = links.mentions.map((m) => m.name).filter((n) => n !== '');
  const kind = activity.subject ?? 'Meeting';
  const subject =
    /^(meeting|call|demo|lunch|dinner|event|workshop|review|visit|coffee|appointment|sync)$/i.test(kind) &&
    names.length > 0
      ? `${kind} with ${names[0]}`
      : kind;
  const set: Record<string, Value> = {
    Subject: withTopics(subject[0]!.toUpperCase() + subject.slice(1), links, text),
    StartDateTime: instantOf(activity.day!, start, zone),
    EndDateTime: endOf(activity.day!, start + length, zone),
  };
  if (text !== undefined) set['Description'] = text;
  if (links.who !== undefined) set['WhoId'] = links.who;
  if (links.what !== undefined && !leadWho(session, links)) set['WhatId'] = links.what;
  if (activity.location !== undefined) set['Location'] = activity.location;
  return {
    op: 'create',
    object: 'Event',
    set,
    ref: session.newRef('Event'),
    why: [...links.why, whyDay(session, activity, activity.day!)],
  };
}

/** What it is about and no record is: said in the subject, unless it stands there already. */
function withTopics(subject: string, links: Links, text = ''): string {
  const said = `${subject} ${text}`.toLowerCase();
  const topics = links.topics.filter((topic) => !said.includes(topic.toLowerCase()));
  return topics.length === 0 ? subject : `${subject} about ${topics.join(' and ')}`;
}

function endOf(day: string, minutes: number, zone: string): string {
  if (minutes < 24 * 60) return instantOf(day, minutes, zone);
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return instantOf(next.toISOString().slice(0, 10), minutes - 24 * 60, zone);
}
