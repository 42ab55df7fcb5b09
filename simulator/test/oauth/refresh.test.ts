import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ADA, bearer, openOrg, useOrg } from '../server/org.ts';
import { refreshWith, type Tokens } from './browser.ts';

const org = useOrg();

const DAY_S = 86_400;
const approve = async (username = ADA.username) =>
  (await org.sim('POST', 'session', { username, approve: true })) as Tokens;
const policies = (wanted: Record<string, unknown>) => org.sim('PATCH', `apps/${org.clientId}`, wanted);
const outcome = async (refreshToken: string) => {
  const response = await refreshWith(org, refreshToken);
  const body = (await response.json()) as Tokens & { error_description?: string };
  return { status: response.status, ...body };
};
const alive = async (accessToken: string) =>
  (await org.send('/services/oauth2/userinfo', { headers: bearer(accessToken) })).status === 200;
const lastGrant = async () =>
  ((await org.sim('GET', `grants?username=${ADA.username}`)) as Record<string, unknown>[]).at(-1)!;

beforeAll(() => org.sim('PATCH', 'settings', { tokenLatencyMs: 0 }));

afterEach(async () => {
  await policies({
    rotation: true,
    reuse: 'strict',
    refreshPolicy: { type: 'infinite' },
    idleSeconds: 30 * DAY_S,
    refreshIps: [],
    sessionSeconds: 7200,
    approval: 'self',
    blocked: false,
    secretRequiredForRefresh: true,
  });
  await org.sim('PATCH', `users/${ADA.username}`, { active: true, frozen: false });
});

describe('with rotation', () => {
  test('every refresh mints a new token and kills the presented one at once', async () => {
    const first = await approve();
    const second = await outcome(first.refresh_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    const third = await outcome(second.refresh_token);
    expect(third.status).toBe(200);
    expect(await lastGrant()).toMatchObject({ rotations: 2, uses: 2, replays: 0, revokedAt: null });
    expect(await outcome(second.refresh_token)).toEqual({
      status: 400,
      error: 'invalid_grant',
      error_description: 'expired access/refresh token',
    });
  });

  test('strict reuse: a replay kills the live refresh token and every access token of the family', async () => {
    const first = await approve();
    const second = await outcome(first.refresh_token);
    await outcome(first.refresh_token);
    expect((await outcome(second.refresh_token)).status).toBe(400);
    expect(await alive(second.access_token)).toBe(false);
    expect(await lastGrant()).toMatchObject({
      replays: 2,
      revokedWhy: 'a dead refresh token was presented',
    });
  });

  test('lenient reuse: a replay only fails', async () => {
    await policies({ reuse: 'lenient' });
    const first = await approve();
    const second = await outcome(first.refresh_token);
    expect((await outcome(first.refresh_token)).status).toBe(400);
    expect(await alive(second.access_token)).toBe(true);
    expect((await outcome(second.refresh_token)).status).toBe(200);
    expect(await lastGrant()).toMatchObject({ replays: 1, revokedAt: null });
  });

  test('of refreshes that overlap one wins and the others are told to wait; none counts as a replay', async () => {
    await org.sim('PATCH', 'settings', { tokenLatencyMs: 300 });
    const { refresh_token } = await approve();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => outcome(refresh_token)));
    expect(outcomes.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const loser of outcomes.filter(({ status }) => status !== 200))
      expect(loser.error_description).toBe('token request is already being processed');
    expect(await lastGrant()).toMatchObject({ replays: 0, rotations: 1, revokedAt: null });
    await org.sim('PATCH', 'settings', { tokenLatencyMs: 0 });
  });
});

describe('without rotation', () => {
  test('the refresh token stays and is not repeated in the answer', async () => {
    await policies({ rotation: false });
    const { refresh_token } = await approve();
    for (let n = 0; n < 3; n++) {
      const answer = await outcome(refresh_token);
      expect(answer.status).toBe(200);
      expect(answer).not.toHaveProperty('refresh_token');
    }
  });
});

