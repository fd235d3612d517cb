import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { showTakers } from '../../../src/jobs/team/show-takers.ts';
import { deliveries, digests, followUps } from '../../../src/store/schema.ts';
import { deliverPetrasDigest, deliveryServices } from '../digest-in-channel.ts';
import { openTenant } from './teams-tenant.ts';

const address = '19:channel@thread.tacv2';

describe('a digest in a channel', () => {
  let t: Awaited<ReturnType<typeof openTenant>>;
  beforeAll(async () => {
    t = await openTenant();
    await t.mention('help');
  });
  afterAll(() => t.close());
  beforeEach(async () => {
    for (const table of [deliveries, digests, followUps]) await t.bank.store.db.delete(table);
    t.teams.sent.length = 0;
  });

  const services = () => deliveryServices(t.bank, [t.channel.outlet]);
  const posted = async () => {
    expect(await deliverPetrasDigest(services(), { channel: 'teams', address })).toBe('sent');
    expect(t.teams.sent).toHaveLength(1);
    return JSON.stringify(t.teams.sent[0]);
  };

  test('shows by whom a customer is taken at a press of the button, for everybody', async () => {
    expect(await posted()).toContain('claim 1042');
    const pressed = await t.press('claim 1042', 'petra', t.thread);
    expect(await pressed.json()).toMatchObject({
      type: 'application/vnd.microsoft.activity.message',
      value: expect.stringContaining('You look after'),
    });
    expect(await showTakers(services(), 'this replica')).toBe(1);
    expect(t.teams.sent).toHaveLength(1);
    const after = JSON.stringify(t.teams.sent[0]);
    expect(after).toMatch(/"Taken by","value":"Petra/);
    expect(after).not.toContain('claim 1042');
    expect(after).toContain('claim 1043');
  });
});
