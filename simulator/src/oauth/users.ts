import type { OrgData } from '../data.ts';
import { id18, makeId } from '../schema/ids.ts';
import type { Row, Scalar } from '../schema/types.ts';

/** Who may sign in: the users of the world, and the nameless ones that a load test seeds. */
export interface Users {
  /** Username or e-mail address, case-insensitive. */
  byLogin(login: string): Row | undefined;
  byId(id: string): Row | undefined;
  usernameOf(userId: string): string | undefined;
  /** Active and not frozen. */
  maySignIn(userId: string): boolean;
  /** Sets `User.IsActive`. */
  activate(userId: string, active: boolean): void;
  /** Sets `UserLogin.IsFrozen`. */
  freeze(userId: string, frozen: boolean): void;
  /** Ids of `count` further seeded users. */
  seed(count: number): Iterable<string>;
}

const SEEDED = /^005Ld([0-9A-Za-z]{10})[A-Z0-5]{3}$/;

export function createUsers(data: OrgData): Users {
  let seeded = 0;

  const byId = (id: string) => data.record('User', id) ?? seededUser(id);

  function set(object: string, row: Row | undefined, field: string, value: Scalar): void {
    if (row)
      data.atomic(String(row['UserId'] ?? row['Id']), () =>
        data.store.put(object, { ...row, [field]: value }),
      );
  }
  const loginOf = (userId: string) => data.store.findBy('UserLogin', 'UserId', userId)[0];

  return {
    byLogin(login) {
      const wanted = login.trim();
      if (!wanted) return undefined;
      return (
        data.store.findBy('User', 'Username', wanted)[0] ?? data.store.findBy('User', 'Email', wanted)[0]
      );
    },
    byId,
    usernameOf(userId) {
      const username = byId(userId)?.['Username'];
      return typeof username === 'string' ? username : undefined;
    },
    maySignIn(userId) {
      const user = byId(userId);
      return user !== undefined && user['IsActive'] !== false && loginOf(userId)?.['IsFrozen'] !== true;
    },
    activate: (userId, active) => set('User', data.record('User', userId), 'IsActive', active),
    freeze: (userId, frozen) => set('UserLogin', loginOf(userId), 'IsFrozen', frozen),
    *seed(count) {
      for (let n = 0; n < count; n++) yield makeId('005', ++seeded, 'Ld');
    },
  };
}

function seededUser(id: string): Row | undefined {
  const count = SEEDED.exec(id18(id))?.[1];
  if (!count) return undefined;
  const username = `load-${count}@example.com`;
  return {
    Id: id18(id),
    Username: username,
    Email: username,
    Name: `Load ${count}`,
    LastName: count,
    IsActive: true,
  };
}
