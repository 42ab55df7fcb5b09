import { retrieve } from '../salesforce/collections.ts';
import type { FieldDescribe, ObjectDescribe, Salesforce, Scalar } from '../salesforce/types.ts';
import { counted, formatValue, type Reader } from './format.ts';
import { recordUrl } from './receipt.ts';
import { fieldOf } from './run.ts';
import type { Step } from './steps.ts';
import type { Shown } from './store.ts';
import { NO_UNCONVERT, NO_UNDELETE } from './undo.ts';
import type { Operation, PlanOutcome, Policy, PreviewChange, PreviewRecord, Value } from './types.ts';

/** What the rep sees before anything is changed. `preview[n]` is step `n`. */
export async function previewOf(
  salesforce: Salesforce,
  steps: readonly Step[],
  plan: PlanOutcome,
  policy: Policy,
  reader: Reader,
): Promise<Shown> {
  const describes = await describesOf(salesforce, steps);
  const names = await namesOf(salesforce, steps, describes);
  const labels = Object.fromEntries(
    [...describes].map(([name, { label, labelPlural }]) => [name, { label, labelPlural }]),
  );
  const preview = steps.map((step) => recordOf(step, steps, describes, names, reader));
  const typeToConfirm = plan.typeToConfirm ?? typedNumber(steps, policy);
  return {
    view: {
      kind: 'plan',
      headline: headlineOf(steps, labels, reader),
      flags: [...plan.flags, ...limitsOfUndo(steps)],
      preview,
      confirmLabel: confirmLabelOf(steps, labels, reader),
      ...(typeToConfirm === undefined ? {} : { typeToConfirm }),
    },
    reader,
    labels,
  };
}

/** Deletes, and more records than policy lets pass on one click, need their number typed. */
function typedNumber(steps: readonly Step[], policy: Policy): number | undefined {
  return steps.length > policy.confirmAbove || steps.some((step) => step.op === 'delete')
    ? steps.length
    : undefined;
}

function limitsOfUndo(steps: readonly Step[]): string[] {
  return [
    ...(steps.some((step) => step.op === 'delete') ? [NO_UNDELETE] : []),
    ...(steps.some((step) => step.op === 'convert') ? [NO_UNCONVERT] : []),
  ];
}

async function describesOf(
  salesforce: Salesforce,
  steps: readonly Step[],
): Promise<Map<string, ObjectDescribe>> {
  const objects = new Set(steps.map((step) => step.object));
  if (steps.some((step) => step.op === 'convert'))
    for (const object of ['Opportunity', 'Account', 'Contact']) objects.add(object);
  return new Map(
    await Promise.all(
      [...objects].map(async (object) => [object, await salesforce.describe(object)] as const),
    ),
  );
}

/** Names of the records that old and new lookups point at, by 15-character id; one API call for all. */
async function namesOf(
  salesforce: Salesforce,
  steps: readonly Step[],
  describes: ReadonlyMap<string, ObjectDescribe>,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const unknown = new Map<string, string[]>();
  for (const step of steps) {
    if (step.id !== null && step.name !== '') names.set(step.id.slice(0, 15), step.name);
    for (const value of Object.values(step.set))
      if (typeof value === 'object' && value !== null && '$id' in value && value.name)
        names.set(value.$id.slice(0, 15), value.name);
  }
  for (const step of steps) {
    for (const [field, value] of Object.entries(step.set)) {
      const described = describedField(describes, step, field);
      if (described?.type !== 'reference') continue;
      const after = typeof value === 'object' && value !== null ? ('$id' in value ? value.$id : null) : value;
      for (const id of [step.before[field], after]) {
        if (typeof id !== 'string' || !/^\w{15,18}$/.test(id) || names.has(id.slice(0, 15))) continue;
        const object = referencedObject(described, id);
        unknown.set(object, [...(unknown.get(object) ?? []), id]);
      }
    }
  }
  // A case or an event has no Name; such an id stays as it is.
  const wanted = [...unknown]
    .filter(([object]) => !NAMELESS.has(object))
    .map(([object, ids]) => ({ object, ids, fields: ['Name'] }));
  for (const [id, record] of await retrieve(salesforce, wanted)) names.set(id, String(record['Name'] ?? id));
  return names;
}

const NAMELESS = new Set(['Case', 'Task', 'Event']);

/** A polymorphic lookup names its objects; users and queues share one. */
function referencedObject({ referenceTo }: FieldDescribe, id: string): string {
  const prefixes: Record<string, string> = {
    '001': 'Account',
    '003': 'Contact',
    '005': 'User',
    '006': 'Opportunity',
    '00G': 'Group',
    '00Q': 'Lead',
    '500': 'Case',
    '701': 'Campaign',
  };
  const byPrefix = prefixes[id.slice(0, 3)];
  return byPrefix !== undefined && referenceTo.includes(byPrefix) ? byPrefix : (referenceTo[0] ?? 'User');
}

