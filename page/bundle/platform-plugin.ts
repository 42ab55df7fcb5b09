import { join } from 'node:path';
import type { Plugin } from 'rollup';
import type { Labels } from '../../simulator/src/apex/labels.ts';
import { pageDir } from './locations.ts';

const PREFIX = '\0salesforce:';
const SCOPES =
  /^@salesforce\/(apex|label|user|schema|customPermission|userPermission|i18n|client|resourceUrl)(\/|$)/;
const I18N = '@salesforce/i18n/';
/** Modules of `@salesforce/i18n` that follow the user; base components bring defaults for the rest. */
const LOCALE: Record<string, string> = {
  lang: 'language',
  locale: 'locale',
  timeZone: 'timeZone',
  currency: 'currency',
};

/**
 * The `@salesforce/*` modules that the platform generates for a component. What depends on who looks (user, permissions,
 * language) is read from the page's context when it loads; a label or scope that does not exist fails the build.
 */
export function platformPlugin(labels: Labels): Plugin {
  const context = JSON.stringify(join(pageDir, 'platform/context.ts'));
  const apex = join(pageDir, 'platform/apex.ts');
  return {
    name: 'salesforce-modules',
    resolveId(id, importer) {
      if (id === '@salesforce/apex') return apex;
      if (importer?.includes('lightning-base-components'))
        return id.slice(I18N.length) in LOCALE && id.startsWith(I18N) ? PREFIX + id : null;
      return SCOPES.test(id) ? PREFIX + id : null;
    },
    load(id) {
      if (!id.startsWith(PREFIX)) return null;
      const [, scope, ...rest] = id.slice(PREFIX.length).split('/');
      const name = rest.join('/');
      switch (scope) {
        case 'apex':
          return `import { apexMethod } from ${JSON.stringify(apex)};\nexport default apexMethod(${JSON.stringify(name)});`;
        case 'label': {
          const label = name.replace(/^c\./, '');
          const text = labels.defaults[label];
          if (text === undefined) this.error(`No custom label ${label} in the package.`);
          return `import { label } from ${context};\nexport default label(${JSON.stringify(label)}, ${JSON.stringify(text)});`;
        }
        case 'user':
          return name === 'Id' || name === 'isGuest'
            ? `import { context } from ${context};\nexport default ${name === 'Id' ? 'context.userId' : 'false'};`
            : this.error(`@salesforce/user/${name} is not a module of the platform.`);
        case 'schema': {
          const [objectApiName, ...path] = name.split('.');
          const reference =
            path.length > 0 ? { fieldApiName: path.join('.'), objectApiName } : { objectApiName };
          return `export default ${JSON.stringify(reference)};`;
        }
        case 'customPermission':
          // As on the platform: true with the permission, undefined without.
          return `import { context } from ${context};\nexport default context.customPermissions.includes(${JSON.stringify(name)}) || undefined;`;
        case 'i18n': {
          const property = LOCALE[name];
          if (!property) this.error(`The page has no @salesforce/i18n/${name}.`);
          return `import { context } from ${context};\nexport default context.${property};`;
        }
        case 'client':
          return name === 'formFactor'
            ? `export default 'Large';`
            : this.error(`The page has no @salesforce/client/${name}.`);
        default:
          return this.error(`The page has no ${id.slice(PREFIX.length)}.`);
      }
    },
  };
}
