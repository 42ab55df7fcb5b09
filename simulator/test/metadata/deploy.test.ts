import { beforeEach, describe, expect, test } from '@jest/globals';
import { createClock } from '../../src/clock.ts';
import { createData } from '../../src/data.ts';
import { createFaults } from '../../src/faults.ts';
import { createDeployments, type Deployments } from '../../src/metadata/deploy.ts';
import type { DeployResult } from '../../src/metadata/result.ts';
import { createInventory } from '../../src/metadata/inventory.ts';
import type { Org } from '../../src/org.ts';
import { createUsage } from '../../src/usage.ts';
import { ADA, ADMIN, WORLD } from '../server/org.ts';
import { deployment, xml } from './zip.ts';

let org: Org;
let deployments: Deployments;

beforeEach(() => {
  const clock = createClock();
  const data = createData(WORLD, clock);
  org = {
    id: data.orgId,
    name: 'Harbour',
    clock,
    data,
    faults: createFaults(() => undefined),
    apiUsage: createUsage(clock, 0),
  };
  deployments = createDeployments(org, createInventory(clock));
});

const deploy = (
  files: Record<string, string>,
  members: Record<string, string[]> = {},
  options = {},
): DeployResult => deployments.deploy(deployment(files, members), options, ADMIN.id);

const failures = (result: DeployResult) =>
  result.details.componentFailures.map(({ componentType, fullName, problem }) => [
    componentType,
    fullName,
    problem,
  ]);

const FIELD = `<fields><fullName>Rank__c</fullName><label>Rank</label><type>Number</type><precision>4</precision><scale>0</scale></fields>`;
const ACCOUNT = { 'objects/Account.object': xml('CustomObject', FIELD) };