/** A conversion's `Opportunity.Amount` is a field of the opportunity, its `AccountId` the lead's way to an account. */
function describedField(
  describes: ReadonlyMap<string, ObjectDescribe>,
  step: Step,
  field: string,
): FieldDescribe | undefined {
  const [object, name] = field.includes('.')
    ? (field.split('.', 2) as [string, string])
    : [step.object, field];
  const describe = describes.get(object);
  return describe && fieldOf(describe, name);
}

function recordOf(
  step: Step,
  steps: readonly Step[],
  describes: ReadonlyMap<string, ObjectDescribe>,
  names: ReadonlyMap<string, string>,
  reader: Reader,
): PreviewRecord {
  const describe = describes.get(step.object);
  return {
    op: step.op,
    object: step.object,
    objectLabel: describe?.label ?? step.object,
    id: step.id,
    name: step.name || (describe ? `New ${describe.label}` : step.object),
    url: step.id === null ? null : recordUrl(step.object, step.id),
    changes: Object.entries(step.set).map(([field, value]) =>
      changeOf(field, value, step, steps, describes, names, reader),
    ),
    // A record that was chosen or open needs no reason beside its own name.
    why: step.why.filter((reason) => reason !== step.name),
  };
}

/** Names of what is no field of the lead, but of its conversion. */
const CONVERSION_LABELS: Record<string, string> = {
  ConvertedStatus: 'Converted Status',
  AccountId: 'Account',
  ContactId: 'Contact',
  CreateOpportunity: 'New opportunity',
  OpportunityName: 'Opportunity name',
};

function changeOf(
  field: string,
  value: Value,
  step: Step,
  steps: readonly Step[],
  describes: ReadonlyMap<string, ObjectDescribe>,
  names: ReadonlyMap<string, string>,
  reader: Reader,
): PreviewChange {
  if (field === '_text') return { field, label: 'Note', before: null, after: String(value) };
  const described = describedField(describes, step, field);
  const format = (scalar: Scalar | undefined): string | null => {
    if (typeof scalar === 'string' && (described?.type ?? 'reference') === 'reference')
      return names.get(scalar.slice(0, 15)) ?? scalar;
    if (described === undefined && typeof scalar === 'boolean') return scalar ? 'Yes' : 'No';
    return formatValue(scalar, described ?? { type: 'string' }, reader);
  };
  const after =
    typeof value === 'object' && value !== null
      ? '$id' in value
        ? (value.name ?? format(value.$id))
        : newName(value.$new, steps, describes)
      : format(value);
  const label = (step.op === 'convert' ? CONVERSION_LABELS[field] : undefined) ?? labelOf(described, field);
  return { field, label, before: step.op === 'update' ? format(step.before[field]) : null, after };
}

/** `Account ID` is how describe labels the lookup; people say Account. */
function labelOf(described: FieldDescribe | undefined, field: string): string {
  if (described === undefined) return field;
  return described.type === 'reference' ? described.label.replace(/ ID$/, '') : described.label;
}

function newName(
  ref: string,
  steps: readonly Step[],
  describes: ReadonlyMap<string, ObjectDescribe>,
): string {
  const step = steps.find((one) => one.ref === ref);
  if (step === undefined) return 'the new record';
  return step.name || `the new ${describes.get(step.object)?.label ?? step.object}`;
}

interface Group {
  op: Operation['op'];
  object: string;
  count: number;
}

function groupsOf(steps: readonly Step[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { op, object } of steps) {
    const group = groups.get(`${op} ${object}`) ?? { op, object, count: 0 };
    group.count += 1;
    groups.set(`${op} ${object}`, group);
  }
  return [...groups.values()];
}

/** `2 changes: 1 opportunity, 1 new task` */
function headlineOf(steps: readonly Step[], labels: Shown['labels'], reader: Reader): string {
  const parts = groupsOf(steps).map(({ op, object, count }) => {
    const plain = words(count, object, labels, reader);
    switch (op) {
      case 'create':
        return plain.replace(/^(\S+)/, '$1 new');
      case 'delete':
        return `${plain} to delete`;
      case 'convert':
        return `${plain} to convert`;
      case 'note':
        return `${count === 1 ? 'a note' : 'notes'} on ${plain}`;
      default:
        return plain;
    }
  });
  return `${steps.length === 1 ? '1 change' : `${steps.length} changes`}: ${parts.join(', ')}`;
}

const VERBS: Record<Operation['op'], string> = {
  create: 'create',
  update: 'change',
  delete: 'delete',
  convert: 'convert',
  note: 'add a note to',
};

/** The button says the effect: `Change 1 opportunity, create 1 task`. */
function confirmLabelOf(steps: readonly Step[], labels: Shown['labels'], reader: Reader): string {
  const text = groupsOf(steps)
    .map(({ op, object, count }) => `${VERBS[op]} ${words(count, object, labels, reader)}`)
    .join(', ');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function words(count: number, object: string, labels: Shown['labels'], reader: Reader): string {
  return counted(count, labels[object] ?? { label: object, labelPlural: `${object}s` }, reader);
}
