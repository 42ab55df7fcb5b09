import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { relative, type Finding } from './findings.ts';
import { filesBelow } from './project.ts';
import { childrenOf, parseXml, valueOf, type XmlElement } from './xml.ts';

/**
 * Names in one file of the package that no other file defines: labels, Apex methods and components that are used, and
 * everything that permission sets, the app, tabs and pages point at. Only names of the package's own are looked up.
 */
export function checkReferences(packageFolder: string): Finding[] {
  return [
    ...checkLabels(packageFolder),
    ...checkApexImports(packageFolder),
    ...checkPermissionImports(packageFolder),
    ...checkComponents(packageFolder),
    ...checkPermissionSets(packageFolder),
    ...checkAppTabsAndPages(packageFolder),
  ];
}

interface Match {
  name: string;
  file: string;
  line: number;
}

/** Every match of a pattern's first group in the files, with its line. */
function matches(files: string[], pattern: RegExp): Match[] {
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((text, n) =>
        [...text.matchAll(pattern)].map(([, name = '']) => ({ name, file: relative(file), line: n + 1 })),
      ),
  );
}

function read(file: string): XmlElement {
  return parseXml(readFileSync(file, 'utf8'));
}

const has = (folder: string, ...parts: string[]): boolean => existsSync(path.join(folder, ...parts));

function componentFiles(folder: string, ending: string): string[] {
  return filesBelow(path.join(folder, 'lwc'), ending).filter((file) => !file.includes('__tests__'));
}

function checkLabels(folder: string): Finding[] {
  const file = path.join(folder, 'labels/CustomLabels.labels-meta.xml');
  const labels = childrenOf(read(file), 'labels');
  const defined = new Set(labels.map((label) => valueOf(label, 'fullName') ?? ''));
  const used = [
    ...matches(componentFiles(folder, '.ts'), /@salesforce\/label\/c\.(\w+)/g),
    ...matches(filesBelow(path.join(folder, 'classes'), '.cls'), /\bLabel\.(\w+)/g),
  ];
  const usedNames = new Set(used.map(({ name }) => name));
  const unused = labels.filter((label) => !usedNames.has(valueOf(label, 'fullName') ?? ''));
  return [
    ...used
      .filter(({ name }) => !defined.has(name))
      .map(({ name, ...place }) => ({ ...place, message: `label ${name} does not exist` })),
    ...unused.map((label) => ({
      file: relative(file),
      line: label.line,
      message: `label ${valueOf(label, 'fullName')} is used nowhere`,
    })),
    ...filesBelow(path.join(folder, 'translations'), '.translation-meta.xml').flatMap((translation) =>
      checkTranslation(translation, labels),
    ),
  ];
}

/** A translation has every label, no other one, and the same `{0}` places. */
function checkTranslation(file: string, labels: XmlElement[]): Finding[] {
  const translated = new Map(
    childrenOf(read(file), 'customLabels').map((entry) => [valueOf(entry, 'name') ?? '', entry]),
  );
  const findings = labels.flatMap((label) => {
    const name = valueOf(label, 'fullName') ?? '';
    const entry = translated.get(name);
    translated.delete(name);
    if (!entry) return [{ file: relative(file), message: `label ${name} is not translated` }];
    const places = (text: string | undefined): string => (text?.match(/\{\d\}/g) ?? []).sort().join('');
    return places(valueOf(label, 'value')) === places(valueOf(entry, 'label'))
      ? []
      : [
          {
            file: relative(file),
            line: entry.line,
            message: `label ${name} has other {n} places than the original`,
          },
        ];
  });
  const unknown = [...translated].map(([name, { line }]) => ({
    file: relative(file),
    line,
    message: `label ${name} does not exist`,
  }));
  return [...findings, ...unknown];
}

function checkApexImports(folder: string): Finding[] {
  return matches(componentFiles(folder, '.ts'), /@salesforce\/apex\/(\w+\.\w+)/g)
    .filter(({ name }) => !isAuraEnabled(folder, name))
    .map(({ name, ...place }) => ({ ...place, message: `${name} is no @AuraEnabled method` }));
}

function checkPermissionImports(folder: string): Finding[] {
  return matches(componentFiles(folder, '.ts'), /@salesforce\/customPermission\/(\w+)/g)
    .filter(({ name }) => !isCustomPermission(folder, name))
    .map(({ name, ...place }) => ({ ...place, message: `custom permission ${name} does not exist` }));
}

function isCustomPermission(folder: string, name: string): boolean {
  return has(folder, 'customPermissions', `${name}.customPermission-meta.xml`);
}

function isAuraEnabled(folder: string, name: string): boolean {
  const [className, method] = name.split('.');
  const file = path.join(folder, 'classes', `${className}.cls`);
  return (
    existsSync(file) &&
    new RegExp(`@AuraEnabled[^\\n]*\\s+(public|global) static [\\w<>, .]+ ${method}\\(`).test(
      readFileSync(file, 'utf8'),
    )
  );
}