describe('a good deployment', () => {
  test('names every component, parts of files included, and package.xml', () => {
    const result = deploy(
      {
        ...ACCOUNT,
        'classes/Hello.cls': 'public class Hello {}',
        'classes/Hello.cls-meta.xml': xml(
          'ApexClass',
          '<apiVersion>66.0</apiVersion><status>Active</status>',
        ),
        'lwc/greeting/greeting.js': 'export default class {}',
        'lwc/greeting/greeting.html': '<template></template>',
        'lwc/greeting/greeting.js-meta.xml': xml(
          'LightningComponentBundle',
          '<apiVersion>66.0</apiVersion><isExposed>true</isExposed>',
        ),
        'labels/CustomLabels.labels': xml(
          'CustomLabels',
          '<labels><fullName>Hi</fullName><language>en_US</language><protected>true</protected><shortDescription>Hi</shortDescription><value>Hi</value></labels>',
        ),
      },
      {
        ApexClass: ['Hello'],
        CustomObject: ['Account'],
        CustomField: ['Account.Rank__c'],
        LightningComponentBundle: ['greeting'],
      },
    );
    expect(failures(result)).toEqual([]);
    expect(result).toMatchObject({ status: 'Succeeded', success: true, done: true });
    expect(
      result.details.componentSuccesses.map(({ componentType, fullName }) => `${componentType} ${fullName}`),
    ).toEqual([
      'CustomObject Account',
      'CustomField Account.Rank__c',
      'ApexClass Hello',
      'CustomLabels CustomLabels',
      'CustomLabel Hi',
      'LightningComponentBundle greeting',
      ' package.xml',
    ]);
    expect(result.numberComponentsDeployed).toBe(6);
    expect(result.details.runTestResult.numTestsRun).toBe(0);
  });

  test('tells what is new from what was there', () => {
    deploy(ACCOUNT);
    const [first] = deploy(ACCOUNT).details.componentSuccesses;
    expect(first).toMatchObject({ created: false, changed: true });
  });

  test('makes fields and objects that users see once they are granted', () => {
    deploy({
      ...ACCOUNT,
      'objects/Boat__c.object': xml(
        'CustomObject',
        `<label>Boat</label><pluralLabel>Boats</pluralLabel><nameField><label>Name</label><type>Text</type></nameField>
         <deploymentStatus>Deployed</deploymentStatus><sharingModel>ReadWrite</sharingModel>
         <fields><fullName>Owner__c</fullName><label>Owner</label><type>Lookup</type><referenceTo>Account</referenceTo><relationshipName>Boats</relationshipName></fields>
         <fields><fullName>Kind__c</fullName><label>Kind</label><type>Picklist</type><required>true</required><valueSet><restricted>true</restricted>
           <valueSetDefinition><sorted>false</sorted><value><fullName>Sail</fullName><default>true</default><label>Sailing boat</label></value></valueSetDefinition></valueSet></fields>`,
      ),
      'permissionsets/Sailor.permissionset': xml(
        'PermissionSet',
        `<label>Sailor</label><hasActivationRequired>false</hasActivationRequired>
         <fieldPermissions><editable>true</editable><field>Account.Rank__c</field><readable>true</readable></fieldPermissions>
         <objectPermissions><allowCreate>true</allowCreate><allowDelete>false</allowDelete><allowEdit>true</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Boat__c</object><viewAllRecords>false</viewAllRecords></objectPermissions>`,
      ),
    });
    expect(org.data.object('boat__c')).toMatchObject({ label: 'Boat', custom: true });
    const boat = org.data.object('Boat__c')!;
    expect(boat.fields.get('owner__c')).toMatchObject({
      type: 'reference',
      referenceTo: ['Account'],
      relationshipName: 'Owner__r',
    });
    expect(boat.fields.get('kind__c')).toMatchObject({
      restrictedPicklist: true,
      nillable: false,
      picklist: [{ value: 'Sail', label: 'Sailing boat', active: true, defaultValue: true }],
    });

    const rank = () => org.data.access(ADA.id).object('Account')!.fields.get('rank__c');
    expect(rank()).toBeUndefined();
    const set = [...org.data.rows('PermissionSet')].find((row) => row['Name'] === 'Sailor')!;
    org.data.atomic(ADMIN.id, () =>
      org.data.store.put('PermissionSetAssignment', {
        ...org.data.store.blank('PermissionSetAssignment'),
        Id: org.data.store.nextId('PermissionSetAssignment'),
        PermissionSetId: set['Id']!,
        AssigneeId: ADA.id,
        IsDeleted: false,
      }),
    );
    expect(rank()).toMatchObject({ type: 'double', precision: 4, updateable: true });
    expect(org.data.access(ADA.id).rights('Boat__c')).toMatchObject({ create: true });
  });

  test('puts a field of Activity on tasks and events', () => {
    const result = deploy({
      'objects/Activity.object': xml('CustomObject', FIELD),
      'permissionsets/Busy.permissionset': xml(
        'PermissionSet',
        '<label>Busy</label><fieldPermissions><editable>true</editable><field>Task.Rank__c</field><readable>true</readable></fieldPermissions>',
      ),
    });
    expect(failures(result)).toEqual([]);
    for (const object of ['Task', 'Event']) expect(org.data.object(object)!.fields.has('rank__c')).toBe(true);
  });

  test('brings validation rules that saves obey', () => {
    deploy({
      'objects/Account.object': xml(
        'CustomObject',
        `<validationRules><fullName>NoBob</fullName><active>true</active><errorConditionFormula>Name = "Bob"</errorConditionFormula><errorMessage>Not Bob.</errorMessage></validationRules>`,
      ),
    });
    expect(org.data.settings.validationRules).toEqual([
      { object: 'Account', name: 'NoBob', formula: 'Name = "Bob"', message: 'Not Bob.', active: true },
    ]);
  });

  test('removes what a destructive manifest names, and warns of what is not there', () => {
    deploy(ACCOUNT);
    const result = deploy({
      'destructiveChanges.xml': xml(
        'Package',
        '<types><members>Account.Rank__c</members><members>Account.Gone__c</members><name>CustomField</name></types>',
      ),
    });
    expect(org.data.object('Account')!.fields.has('rank__c')).toBe(false);
    expect(result.details.componentSuccesses).toMatchObject([
      {},
      { fullName: 'Account.Rank__c', deleted: true },
      {
        fullName: 'Account.Gone__c',
        deleted: false,
        problemType: 'Warning',
        problem: 'No CustomField named: Account.Gone__c found',
      },
    ]);
  });

  test('takes a standard object that is not modelled on trust, with a warning', () => {
    const result = deploy({
      'permissionsets/Wide.permissionset': xml(
        'PermissionSet',
        '<label>Wide</label><objectPermissions><allowRead>true</allowRead><object>UserExternalCredential</object></objectPermissions>',
      ),
    });
    expect(result.success).toBe(true);
    expect(result.details.componentSuccesses[0]).toMatchObject({
      problemType: 'Warning',
      problem: 'UserExternalCredential is taken on trust: the simulator does not model that standard object',
    });
  });

  test('that only checks changes nothing', () => {
    expect(deploy(ACCOUNT, {}, { checkOnly: true }).success).toBe(true);
    expect(org.data.object('Account')!.fields.has('rank__c')).toBe(false);
    expect(deploy(ACCOUNT).details.componentSuccesses[0]).toMatchObject({ created: true });
  });
});

