import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FieldDef } from '../schema/types.ts';
import type { AccessGrant, World, WorldPermissionSet } from '../world.ts';
import { readLabels } from './labels.ts';
import { all, PACKAGE_DIR, readMetadata, text } from './metadata.ts';
import type { InstalledPackage } from './runtime.ts';
import { createSaysoKeySetting } from './SaysoKey.ts';

export interface PackageOptions {
  /** What the named credential `Sayso` calls; null until an admin sets it. */
  serviceUrl: string | null;
  /** Keeps the signing key across restarts. */
  keyFile?: string;
  appInstalled(): boolean;
}

/** What the package's code finds in the org once an admin has installed it. */
export function installPackage({ serviceUrl, keyFile, appInstalled }: PackageOptions): InstalledPackage {
  const { defaults } = readLabels(PACKAGE_DIR);
  return {
    key: createSaysoKeySetting(keyFile),
    serviceUrl: serviceUrl?.replace(/\/$/, '') ?? null,
    label(name) {
      const found = defaults[name];
      if (found === undefined) throw new Error(`The package has no custom label ${name}.`);
      return found;
    },
    appInstalled,
    jobs: [],
  };
}

/** The world with the package's fields and permission sets, as they stand in its source. */
export function withPackage(world: World): World {
  const fields = { ...world.schema?.fields };
  for (const [object, lines] of Object.entries(packageFields()))
    fields[object] = [...(fields[object] ?? []), ...lines.filter((line) => !has(fields[object], line))];
  const known = new Set(world.permissionSets?.map(({ name }) => name));
  const permissionSets = [
    ...(world.permissionSets ?? []),
    ...packagePermissionSets().filter(({ name }) => !known.has(name)),
  ];
  return { ...world, schema: { ...world.schema, fields }, permissionSets };
}

function has(lines: readonly (string | FieldDef)[] | undefined, line: string): boolean {
  const name = line.split(' ')[0];
  return (
    lines?.some((other) => (typeof other === 'string' ? other.split(' ')[0] : other.name) === name) ?? false
  );
}

function packageFields(): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  const objects = join(PACKAGE_DIR, 'objects');
  for (const object of readdirSync(objects)) {
    // The protected custom setting is no part of the data that users and the API see.
    if (existsSync(join(objects, object, `${object}.object-meta.xml`))) continue;
    for (const file of readdirSync(join(objects, object, 'fields')))
      for (const target of bearersOf(object))
        (fields[target] ??= []).push(fieldLine(join(objects, object, 'fields', file)));
  }
  return fields;
}

function fieldLine(file: string): string {
  const field = readMetadata(file, 'CustomField');
  const type = text(field, 'type');
  if (type !== 'Text') throw new Error(`${file}: the simulator installs text fields only, not ${type}.`);
  const words = ['externalId', 'unique'].filter((flag) => text(field, flag) === 'true');
  return [
    text(field, 'fullName'),
    `string(${text(field, 'length')})`,
    ...words.map((word) => (word === 'externalId' ? 'external lookup' : word)),
    'grant',
    `"${text(field, 'label')}"`,
  ].join(' ');
}

function packagePermissionSets(): WorldPermissionSet[] {
  const dir = join(PACKAGE_DIR, 'permissionsets');
  return readdirSync(dir).map((file) => {
    const set = readMetadata(join(dir, file), 'PermissionSet');
    const fields: NonNullable<AccessGrant['fields']> = {};
    for (const permission of all(set, 'fieldPermissions')) {
      const [object, field] = (text(permission, 'field') ?? '').split('.');
      for (const target of bearersOf(object ?? ''))
        fields[`${target}.${field}`] =
          text(permission, 'editable') === 'true'
            ? 'edit'
            : text(permission, 'readable') === 'true'
              ? 'read'
              : 'hidden';
    }
    return {
      name: file.replace('.permissionset-meta.xml', ''),
      label: text(set, 'label') ?? file,
      fields,
      permissions: all(set, 'customPermissions')
        .filter((permission) => text(permission, 'enabled') === 'true')
        .map((permission) => text(permission, 'name') ?? ''),
    };
  });
}

/** A custom field of Activity is one of tasks and events. */
function bearersOf(object: string): string[] {
  return object === 'Activity' ? ['Task', 'Event'] : [object];
}
