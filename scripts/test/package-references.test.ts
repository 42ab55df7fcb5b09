import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { textOf } from '../package-checks/findings.ts';
import { mainPackage } from '../package-checks/project.ts';
import { checkReferences } from '../package-checks/references.ts';

const LABELS = 'labels/CustomLabels.labels-meta.xml';
const GERMAN = 'translations/de.translation-meta.xml';

describe('references in the package', () => {
  it('all lead somewhere', () => {
    expect(checkReferences(mainPackage).map(textOf)).toEqual([]);
  });
});

describe('the reference checker', () => {
  let folder: string;
  const edit = (file: string, from: string | RegExp, to: string): void => {
    const before = readFileSync(path.join(folder, file), 'utf8');
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    writeFileSync(path.join(folder, file), after);
  };
  const found = (): string[] => checkReferences(folder).map(({ message }) => message);

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'sayso-references-'));
    cpSync(mainPackage, folder, { recursive: true, filter: (source) => !source.includes('__tests__') });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds a label that a component uses and nobody defines', () => {
    edit('lwc/saysoPanel/saysoPanel.ts', 'c.Sayso_New_Command', 'c.Sayso_Next_Command');
    expect(found()).toEqual([
      'label Sayso_Next_Command does not exist',
      'label Sayso_New_Command is used nowhere',
    ]);
  });

  it('finds a label that Apex uses and nobody defines', () => {
    edit(
      'classes/SaysoException.cls',
      'System.Label.Sayso_Error_Not_Paired,',
      'System.Label.Sayso_Error_Unpaired,',
    );
    expect(found()).toContain('label Sayso_Error_Unpaired does not exist');
  });

  it('finds a label without a translation, and a translation without a label', () => {
    edit(GERMAN, '<name>Sayso_Undo</name>', '<name>Sayso_Undone</name>');
    expect(found()).toEqual(['label Sayso_Undo is not translated', 'label Sayso_Undone does not exist']);
  });

  it('finds a translation that lost a place for a value', () => {
    edit(GERMAN, 'Alle {0} anzeigen', 'Alle anzeigen');
    expect(found()).toEqual(['label Sayso_Show_All has other {n} places than the original']);
  });

  it('finds an Apex method that a component imports and no class offers', () => {
    edit(
      'classes/SaysoController.cls',
      'undoCommand(String commandId) {',
      'revertCommand(String commandId) {',
    );
    expect(found()).toEqual(['SaysoController.undoCommand is no @AuraEnabled method']);
  });

  it('finds an Apex method that is not open to components', () => {
    edit(
      'classes/SaysoController.cls',
      /@AuraEnabled(\s+public static Map<String, Object> undoCommand)/,
      '$1',
    );
    expect(found()).toEqual(['SaysoController.undoCommand is no @AuraEnabled method']);
  });

  it('finds a custom permission that a component asks about and nobody defines', () => {
    edit('lwc/saysoPanel/saysoPanel.ts', 'customPermission/Sayso_User', 'customPermission/Sayso_Rep');
    expect(found()).toEqual(['custom permission Sayso_Rep does not exist']);
  });

  it('finds components that do not exist, in a template and in an import', () => {
    edit('lwc/saysoPanel/saysoPanel.html', 'c-sayso-history', 'c-sayso-log');
    edit('lwc/saysoPanel/saysoPanel.ts', "'c/saysoState'", "'c/saysoStates'");
    expect(found()).toEqual(['component saysoLog does not exist', 'component saysoStates does not exist']);
  });

  it.each([
    ['Sayso_User', 'SaysoController<', 'SaysoControler<', 'classAccesses: SaysoControler does not exist'],
    ['Sayso_User', '<name>Sayso_User', '<name>Sayso_Rep', 'customPermissions: Sayso_Rep does not exist'],
    [
      'Sayso_User',
      '>Sayso-Package',
      '>Sayso-Pack',
      'externalCredentialPrincipalAccesses: Sayso-Pack does not exist',
    ],
    [
      'Sayso_User',
      'Task.Sayso_Key__c',
      'Task.Sayso_Id__c',
      'fieldPermissions: Task.Sayso_Id__c does not exist',
    ],
    [
      'Sayso_User',
      '<application>Sayso',
      '<application>Sales',
      'applicationVisibilities: Sales does not exist',
    ],
    ['Sayso_Admin', '<tab>Sayso_Admin', '<tab>Sayso_Setup', 'tabSettings: Sayso_Setup does not exist'],
    [
      'Sayso_Admin',
      'UserExternalCredential',
      'Sayso_Log__c',
      'objectPermissions: Sayso_Log__c does not exist',
    ],
  ])('finds what permission set %s cannot grant: %s → %s', (name, from, to, message) => {
    edit(`permissionsets/${name}.permissionset-meta.xml`, from, to);
    expect(found()).toEqual([message]);
  });

  it('finds a tab and a utility bar that the app lacks', () => {
    edit('applications/Sayso.app-meta.xml', '<tabs>Sayso_Admin', '<tabs>Sayso_Setup');
    edit('applications/Sayso.app-meta.xml', '>Sayso_UtilityBar', '>Sayso_Bar');
    expect(found()).toEqual(['tabs: Sayso_Setup does not exist', 'utilityBar: Sayso_Bar does not exist']);
  });

  it('finds a component that is not made for the place where it stands', () => {
    edit('lwc/saysoPanel/saysoPanel.js-meta.xml', '<target>lightning__UtilityBar</target>', '');
    renameSync(path.join(folder, 'lwc/saysoAdmin'), path.join(folder, 'lwc/saysoAdmins'));
    expect(found()).toEqual([
      'component saysoAdmin is not made for lightning__Tab',
      'component saysoPanel is not made for lightning__UtilityBar',
    ]);
  });

  it('points at the line', () => {
    edit(LABELS, '<fullName>Sayso_Undo</fullName>', '<fullName>Sayso_Redo</fullName>');
    const unused = checkReferences(folder).find(
      ({ message }) => message === 'label Sayso_Redo is used nowhere',
    );
    expect(unused?.line).toBeGreaterThan(10);
  });
});
