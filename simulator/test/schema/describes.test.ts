import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ADMIN, useOrg } from '../rest/org.ts';

/**
 * Describes of real orgs and synthesised ones, kept outside the repository. What the org serves must agree with them on every field that
 * it models, apart from the differences named here.
 */
const shared = resolve(process.env['SAYSO_SHARED'] ?? '../shared', 'describes');
const files = ['cumulusci', 'synthesized'].flatMap((folder) => {
  const path = resolve(shared, folder);
  const names = existsSync(path) ? readdirSync(path) : [];
  return names
    .filter((name) => /^[A-Z]\w*(?<!__c)\.describe\.json$/.test(name))
    .map((name) => `${folder}/${name}`);
});

type Field = Record<string, unknown> & {
  name: string;
  referenceTo: string[];
  picklistValues: { value: string; label: string; defaultValue: boolean }[];
};

interface Describe {
  name: string;
  label: string;
  labelPlural: string;
  keyPrefix: string;
  fields: Field[];
  childRelationships: {
    childSObject: string;
    field: string;
    relationshipName: string | null;
    cascadeDelete: boolean;
    restrictedDelete: boolean;
  }[];
}

const PROPERTIES = (
  'label type length precision scale nillable createable updateable defaultedOnCreate restrictedPicklist filterable sortable ' +
  'groupable aggregatable nameField unique idLookup relationshipName compoundFieldName autoNumber soapType'
).split(' ');

/** Why the org differs on purpose; a pattern on `Object.Field.property`. */
const ON_PURPOSE: [RegExp, string][] = [
  [
    /^Campaign\.\w+\.(?:createable|updateable|defaultedOnCreate)$/,
    'the describe is that of a user without the Marketing User right',
  ],
  [/^Case\.Comments\.(?:sortable|aggregatable)$/, 'the one long text that says it can be sorted'],
  [/^User\.AboutMe\.(?:filterable|sortable)$/, 'the documentation contradicts the rule for long texts'],
  [
    /^(?:CampaignMember\.LeadOrContactId|ContentNote\.\w+|Task\.RecurrenceActivityId|User\.DelegatedApproverId)\.referenceTo$/,
    'the synthesised describe names no targets',
  ],
  [/^ContentNote\.SharingPrivacy\.picklistValues$/, 'the synthesised describe has no values'],
  [/^User\.UserType\.picklistValues$/, 'the org marks a default'],
  [/TimeZoneSidKey\.picklistValues$/, 'the zones are those of the platform that runs the org'],
];

/** Fields of those describes that the org leaves out; a new one must be looked at. */
const LEFT_OUT: Record<string, RegExp> = {
  Account: /__c$/,
  Campaign: /^CampaignImageId$/,
  ContentNote: /^(?:ContentSizeLong|LatestContentId)$/,
  Opportunity:
    /^(?:HasOpenActivity|HasOverdueTask|LastAmountChangedHistoryId|LastCloseDateChangedHistoryId)$/,
  User: /./,
};

const org = useOrg();

describe('Describes of real orgs', () => {
  if (files.length === 0) {
    const why = `SKIPPED: there are no describes in ${shared} (SAYSO_SHARED names their folder)`;
    console.warn(why);
    test.skip(why, () => undefined);
    return;
  }

  test.each(files)('%s agrees with what the org serves', async (file) => {
    const real = JSON.parse(readFileSync(resolve(shared, file), 'utf8')) as Describe;
    const { status, body } = await org.call('GET', `sobjects/${real.name}/describe`, undefined, {
      as: ADMIN,
    });
    expect(status).toBe(200);
    const served = body as Describe;
    const differences: string[] = [];
    const differ = (what: string, ours: unknown, theirs: unknown) => {
      if (
        JSON.stringify(ours) !== JSON.stringify(theirs) &&
        !ON_PURPOSE.some(([pattern]) => pattern.test(what))
      )
        differences.push(`${what}: ${JSON.stringify(ours)} instead of ${JSON.stringify(theirs)}`);
    };
    for (const key of ['keyPrefix', 'label', 'labelPlural'] as const)
      differ(`${real.name}.${key}`, served[key], real[key]);
    for (const theirs of real.fields) {
      const ours = served.fields.find((field) => field.name === theirs.name);
      const name = `${real.name}.${theirs.name}`;
      if (ours === undefined) {
        if (LEFT_OUT[real.name]?.test(theirs.name) !== true) differences.push(`${name} is missing`);
        continue;
      }
      for (const property of PROPERTIES) differ(`${name}.${property}`, ours[property], theirs[property]);
      const values = (field: Field) =>
        field.picklistValues.map(({ value, label, defaultValue }) => [value, label, defaultValue]);
      differ(`${name}.picklistValues`, values(ours), values(theirs));
      differ(
        `${name}.referenceTo`,
        ours.referenceTo.filter((target) => !theirs.referenceTo.includes(target)),
        [],
      );
    }
    for (const theirs of real.childRelationships) {
      const ours = served.childRelationships.find(
        (child) => child.childSObject === theirs.childSObject && child.field === theirs.field,
      );
      if (ours === undefined) continue;
      const facts = ({ relationshipName, cascadeDelete, restrictedDelete }: typeof theirs) => [
        relationshipName,
        cascadeDelete,
        restrictedDelete,
      ];
      differ(`${real.name} <- ${theirs.childSObject}.${theirs.field}`, facts(ours), facts(theirs));
    }
    expect(differences).toEqual([]);
  });
});

describe('Describe', () => {
  test('answers 304 while the schema stays as it is, and 200 after a change', async () => {
    const first = await org.call('GET', 'sobjects/Account/describe');
    const since = { 'if-modified-since': first.headers.get('last-modified')! };
    expect((await org.call('GET', 'sobjects/Account/describe', undefined, { headers: since })).status).toBe(
      304,
    );
    expect((await org.call('GET', 'sobjects', undefined, { headers: since })).status).toBe(304);
    org.org.data.registry.addField('Account', 'Region__c string(40)');
    const changed = await org.call('GET', 'sobjects/Account/describe', undefined, { headers: since });
    expect(changed.status).toBe(200);
    expect(changed.body.fields.map((field: Field) => field.name)).toContain('Region__c');
  });

  test('shows a reader neither createable nor updateable fields', async () => {
    const { body } = await org.call('GET', 'sobjects/Account/describe', undefined, {
      as: '005Hs0000000003IAA',
    });
    expect([body.createable, body.updateable, body.deletable]).toEqual([false, false, false]);
    expect(
      body.fields.filter((field: Field) => field.createable === true || field.updateable === true),
    ).toEqual([]);
  });

  test('does not know an object that does not exist', async () => {
    const { status, body } = await org.call('GET', 'sobjects/Unicorn/describe');
    expect(status).toBe(404);
    expect(body).toEqual([{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }]);
  });
});
