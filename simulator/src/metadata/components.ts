import type { Xml } from '../soap.ts';
import { list, parseXml, XmlError, type Archive } from './archive.ts';
import { metadataCatalog } from './catalog.ts';

/** One piece of metadata that a deployment brings. */
export interface Component {
  type: string;
  fullName: string;
  /** The file that errors and successes name: the content where there is one. */
  fileName: string;
  xml: Xml;
  /** Source of the XML, to find lines in. */
  text: string;
  /** Every file of the component. */
  paths: string[];
}

export interface Problem {
  componentType: string;
  fullName: string;
  fileName: string;
  problem: string;
  /** Does not stop the deployment: what cannot be checked here is said aloud. */
  warning?: true;
  lineNumber?: number;
  columnNumber?: number;
}

/** Elements of a file that are components of their own, by the type of the file. */
const CHILDREN: Record<string, Record<string, string>> = {
  CustomObject: {
    fields: 'CustomField',
    validationRules: 'ValidationRule',
    recordTypes: 'RecordType',
    listViews: 'ListView',
    webLinks: 'WebLink',
    compactLayouts: 'CompactLayout',
    businessProcesses: 'BusinessProcess',
    fieldSets: 'FieldSet',
    indexes: 'Index',
    sharingReasons: 'SharingReason',
  },
  CustomLabels: { labels: 'CustomLabel' },
};

/** Folders whose components are folders themselves. */
const BUNDLES: Record<string, string> = { lwc: 'LightningComponentBundle', aura: 'AuraDefinitionBundle' };
const SUFFIX = '-meta.xml';

/** Components of an archive, and what is wrong with its files. */
export function readComponents(archive: Archive): { components: Component[]; problems: Problem[] } {
  const components: Component[] = [];
  const problems: Problem[] = [];
  const bundles = new Set<string>();

  for (const [path, bytes] of archive.files) {
    if (!path.includes('/')) continue;
    const [folder, name] = path.split('/') as [string, string];
    if (folder in BUNDLES) {
      bundles.add(`${folder}/${name}`);
      continue;
    }
    if (path.endsWith(SUFFIX)) {
      const content = path.slice(0, -SUFFIX.length);
      if (archive.files.has(content)) read(content, bytes, [content, path]);
      else
        problems.push(fault('', nameOf(content), path, `${path} has no file ${content} that it describes`));
    } else if (!archive.files.has(path + SUFFIX)) {
      if (looksLikeXml(bytes)) read(path, bytes, [path]);
      else problems.push(fault('', nameOf(path), path, `${path} needs the file ${path}${SUFFIX}`));
    }
  }
  for (const bundle of bundles) readBundle(bundle);
  return { components: components.flatMap((component) => [component, ...childrenOf(component)]), problems };

  function readBundle(bundle: string): void {
    const [folder, name] = bundle.split('/') as [string, string];
    const type = BUNDLES[folder]!;
    const paths = [...archive.files.keys()].filter((path) => path.startsWith(`${bundle}/`));
    const meta = paths.find((path) => new RegExp(`/${name}\\.\\w+-meta\\.xml$`).test(path));
    if (!meta) {
      problems.push(fault(type, name, bundle, `${bundle} needs the file ${name}.js${SUFFIX}`));
      return;
    }
    const content = meta.slice(0, -SUFFIX.length);
    if (!archive.files.has(content)) {
      problems.push(fault(type, name, meta, `${bundle} needs the file ${content.split('/').at(-1)}`));
      return;
    }
    read(content, archive.files.get(meta)!, paths, name);
  }

  function read(fileName: string, bytes: Buffer, paths: string[], fullName = nameOf(fileName)): void {
    const text = bytes.toString('utf8');
    try {
      const root = Object.entries(parseXml(text)).find(([name]) => !name.startsWith('?'));
      const [type, xml] = root ?? ['', {}];
      if (!metadataCatalog().isMetadata(type)) {
        problems.push(fault(type, fullName, fileName, `Unknown type name '${type}' specified`));
        return;
      }
      components.push({ type, fullName, fileName, xml: (xml === '' ? {} : xml) as Xml, text, paths });
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      problems.push({
        ...fault('', fullName, fileName, `Error parsing file: ${error.message}`),
        lineNumber: error.line,
        columnNumber: error.column,
      });
    }
  }
}

/** Parts of a component that go by names of their own: `Account.Sayso_Key__c`. */
function childrenOf(parent: Component): Component[] {
  return Object.entries(CHILDREN[parent.type] ?? {}).flatMap(([element, type]) =>
    (list(parent.xml[element]) as Xml[]).map((xml) => {
      const name = String(xml['fullName'] ?? '');
      const fullName = parent.type === 'CustomLabels' ? name : `${parent.fullName}.${name}`;
      return { ...parent, type, fullName, xml };
    }),
  );
}

/** Components that package.xml names and nothing brings. */
export function missingMembers(archive: Archive, components: readonly Component[]): Problem[] {
  const present = new Set(components.map(({ type, fullName }) => `${type}:${fullName}`));
  const missing: Problem[] = [];
  for (const [type, members] of archive.manifest)
    for (const member of members)
      if (member !== '*' && !present.has(`${type}:${member}`))
        missing.push(
          fault(
            type,
            member,
            'package.xml',
            `An object '${member}' of type ${type} was named in package.xml, but was not found in zipped directory`,
          ),
        );
  return missing;
}

export function fault(componentType: string, fullName: string, fileName: string, problem: string): Problem {
  return { componentType, fullName, fileName, problem };
}

function nameOf(path: string): string {
  return decodeURIComponent(
    path
      .split('/')
      .slice(1)
      .join('/')
      .replace(/\.[^./]+$/, ''),
  );
}

function looksLikeXml(bytes: Buffer): boolean {
  return bytes
    .subarray(0, 200)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
    .startsWith('<');
}
