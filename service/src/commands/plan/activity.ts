import type { ObjectDescribe } from '../../salesforce/types.ts';
import type { Activity, Intent } from '../understand/intents.ts';
import { clockAt, instantOf, spokenDay } from '../understand/calendar.ts';
import { nearestValues } from '../understand/picklists.ts';
import { fieldOf } from '../understand/schema.ts';
import { cut, wordsOf } from '../understand/tokens.ts';
import { otherDay } from '../resolve/days.ts';
import { clock } from '../resolve/instants.ts';
import type { Session } from '../resolve/session.ts';
import { userFor } from '../resolve/users.ts';
import { valueFor } from '../resolve/values.ts';
import type { Operation, Value } from '../types.ts';
import { allow, allowAny } from './allow.ts';
import { toDoForEach } from './each.ts';
import { dayInSubject } from './day-in-subject.ts';
import { inherited, leadWho, linkNamed, linksOf, type Links } from './activity-links.ts';

export async function planActivity(
  session: Session,
  intent: Intent & { kind: 'activity' },
): Promise<Operation[]> {
  const each = await toDoForEach(session, intent);
  if (!each) return planOne(session, intent.activity);
  const operations: Operation[] = [];
  for (const activity of each) operations.push(...(await planOne(session, activity)));
  return operations;
}

async function planOne(session: Session, activity: Activity): Promise<Operation[]> {
  allowAny(session, 'create', activity.type === 'event' ? ['Event'] : ['Task', 'Event']);
  const links = await linksOf(session, activity);
  await linkNamed(session, links, activity);
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
  // "Remind me at 3pm": of today, as long as it is to come.
  if (activity.type === 'task' && activity.day === undefined && activity.minutes !== undefined) {
    const { zone, now } = session.calendar;
    if (activity.minutes > clockAt(now.toISOString(), zone).minutes) activity.day = today;
  }
  if (activity.type === 'task' && activity.day === undefined) {
    const due = dayInSubject(session, activity);
    if (due !== undefined) activity.day = due;
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
    askWithin(session, activity);
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

/** "An hour between two and five": when in it, nobody has said. */
function askWithin(session: Session, activity: Activity): void {
  const { minutes, until, duration } = activity;
  if (minutes === undefined || until === undefined || duration === undefined) return;
  if (until - minutes === duration) return;
  const key = 'value:Event.StartDateTime';
  const answered = session.answerTo(key);
  const start = answered === undefined ? undefined : session.said(answered).minutes;
  if (start === undefined)
    session.ask(key, `At what time should the ${duration} minutes begin?`, {
      slot: 'value',
      object: 'Event',
      field: 'StartDateTime',
    });
  activity.minutes = start;
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
  Object.assign(set, subjectAndText(object, subject, links, how.text));
  if (how.day !== undefined) {
    set['ActivityDate'] = how.day;
    why.push(whyDay(session, activity, how.day));
  }
  if (how.completed) {
    const status = fieldOf(object, 'Status');
    set['Status'] = status ? (nearestValues(status, 'completed')[0]?.value ?? 'Completed') : 'Completed';
    if (activity.type === 'call' || activity.type === 'email')
      set['TaskSubtype'] = activity.type === 'call' ? 'Call' : 'Email';
    const minutes = activity.duration ?? minutesIn(how.text);
    if (minutes !== undefined && activity.type === 'call') set['CallDurationInSeconds'] = minutes * 60;
  }
  if (activity.duration !== undefined && set['CallDurationInSeconds'] === undefined)
    session.flags.push(withoutLength(activity.duration));
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
  if (activity.minutes !== undefined) remindAt(session, object, set, activity.minutes, why);
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

/** A task has a day alone; the hour that was said is when Salesforce reminds of it. */
function remindAt(
  session: Session,
  object: ObjectDescribe,
  set: Record<string, Value>,
  minutes: number,
  why: string[],
): void {
  const day = set['ActivityDate'];
  const open = set['Status'] === undefined;
  const reminds = ['IsReminderSet', 'ReminderDateTime'].every((f) => fieldOf(object, f)?.createable);
  if (!open || !reminds || typeof day !== 'string') {
    session.flags.push(`${clock(minutes)} is not written: a task has a day and no time.`);
    return;
  }
  set['IsReminderSet'] = true;
  set['ReminderDateTime'] = instantOf(day, minutes, session.calendar.zone);
  why.push(`reminder at ${clock(minutes)}`);
}

/** "15 min, renewal agreed", "about invoices (5 min)": how long the call was, told with what was said in it. */
function minutesIn(text = ''): number | undefined {
  const found =
    /^(\d{1,3})[ -]?(?:min|mins|minutes)\b(?! late| early| before| after)|\((\d{1,3}) ?(?:min|mins|minutes)\)/i.exec(
      text,
    );
  return found ? Number(found[1] ?? found[2]) : undefined;
}

/** Of what was done, calls alone have a length. */
function withoutLength(minutes: number): string {
  return `${minutes} minutes are not written: a task has no length, save of a call.`;
}

/** "Friday = Fri 27 Nov 2026 in Europe/Berlin"; a day that nobody named stands alone. */
function whyDay({ calendar }: Session, { day, daySaid }: Activity, taken: string): string {
  return `${taken === day && daySaid !== undefined ? `${daySaid} = ` : ''}${spokenDay(taken)} in ${calendar.zone}`;
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
    ...subjectAndText(object, subject, links, text),
    StartDateTime: instantOf(activity.day!, start, zone),
    EndDateTime: endOf(activity.day!, start + length, zone),
  };
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

/** A subject longer than its field stands whole in the description, above what else was said. */
function subjectAndText(
  object: ObjectDescribe,
  said: string,
  links: Links,
  text: string | undefined,
): Record<string, string> {
  const subject = withTopics(said[0]!.toUpperCase() + said.slice(1), links, text);
  const Subject = cut(subject, fieldOf(object, 'Subject')?.length || 255);
  const description = [Subject === subject ? undefined : subject, text].filter((t) => t !== undefined);
  return description.length === 0 ? { Subject } : { Subject, Description: description.join('\n') };
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