function checkComponents(folder: string): Finding[] {
  const tags = matches(componentFiles(folder, '.html'), /<c-([a-z0-9-]+)/g).map((match) => ({
    ...match,
    name: match.name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
  }));
  const imports = matches(componentFiles(folder, '.ts'), /from 'c\/(\w+)'/g);
  return [...tags, ...imports]
    .filter(({ name }) => !has(folder, 'lwc', name))
    .map(({ name, ...place }) => ({ ...place, message: `component ${name} does not exist` }));
}

/** Child element of each kind of access in a permission set, and where the thing that it names is defined. */
const GRANTS: [element: string, child: string, exists: (folder: string, name: string) => boolean][] = [
  ['classAccesses', 'apexClass', (folder, name) => has(folder, 'classes', `${name}.cls`)],
  ['customPermissions', 'name', isCustomPermission],
  [
    'applicationVisibilities',
    'application',
    (folder, name) => has(folder, 'applications', `${name}.app-meta.xml`),
  ],
  [
    'tabSettings',
    'tab',
    (folder, name) => name.startsWith('standard-') || has(folder, 'tabs', `${name}.tab-meta.xml`),
  ],
  ['fieldPermissions', 'field', isField],
  ['externalCredentialPrincipalAccesses', 'externalCredentialPrincipal', isPrincipal],
  ['objectPermissions', 'object', (folder, name) => !name.endsWith('__c') || has(folder, 'objects', name)],
];

function checkPermissionSets(folder: string): Finding[] {
  return filesBelow(path.join(folder, 'permissionsets'), '.permissionset-meta.xml').flatMap((file) => {
    const permissionSet = read(file);
    return GRANTS.flatMap(([element, child, exists]) =>
      childrenOf(permissionSet, element)
        .map((grant) => ({ line: grant.line, name: valueOf(grant, child) ?? '' }))
        .filter(({ name }) => !exists(folder, name))
        .map(({ line, name }) => ({
          file: relative(file),
          line,
          message: `${element}: ${name} does not exist`,
        })),
    );
  });
}

/** Fields of tasks and events are defined on Activity. */
function isField(folder: string, name: string): boolean {
  const [object = '', field = ''] = name.split('.');
  const owner = object === 'Task' || object === 'Event' ? 'Activity' : object;
  return !field.endsWith('__c') || has(folder, 'objects', owner, 'fields', `${field}.field-meta.xml`);
}

/** `Credential-Principal`. */
function isPrincipal(folder: string, name: string): boolean {
  const [credential = '', principal] = name.split('-');
  const file = path.join(folder, 'externalCredentials', `${credential}.externalCredential-meta.xml`);
  return (
    existsSync(file) &&
    childrenOf(read(file), 'externalCredentialParameters').some(
      (parameter) =>
        valueOf(parameter, 'parameterType') === 'NamedPrincipal' &&
        valueOf(parameter, 'parameterName') === principal,
    )
  );
}

function checkAppTabsAndPages(folder: string): Finding[] {
  const apps = filesBelow(path.join(folder, 'applications'), '.app-meta.xml').flatMap((file) =>
    read(file)
      .children.filter(({ name, text }) =>
        name === 'utilityBar'
          ? !has(folder, 'flexipages', `${text}.flexipage-meta.xml`)
          : name === 'tabs' && !text.startsWith('standard-') && !has(folder, 'tabs', `${text}.tab-meta.xml`),
      )
      .map(({ name, text, line }) => ({
        file: relative(file),
        line,
        message: `${name}: ${text} does not exist`,
      })),
  );
  const tabs = filesBelow(path.join(folder, 'tabs'), '.tab-meta.xml').flatMap((file) =>
    checkTarget(folder, file, childrenOf(read(file), 'lwcComponent'), 'lightning__Tab'),
  );
  const pages = filesBelow(path.join(folder, 'flexipages'), '.flexipage-meta.xml').flatMap((file) => {
    const page = read(file);
    const target =
      valueOf(page, 'type') === 'UtilityBar'
        ? 'lightning__UtilityBar'
        : `lightning__${valueOf(page, 'type')}`;
    return checkTarget(folder, file, descendants(page, 'componentName'), target);
  });
  return [...apps, ...tabs, ...pages];
}

/** A component can stand only where its own metadata says that it may; those of Salesforce have a prefix. */
function checkTarget(folder: string, file: string, names: XmlElement[], target: string): Finding[] {
  return names
    .filter(({ text }) => !text.includes(':'))
    .filter(({ text }) => {
      const meta = path.join(folder, 'lwc', text, `${text}.js-meta.xml`);
      return (
        !existsSync(meta) || !descendants(read(meta), 'target').some((element) => element.text === target)
      );
    })
    .map(({ text, line }) => ({
      file: relative(file),
      line,
      message: `component ${text} is not made for ${target}`,
    }));
}

function descendants(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...descendants(child, name),
  ]);
}
