import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { all, PACKAGE_DIR, readMetadata, text, type Element } from '../../simulator/src/apex/metadata.ts';
import type { Source } from '../../simulator/src/soql/source.ts';
import type { Tab, Utility } from './types.ts';
import { LISTED } from './layouts.ts';

/** The Lightning app of the package, as its metadata describes it. */
export interface App {
  label: string;
  /** API names in the order of the app, `standard-Opportunity` or a custom tab. */
  tabs: string[];
  /** Custom tabs by API name. */
  customTabs: Record<string, { label: string; component: string }>;
  utilities: Utility[];
}

const APP = 'Sayso';

/** Standard tabs that the users of the sample org have added to their navigation bar. */
const PERSONAL_TABS = ['standard-Campaign', 'standard-Case'];

export function readApp(): App {
  const app = readMetadata(join(PACKAGE_DIR, `applications/${APP}.app-meta.xml`), 'CustomApplication');
  const tabs = names(app, 'tabs');
  const customTabs: App['customTabs'] = {};
  for (const name of tabs) {
    const file = join(PACKAGE_DIR, `tabs/${name}.tab-meta.xml`);
    if (!existsSync(file)) continue;
    const tab = readMetadata(file, 'CustomTab');
    const component = text(tab, 'lwcComponent');
    if (component) customTabs[name] = { label: text(tab, 'label') ?? name, component };
  }
  return {
    label: text(app, 'label') ?? APP,
    tabs,
    customTabs,
    utilities: utilitiesOf(text(app, 'utilityBar')),
  };
}

/** Components that the app places on a page: what the bundle must hold. */
export function placedComponents({ customTabs, utilities }: App): string[] {
  return [...Object.values(customTabs), ...utilities].map(({ component }) => component);
}

/** The navigation bar of one user: standard tabs of objects that the user sees, then what the package brings. */
export function tabsFor({ tabs, customTabs }: App, source: Source): Tab[] {
  const standard = [...tabs.filter((name) => name.startsWith('standard-')), ...PERSONAL_TABS];
  const own = tabs.filter((name) => name in customTabs);
  return [
    ...[...new Set(standard)].flatMap((name) => standardTab(name.slice('standard-'.length), source) ?? []),
    ...own.map((name) => ({ label: customTabs[name]!.label, url: `/lightning/n/${name}` })),
  ];
}

function standardTab(name: string, source: Source): Tab | undefined {
  if (name === 'home') return { label: 'Home', url: '/lightning/page/home' };
  const object = source.object(name);
  if (!object || !(LISTED as readonly string[]).includes(object.name)) return undefined;
  return { label: object.labelPlural, url: `/lightning/o/${object.name}/list`, object: object.name };
}

function utilitiesOf(flexiPage: string | undefined): Utility[] {
  if (flexiPage === undefined) return [];
  const page = readMetadata(join(PACKAGE_DIR, `flexipages/${flexiPage}.flexipage-meta.xml`), 'FlexiPage');
  return all(page, 'flexiPageRegions')
    .flatMap((region) => all(region, 'itemInstances'))
    .map((item, index) => utilityOf(item['componentInstance'] as Element, index));
}

function utilityOf(instance: Element, index: number): Utility {
  const properties = Object.fromEntries(
    all(instance, 'componentInstanceProperties').map((property) => [
      text(property, 'name'),
      text(property, 'value'),
    ]),
  );
  const component = text(instance, 'componentName') ?? '';
  return {
    id: String(index + 1),
    component,
    label: properties['label'] ?? component,
    icon: `utility:${properties['icon'] ?? 'apps'}`,
    width: Number(properties['width'] ?? 340),
    height: Number(properties['height'] ?? 480),
    eager: properties['eager'] === 'true',
  };
}

function names(element: Element, name: string): string[] {
  const found = element[name];
  return (Array.isArray(found) ? found : found === undefined ? [] : [found]).filter(
    (entry): entry is string & Element => typeof entry === 'string',
  );
}
