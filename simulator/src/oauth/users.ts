import { id18, makeId } from '../schema/ids.ts';
import type { Data } from '../org.ts';
import type { Row } from '../schema/types.ts';

/** Who may sign in: the users of the world, and the nameless ones that a load test seeds. */
export interface Users {
  /** Username or e-mail address, case-insensitive. */
  byLogin(login: string): Row | undefined;
  byId(id: string): Row | undefined;
  isFrozen(userId: string): boolean;
  freeze(userId: string, frozen: boolean): void;
  /** Ids of `count` further seeded users. */
  seed(count: number): Iterable<string>;
}

const SEEDED = /^005Ld([0-9A-Za-z]{10})[A-Z0-5]{3}$/;

export function createUsers(data: Data): Users {
  const frozen = new Set<string>();
  let seeded = 0;

  return {
    byLogin(login) {
      const wanted = login.trim().toLowerCase();
      let byEmail: Row | undefined;
      for (const row of data.rows('User')) {
        if (String(row['Username']).toLowerCase() === wanted) return row;
        if (!byEmail && String(row['Email']).toLowerCase() === wanted) byEmail = row;
      }
      return byEmail;
    },
    byId: (id) => data.record('User', id) ?? seededUser(id),
    isFrozen: (userId) => frozen.has(userId),
    freeze(userId, on) {
      if (on) frozen.add(userId);
      else frozen.delete(userId);
    },
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
