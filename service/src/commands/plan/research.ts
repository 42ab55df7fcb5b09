import { existingByName } from '../../research/existing.ts';
import type { ListRow, OutsideList } from '../../research/types.ts';
import type { Intent } from '../understand/intents.ts';
import { fieldOf } from '../understand/schema.ts';
import { nearestValues } from '../understand/picklists.ts';
import { cut, wordsOf } from '../understand/tokens.ts';
import type { Session } from '../resolve/session.ts';
import { userFor } from '../resolve/users.ts';
import { fieldFor, valueFor } from '../resolve/values.ts';
import { UNKNOWN_PERSON } from '../new-names.ts';
import type { AnswerOutcome, Operation, Value } from '../types.ts';
import { allow } from './allow.ts';

async function listOf(session: Session, name: string): Promise<OutsideList> {
  const list = await session.deps.research.find(name);
  if (!list)
    session.ask(`source:${wordsOf(name)}`, `I know no list called "${name.replace(/^batch /, '')}".`, {
      slot: 'source',
    });
  return list;
}

/** Rows of the industry that was said; the list's own words count. */
function rowsOf(session: Session, list: OutsideList, where: string | undefined): ListRow[] {
  if (where === undefined) return list.rows;
  const wanted = wordsOf(where);
  const same = (row: ListRow) =>
    wordsOf(row.industry ?? '') === wanted ||
    wordsOf(row.industry ?? '').replaceAll(' ', '') === wanted.replaceAll(' ', '');
  const exact = list.rows.filter(same);
  if (exact.length > 0) return exact;
  const industries = [...new Set(list.rows.flatMap((r) => (r.industry ? [r.industry] : [])))];
  const field = {
    ...BLANK_FIELD,
    picklistValues: industries.map((value) => ({ value, label: value, active: true, defaultValue: false })),
  };
  const near = nearestValues(field, where, session.vocabulary.synonyms);
  if (near.length === 1) return list.rows.filter((r) => r.industry === near[0]!.value);
  session.ask(
    `value:industry:${wanted}`,
    `The list ${list.title} has no industry "${where}".`,
    { slot: 'value' },
    industries.map((value) => ({ value, label: value })),
  );
}

const BLANK_FIELD = {
  name: 'Industry',
  label: 'Industry',
  type: 'picklist',
  length: 255,
  precision: 0,
  scale: 0,
  nillable: true,
  createable: true,
  updateable: true,
  defaultedOnCreate: false,
  restrictedPicklist: false,
  referenceTo: [],
  relationshipName: null,
  nameField: false,
  custom: false,
  calculated: false,
  autoNumber: false,
  externalId: false,
  unique: false,
  filterable: true,
  sortable: true,
  groupable: true,
};

export async function planList(
  session: Session,
  intent: Intent & { kind: 'list-create' },
): Promise<Operation[]> {
  const object = session.describe(intent.object);
  allow(session, 'create', object);
  const list = await listOf(session, intent.list);
  const rows = rowsOf(session, list, intent.where);
  const common: Record<string, Value> = {};
  for (const property of intent.properties) {
    if (property.kind === 'owner') {
      const user = await userFor(session, property.text);
      common['OwnerId'] = { $id: user.id, name: user.name };
    } else if (property.kind === 'field') {
      const field = fieldFor(session, object, property.assignment, 'create');
      if (field)
        common[field.name] = (
          await valueFor(session, object, field, property.assignment.value, undefined)
        ).value;
    } else
      session.ask('list:property', 'I did not understand what else should be set.', {
        slot: 'field',
        object: object.name,
      });
  }
  const existing = await existingByName(
    session.salesforce,
    [
      { object: 'Lead', field: 'Company', where: 'IsConverted = false' },
      { object: 'Account', field: 'Name' },
    ],
    rows.map((r) => r.name),
  );
  const operations: Operation[] = [];
  const skipped: string[] = [];
  for (const row of rows) {
    if (existing.has(row.name.toLowerCase())) {
      skipped.push(row.name);
      continue;
    }
    const set: Record<string, Value> =
      object.name === 'Lead'
        ? { LastName: UNKNOWN_PERSON, Company: row.name, ...common }
        : { Name: row.name, ...common };
    if (row.website && fieldOf(object, 'Website')?.createable) set['Website'] = cut(row.website, 255);
    operations.push({
      op: 'create',
      object: object.name,
      set,
      ref: session.newRef(object.name),
      why: [
        `${list.title} (${list.origin})${set['LastName'] === UNKNOWN_PERSON ? ', which names no person' : ''}`,
      ],
    });
  }
  if (skipped.length > 0)
    session.flags.push(
      `${skipped.length} of ${rows.length} companies are in Salesforce already and are left out: ${skipped.slice(0, 5).join(', ')}${skipped.length > 5 ? ' …' : ''}.`,
    );
  if (operations.length === 0)
    session.ask('list:none', 'All of these companies are in Salesforce already.', {
      slot: 'duplicate',
      object: object.name,
    });
  return operations;
}

export async function answerList(
  session: Session,
  intent: Intent & { kind: 'list-read' },
): Promise<AnswerOutcome> {
  const list = await listOf(session, intent.list);
  const rows = rowsOf(session, list, intent.where);
  return {
    kind: 'answer',
    headline: `${rows.length} companies of ${list.title}`,
    answer: { names: rows.map((r) => r.name), value: rows.length },
    columns: [
      { field: 'name', label: 'Company', type: 'string' },
      { field: 'industry', label: 'Industry', type: 'string' },
      { field: 'website', label: 'Website', type: 'url' },
    ],
    rows: rows.map((r) => ({ cells: [r.name, r.industry, r.website] })),
    flags: session.flags,
  };
}