describe('a policy', () => {
  test('of zero time refuses every refresh', async () => {
    await policies({ refreshPolicy: { type: 'zero' } });
    expect((await outcome((await approve()).refresh_token)).error_description).toBe(
      'expired access/refresh token',
    );
  });

  test('of a lifetime counts from the approval, used or not', async () => {
    await policies({ refreshPolicy: { type: 'lifetime', seconds: 2 * DAY_S } });
    const first = await approve();
    await org.sim('POST', 'clock', { advanceSeconds: 1.5 * DAY_S });
    const second = await outcome(first.refresh_token);
    expect(second.status).toBe(200);
    await org.sim('POST', 'clock', { advanceSeconds: DAY_S });
    expect((await outcome(second.refresh_token)).status).toBe(400);
  });

  test('of inactivity counts from the last use', async () => {
    await policies({ refreshPolicy: { type: 'inactivity', seconds: 2 * DAY_S } });
    let { refresh_token } = await approve();
    for (let n = 0; n < 3; n++) {
      await org.sim('POST', 'clock', { advanceSeconds: 1.5 * DAY_S });
      ({ refresh_token } = await outcome(refresh_token));
    }
    await org.sim('POST', 'clock', { advanceSeconds: 2.5 * DAY_S });
    expect((await outcome(refresh_token)).status).toBe(400);
  });

  test('of 30 idle days slides with each refresh', async () => {
    let { refresh_token } = await approve();
    await org.sim('POST', 'clock', { advanceSeconds: 29 * DAY_S });
    ({ refresh_token } = await outcome(refresh_token));
    await org.sim('POST', 'clock', { advanceSeconds: 29 * DAY_S });
    ({ refresh_token } = await outcome(refresh_token));
    await org.sim('POST', 'clock', { advanceSeconds: 31 * DAY_S });
    expect((await outcome(refresh_token)).status).toBe(400);
    expect(await lastGrant()).toMatchObject({ revokedWhy: 'idle limit' });
  });

  test('of addresses refuses others', async () => {
    const { refresh_token } = await approve();
    await policies({ refreshIps: ['10.'] });
    expect((await outcome(refresh_token)).error_description).toBe('ip restricted');
    await policies({ refreshIps: ['10.', '127.0.0.1'] });
    expect((await outcome(refresh_token)).status).toBe(200);
  });

  test('of pre-approval applies to grants that exist', async () => {
    const { refresh_token } = await approve();
    await policies({ approval: 'admin', approvedUsers: [] });
    expect(await outcome(refresh_token)).toMatchObject({
      error: 'invalid_app_access',
      error_description: 'user is not admin approved to access this app',
    });
  });

  test('of sessions lets an access token live so long after its last use', async () => {
    await policies({ sessionSeconds: 900 });
    const { access_token } = await approve();
    for (let n = 0; n < 3; n++) {
      await org.sim('POST', 'clock', { advanceSeconds: 800 });
      expect(await alive(access_token)).toBe(true);
    }
    await org.sim('POST', 'clock', { advanceSeconds: 901 });
    expect(await alive(access_token)).toBe(false);
  });

  test('may free refreshes of the secret', async () => {
    const { refresh_token } = await approve();
    const bare = (token: string) => refreshWith(org, token, { client_secret: '' });
    expect((await bare(refresh_token)).status).toBe(400);
    await policies({ secretRequiredForRefresh: false });
    expect((await bare(refresh_token)).status).toBe(200);
  });
});