describe('a bad deployment', () => {
  const permissionSet = (content: string) => ({
    'permissionsets/Broken.permissionset': xml('PermissionSet', `<label>Broken</label>\n${content}`),
  });

  test.each([
    [
      'an unknown element',
      permissionSet('<colour>red</colour>'),
      'Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}colour invalid at this location in type PermissionSet',
    ],
    [
      'an unknown element inside another',
      permissionSet('<classAccesses><apexClazz>X</apexClazz><enabled>true</enabled></classAccesses>'),
      'Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}apexClazz invalid at this location in type PermissionSetApexClassAccess',
    ],
    [
      'an element that occurs twice',
      permissionSet('<label>Again</label>'),
      'Error parsing file: Element label may occur only once in type PermissionSet',
    ],
    [
      'a value of no boolean',
      permissionSet('<hasActivationRequired>maybe</hasActivationRequired>'),
      "'maybe' is not a valid value for the type xsd:boolean",
    ],
    [
      'a value outside an enumeration',
      {
        'objects/Account.object': xml(
          'CustomObject',
          '<fields><fullName>X__c</fullName><type>Colour</type></fields>',
        ),
      },
      "'Colour' is not a valid value for the enum 'FieldType'",
    ],
    [
      'a class that nobody has',
      permissionSet('<classAccesses><apexClass>Nobody</apexClass><enabled>true</enabled></classAccesses>'),
      'In field: apexClass - no ApexClass named Nobody found',
    ],
    [
      'a field that nobody has',
      permissionSet(
        '<fieldPermissions><editable>true</editable><field>Account.Nothing__c</field><readable>true</readable></fieldPermissions>',
      ),
      'In field: field - no CustomField named Account.Nothing__c found',
    ],
    [
      'a custom permission that nobody has',
      permissionSet('<customPermissions><enabled>true</enabled><name>Fly</name></customPermissions>'),
      'In field: name - no CustomPermission named Fly found',
    ],
    [
      'a lookup to nothing',
      {
        'objects/Account.object': xml(
          'CustomObject',
          '<fields><fullName>X__c</fullName><label>X</label><type>Lookup</type><referenceTo>Nope__c</referenceTo></fields>',
        ),
      },
      'In field: referenceTo - no CustomObject named Nope__c found',
    ],
    [
      'a text field without length',
      {
        'objects/Account.object': xml(
          'CustomObject',
          '<fields><fullName>X__c</fullName><label>X</label><type>Text</type></fields>',
        ),
      },
      "Must specify 'length' for a CustomField of type Text",
    ],
    [
      'a page with a component that nobody has',
      {
        'flexipages/Bar.flexipage': xml(
          'FlexiPage',
          '<flexiPageRegions><itemInstances><componentInstance><componentName>c:nowhere</componentName></componentInstance></itemInstances><name>utilityItems</name><type>Region</type></flexiPageRegions><masterLabel>Bar</masterLabel><template><name>one:utilityBarTemplateDesktop</name></template><type>UtilityBar</type>',
        ),
      },
      "We couldn't retrieve the design time component information for component c:nowhere.",
    ],
    [
      'a type that does not exist',
      { 'things/X.thing': xml('Thing', '') },
      "Unknown type name 'Thing' specified",
    ],
    [
      'XML that is not well-formed',
      { 'permissionsets/X.permissionset': '<PermissionSet><label></PermissionSet>' },
      "Error parsing file: Expected closing tag 'label' (opened in line 1, col 16) instead of closing tag 'PermissionSet'.",
    ],
  ])('with %s is refused', (_, files, problem) => {
    const result = deploy(files as Record<string, string>);
    expect(result).toMatchObject({ status: 'Failed', success: false });
    expect(failures(result).map(([, , text]) => text)).toContain(problem);
  });

  test('names line and column of what is wrong', () => {
    const [failure] = deploy(permissionSet('<colour>red</colour>')).details.componentFailures;
    expect(failure).toMatchObject({ lineNumber: 4, columnNumber: 1, problemType: 'Error' });
  });

  test.each([
    [
      'a class without its meta file',
      { 'classes/A.cls': 'public class A {}' },
      'classes/A.cls needs the file classes/A.cls-meta.xml',
    ],
    [
      'a meta file without its class',
      { 'classes/A.cls-meta.xml': xml('ApexClass', '') },
      'classes/A.cls-meta.xml has no file classes/A.cls that it describes',
    ],
    ['a bundle without its meta file', { 'lwc/a/a.js': '' }, 'lwc/a needs the file a.js-meta.xml'],
    [
      'a bundle without its script',
      { 'lwc/a/a.js-meta.xml': xml('LightningComponentBundle', ''), 'lwc/a/a.html': '' },
      'lwc/a needs the file a.js',
    ],
  ])('with %s is refused', (_, files, problem) => {
    expect(failures(deploy(files as Record<string, string>)).map(([, , text]) => text)).toEqual([problem]);
  });

  test('that names what it does not bring is refused', () => {
    expect(failures(deploy({}, { ApexClass: ['Lost'] }))).toEqual([
      [
        'ApexClass',
        'Lost',
        "An object 'Lost' of type ApexClass was named in package.xml, but was not found in zipped directory",
      ],
    ]);
  });

  test('changes nothing, not even its good parts', () => {
    const result = deploy({ ...ACCOUNT, 'classes/A.cls': '' });
    expect(result.success).toBe(false);
    expect(org.data.object('Account')!.fields.has('rank__c')).toBe(false);
  });

  test('of no zip or without package.xml says so', () => {
    expect(deployments.deploy(Buffer.from('hello'), {}, ADMIN.id)).toMatchObject({
      success: false,
      errorMessage: 'The file is no zip archive.',
    });
    expect(deployments.deploy(deployment({}).subarray(0, 0), {}, ADMIN.id).success).toBe(false);
  });

  test('that wants tests run is refused rather than reported as tested', () => {
    const result = deploy(ACCOUNT, {}, { testLevel: 'RunSpecifiedTests', runTests: ['AccountTest'] });
    expect(result).toMatchObject({ success: false, numberTestsCompleted: 0 });
    expect(result.errorMessage).toContain('AccountTest were not run');
  });
});
