import type { OrgSettings } from '../data.ts';
import { ApiError } from '../http.ts';
import type { Registry } from '../schema/registry.ts';
import type { ObjectDef, Row } from '../schema/types.ts';
import { dayIn, instant } from '../schema/time.ts';
import type { DuplicateRule } from '../world.ts';
import type { DmlContext } from './context.ts';
import { fieldOf, parseFormula, type Formula } from './formula.ts';

const compiled = new Map<string, Formula>();

/** Refuses a record for which the formula of an active validation rule is true. */
export function applyValidationRules(
  context: DmlContext,
  object: ObjectDef,
  before: Row | undefined,
  row: Row,
): void {
  const { data, userId } = context;
  const rules = data.settings.validationRules.filter(
    (rule) => rule.object === object.name && rule.active !== false,
  );
  if (rules.length === 0) return;
  const parent = (child: Row, relationship: string) => parentOf(context, child, relationship);
  const user = data.store.get('User', userId) ?? {};
  const now = data.clock.now();
  const scope = {
    field: (path: string) => {
      if (path.startsWith('$User.')) return fieldOf(user, path.slice(6), parent);
      if (path.startsWith('$Profile.')) return fieldOf(user, `Profile.${path.slice(9)}`, parent);
      if (path.startsWith('$Permission.')) return data.access(userId).has(path.slice(12));
      return fieldOf(row, path, parent);
    },
    prior: (name: string) => (before === undefined ? undefined : fieldOf(before, name, parent)),
    isNew: before === undefined,
    today: dayIn(now, (user.TimeZoneSidKey as string | null) ?? 'GMT'),
    now: instant(now),
  };
  for (const rule of rules) {
    let formula = compiled.get(rule.formula);
    if (formula === undefined) compiled.set(rule.formula, (formula = parseFormula(rule.formula)));
    if (formula(scope) === true)
      throw new ApiError(
        400,
        'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        rule.message,
        rule.field ? [rule.field] : [],
      );
  }
}

/** Reads every rule once, so that a mistake in one stops the load and not a later save. */
export function checkRules(settings: OrgSettings, registry: Registry): void {
  const objectOf = (rule: { object: string; name: string }) => {
    const object = registry.object(rule.object);
    if (object === undefined)
      throw new Error(`World: rule ${rule.name} names ${rule.object}, which is no object of the org.`);
    return object;
  };
  for (const rule of settings.duplicateRules)
    for (const field of rule.match)
      if (!objectOf(rule).fields.has(field.toLowerCase()))
        throw new Error(
          `World: duplicate rule ${rule.name} compares ${field}, which ${rule.object} does not have.`,
        );
  for (const rule of settings.validationRules) {
    const unknown: string[] = [];
    parseFormula(rule.formula, (path) => {
      if (!path.startsWith('$') && !leads(objectOf(rule), path.split('.'), registry)) unknown.push(path);
    });
    if (unknown.length > 0)
      throw new Error(
        `World: validation rule ${rule.name} reads ${unknown.join(', ')}, which ${rule.object} does not have.`,
      );
  }
}

function leads(object: ObjectDef, [step = '', ...rest]: string[], registry: Registry): boolean {
  const name = step.toLowerCase();
  if (rest.length === 0) return object.fields.has(name);
  for (const field of object.fields.values())
    if (field.relationshipName?.toLowerCase() === name)
      return field.referenceTo.some((target) => {
        const parent = registry.object(target);
        return parent !== undefined && leads(parent, rest, registry);
      });
  return false;
}

/** Record that a relationship of `child` leads to: null when empty, undefined when there is no such relationship. */
function parentOf({ data }: DmlContext, child: Row, relationship: string): Row | null | undefined {
  const object = data.registry.objectOfId(child.Id as string);
  for (const field of object?.fields.values() ?? [])
    if (field.relationshipName?.toLowerCase() === relationship.toLowerCase()) {
      const id = child[field.name];
      if (typeof id !== 'string') return null;
      const target = data.registry.objectOfId(id);
      return (target && data.store.get(target.name, id)) ?? null;
    }
  return undefined;
}

/** Refuses a record that duplicate rules find again; the header of the request may let it pass an alert. */
export function applyDuplicateRules(
  context: DmlContext,
  object: ObjectDef,
  before: Row | undefined,
  row: Row,
): void {
  const operation = before === undefined ? 'insert' : 'update';
  for (const rule of context.data.settings.duplicateRules) {
    if (rule.object !== object.name || !(rule.on ?? ['insert', 'update']).includes(operation)) continue;
    // An edit is looked at only when it touches what the rule compares.
    if (before !== undefined && rule.match.every((field) => before[field] === row[field])) continue;
    if (rule.action === 'alert' && context.duplicates?.allowSave === true) continue;
    const matches = duplicatesOf(context, object, rule, row);
    if (matches.length > 0) throw duplicatesDetected(context, object, rule, matches);
  }
}

function duplicatesOf({ data, userId }: DmlContext, object: ObjectDef, rule: DuplicateRule, row: Row): Row[] {
  const wanted = rule.match.map((field) => plain(row[field]));
  if (wanted.some((value) => value === '')) return [];
  const access = data.access(userId);
  const matches: Row[] = [];
  for (const other of data.store.rows(object.name))
    if (
      other.Id !== row.Id &&
      rule.match.every((field, index) => plain(other[field]) === wanted[index]) &&
      access.canRead(object, other)
    )
      matches.push(other);
  return matches;
}

function plain(value: Row[string] | undefined): string {
  return value === null || value === undefined ? '' : String(value).trim().toLowerCase();
}

function duplicatesDetected(
  context: DmlContext,
  object: ObjectDef,
  rule: DuplicateRule,
  matches: Row[],
): ApiError {
  const message = rule.message ?? 'Use one of these records?';
  const details = context.duplicates?.includeRecordDetails === true;
  // The misspelt key is Salesforce's own.
  return new ApiError(400, 'DUPLICATES_DETECTED', message, undefined, {
    duplicateResut: {
      allowSave: rule.action === 'alert',
      duplicateRule: rule.name,
      duplicateRuleEntityType: object.name,
      errorMessage: message,
      matchResults: [
        {
          entityType: object.name,
          errors: [],
          matchEngine: 'ExactMatchEngine',
          matchRecords: matches.map((row) => ({
            additionalInformation: [],
            fieldDiffs: [],
            matchConfidence: 100.0,
            record: {
              attributes: { type: object.name, url: `${context.dataUrl}/sobjects/${object.name}/${row.Id}` },
              Id: row.Id,
              ...(details ? Object.fromEntries(rule.match.map((field) => [field, row[field] ?? null])) : {}),
            },
          })),
          rule: rule.matchRule ?? rule.name,
          size: matches.length,
          success: true,
        },
      ],
    },
  });
}