describe('an admin', () => {
  test('who blocks the app ends its sessions and refuses refreshes', async () => {
    const tokens = await approve();
    await policies({ blocked: true });
    expect(await alive(tokens.access_token)).toBe(false);
    expect(await outcome(tokens.refresh_token)).toMatchObject({ error: 'app_blocked' });
  });

  test.each([{ active: false }, { frozen: true }])(
    'who sets %p stops the user, and gives way again',
    async (state) => {
      const tokens = await approve();
      await org.sim('PATCH', `users/${ADA.username}`, state);
      expect(await alive(tokens.access_token)).toBe(false);
      expect(await outcome(tokens.refresh_token)).toMatchObject({
        error: 'invalid_grant',
        error_description: 'inactive user',
      });
      await org.sim('PATCH', `users/${ADA.username}`, { active: true, frozen: false });
      expect((await outcome(tokens.refresh_token)).status).toBe(200);
    },
  );

  test('who suspects the network freezes the user and revokes every grant', async () => {
    const tokens = await approve();
    await org.sim('PATCH', `users/${ADA.username}`, { frozen: true, revokeGrants: true });
    await org.sim('PATCH', `users/${ADA.username}`, { frozen: false });
    expect(await outcome(tokens.refresh_token)).toMatchObject({
      error_description: 'expired access/refresh token',
    });
  });

  test('who revokes a grant kills refresh and access token', async () => {
    const tokens = await approve();
    expect(await org.sim('DELETE', 'grants', { username: ADA.username })).toMatchObject({
      revoked: expect.any(Number),
    });
    expect(await alive(tokens.access_token)).toBe(false);
    expect((await outcome(tokens.refresh_token)).status).toBe(400);
  });

  test('who changes the client secret kills every token of the app', async () => {
    const other = await openOrg();
    const tokens = (await other.sim('POST', 'session', { username: ADA.username, approve: true })) as Tokens;
    await other.sim('PATCH', `apps/${other.clientId}`, { clientSecret: 'new' });
    const response = await refreshWith(other, tokens.refresh_token, { client_secret: 'new' });
    expect(await response.json()).toMatchObject({ error: 'invalid_grant' });
    await other.close();
  });
});

describe('any token', () => {
  test('that was never minted is refused, however close it comes', async () => {
    const { refresh_token } = await approve();
    const digits = [...refresh_token];
    await fc.assert(
      fc.asyncProperty(
        fc.nat(digits.length - 1),
        fc.constantFrom(...'AZaz09._-'),
        async (place, character) => {
          fc.pre(digits[place] !== character);
          const forged = digits.with(place, character).join('');
          expect((await outcome(forged)).status).toBe(400);
        },
      ),
      { numRuns: 60 },
    );
    expect((await outcome(refresh_token)).status).toBe(200);
  });

  test.each(['strict', 'lenient'] as const)(
    'under %s reuse lives exactly as long as a plain model says',
    async (reuse) => {
      await policies({ reuse });
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 12 }), async (choices) => {
          const minted = [(await approve()).refresh_token];
          let dead = false;
          for (const choice of choices) {
            const place = choice % minted.length;
            const answer = await outcome(minted[place]!);
            const live = !dead && place === minted.length - 1;
            expect(answer.status).toBe(live ? 200 : 400);
            if (live) minted.push(answer.refresh_token);
            else if (reuse === 'strict') dead = true;
          }
        }),
        { numRuns: 15 },
      );
    },
  );
});

test('a refresh may ask for fewer scopes and never for more', async () => {
  const { refresh_token } = await approve();
  const more = await refreshWith(org, refresh_token, { scope: 'api full' });
  expect(await more.json()).toMatchObject({ error: 'invalid_scope' });
  const fewer = await refreshWith(org, refresh_token, { scope: 'api' });
  expect(await fewer.json()).toMatchObject({ scope: 'api' });
});

test('seeded grants refresh like any other, and tell apart their orgs', async () => {
  const response = await org.send('/__sim/grants', {
    method: 'POST',
    body: JSON.stringify({ count: 1200, orgs: 3, accessTokens: true }),
  });
  const lines = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Tokens & { orgId: string });
  expect(lines).toHaveLength(1200);
  expect(new Set(lines.map((line) => line.orgId)).size).toBe(3);
  const one = lines[1000]!;
  expect(await alive(one.access_token)).toBe(true);
  expect(await outcome(one.refresh_token)).toMatchObject({ status: 200, id: one.id });
  expect(await outcome(one.refresh_token)).toMatchObject({ status: 400 });
  expect(await alive(one.access_token)).toBe(false);
});
