import type { FieldDescribe, ObjectDescribe, Scalar, SObject } from '../../../salesforce/types.ts';
import { formatValue } from '../../format.ts';
import { readerOf } from '../../reader.ts';
import { valueAt, type Session } from '../../resolve/session.ts';
import type { AnswerColumn, AnswerOutcome } from '../../types.ts';
import type { Intent } from '../../understand/intents.ts';
import { fieldOf, nameFieldOf } from '../../understand/schema.ts';

export type ReadIntent = Intent & { kind: 'read' };

/** What is shown of a record beside its name. */
export const SHOWN: Record<string, string[]> = {
  Opportunity: ['StageName', 'Amount', 'CloseDate'],
  Account: ['Industry', 'BillingCity', 'Phone'],
  Contact: ['Title', 'Email', 'Phone'],
  Lead: ['Company', 'Status', 'Email'],
  Case: ['Status', 'Priority'],
  Task: ['Status', 'Priority', 'ActivityDate'],
  Event: ['StartDateTime', 'Location'],
  Campaign: ['Type', 'Status', 'StartDate'],
};

function columnsOf(object: ObjectDescribe, extra: readonly string[] = []): FieldDescribe[] {
  return [nameFieldOf(object), ...(SHOWN[object.name] ?? []), ...extra]
    .filter((f, n, all) => all.indexOf(f) === n)
    .flatMap((f) => fieldOf(object, f) ?? []);
}

/** A record that each of the shown ones points to: the path of its name, and what the lookup is called. */
export interface Parent {
  path: string;
  label: string;
}

/** What shall be seen beside each record: those that it points to. Those that point to it are too many for a line, and the rep is told so. */
export function shownBeside(session: Session, object: ObjectDescribe, related: readonly string[]): Parent[] {
  return related.flatMap((name) => {
    const lookup = object.fields.find((f) => f.type === 'reference' && f.referenceTo.includes(name));
    if (lookup?.relationshipName)
      return [{ path: `${lookup.relationshipName}.Name`, label: lookup.label.replace(/ ID$/, '') }];
    const what = session.describe(name).labelPlural.toLowerCase();
    session.flags.push(`The ${what} of each are not listed here. Ask for the ${what} of one of them.`);
    return [];
  });
}

/** Records, a line each. */
export function table(
  session: Session,
  object: ObjectDescribe,
  rows: readonly SObject[],
  headline: string,
  extra: string[] = [],
  parents: readonly Parent[] = [],
): AnswerOutcome {
  const fields = columnsOf(object, extra);
  const columns: AnswerColumn[] = [
    ...fields.map((f) => ({ field: f.name, label: f.label, type: f.type })),
    ...parents.map(({ path, label }) => ({ field: path, label, type: 'string' as const })),
  ];
  return {
    kind: 'answer',
    headline,
    answer: { object: object.name, ids: rows.map((r) => String(r.Id)) },
    columns,
    rows: rows.map((r) => ({
      id: String(r.Id),
      cells: [...fields.map((f) => f.name), ...parents.map((p) => p.path)].map(
        (path): Scalar => valueAt(r, path),
      ),
    })),
    flags: session.flags,
  };
}

/** One number, and the records that it is about. */
export function scalar(
  session: Session,
  object: ObjectDescribe,
  rows: readonly SObject[],
  value: number | string,
  headline: string,
): AnswerOutcome {
  return {
    kind: 'answer',
    headline,
    answer: { object: object.name, ids: rows.map((r) => String(r.Id)), value },
    columns: [],
    rows: [],
    flags: session.flags,
  };
}

/** A number for each group. */
export function rowsOf(
  session: Session,
  headline: string,
  keyLabel: string,
  valueLabel: string,
  rows: { key: string; value: number }[],
  measured?: FieldDescribe,
): AnswerOutcome {
  return {
    kind: 'answer',
    headline,
    answer: { rows },
    columns: [
      { field: 'key', label: keyLabel, type: 'string' },
      { field: 'value', label: valueLabel, type: measured?.type ?? 'int' },
    ],
    rows: rows.map(({ key, value }) => ({ cells: [key, value] })),
    flags: session.flags,
  };
}

/** A number of a field as the rep reads it; averages are cut to what one says aloud. */
export async function shownNumber(
  session: Session,
  field: FieldDescribe | undefined,
  value: number,
): Promise<string> {
  const reader = await readerOf(session.deps.salesforce, session.calendar.zone);
  return formatValue(Math.round(value * 100) / 100, field ?? { type: 'double' }, reader) ?? '';
}
