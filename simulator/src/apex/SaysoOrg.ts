import type { Transaction } from './runtime.ts';

interface Named {
  name: string;
  label: string;
}

/** Mirror of `SaysoOrg.cls`. */
export const SaysoOrg = {
  writableObjects({ org, userId }: Transaction): Named[] {
    const objects = org.data
      .access(userId)
      .objects()
      .filter(({ createable, updateable, fields }) => createable && updateable && fields.has('isdeleted'));
    return sorted(objects);
  },

  writableFields({ org, userId }: Transaction, objectName: string | null): Named[] {
    const object = org.data.access(userId).object(objectName ?? '');
    return sorted(
      [...(object?.fields.values() ?? [])].filter(({ createable, updateable }) => createable || updateable),
    );
  },

  userNames({ org }: Transaction, userIds: Iterable<unknown>): Record<string, string> {
    const names: Record<string, string> = {};
    for (const id of userIds) {
      const user = typeof id === 'string' && id.startsWith('005') ? org.data.record('User', id) : undefined;
      if (user) names[String(user['Id'])] = String(user['Name']);
    }
    return names;
  },
};

function sorted(entries: readonly Named[]): Named[] {
  return entries
    .map(({ name, label }) => ({ name, label }))
    .sort((a, b) => a.label.localeCompare(b.label) || a.name.localeCompare(b.name));
}
