import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, ADMIN, BEN, bearer } from '../server/org.ts';
import { openPackageOrg, type PackageOrg } from './org.ts';
import { openServiceStandIn, type ServiceStandIn } from './service-stand-in.ts';

let service: ServiceStandIn;
let org: PackageOrg;
beforeAll(async () => {
  service = await openServiceStandIn();
  org = await openPackageOrg({ serviceUrl: service.url });
});
afterAll(async () => {
  await org.close();
  await service.close();
});
beforeEach(() => {
  service.received = [];
  service.answer = { status: 202, body: '{}' };
});

async function update(userId: string, fields: object): Promise<void> {
  const response = await org.send(`/services/data/v66.0/sobjects/User/${userId}`, {
    method: 'PATCH',
    headers: { ...bearer(await org.tokenFor(ADMIN.username)), 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  expect(response.status).toBe(204);
}

async function jobsDone(count: number): Promise<void> {
  while (org.installed.jobs.length < count) await new Promise((resolve) => setImmediate(resolve));
}

describe('SaysoUserTrigger', () => {
  test('is silent before the org is paired', async () => {
    await update(BEN.id, { IsActive: false });
    await update(BEN.id, { IsActive: true });
    expect(service.received).toEqual([]);
    expect(org.installed.jobs).toEqual([]);
  });

  test('reports a deactivated user, and no other change of a user', async () => {
    await org.pair(service.url);
    await update(ADA.id, { Title: 'Rep' });
    await update(ADA.id, { IsActive: false });
    await jobsDone(1);
    expect(service.received).toEqual([
      expect.objectContaining({ method: 'POST', path: '/v1/signals/user-deactivated' }),
    ]);
    expect(JSON.parse(service.received[0]!.body)).toEqual({ userIds: [ADA.id] });
    expect(org.installed.jobs).toEqual([expect.objectContaining({ status: 'Completed' })]);
  });

  test('leaves a failed job, which the set-up page shows, when the service refuses', async () => {
    service.answer = {
      status: 403,
      body: JSON.stringify({ code: 'not_allowed', detail: 'No.', retryable: false }),
    };
    await update(BEN.id, { IsActive: false });
    await jobsDone(2);
    const { body } = await org.aura(ADMIN.username, 'SaysoAdminController.getSetup');
    expect(body.checks).toContainEqual(
      expect.objectContaining({ id: 'signals', state: 'todo', detail: '1' }),
    );
  });
});
