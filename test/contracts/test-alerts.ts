import { expect, it } from 'vitest';
import type { MemberLook } from '#domain/facts/member-look.ts';
import type { TestAlert } from '#domain/issues/test-alert.ts';
import { testAlertId } from '#domain/issues/test-alert.ts';
import { account, home, incidentId, later, noon, shop, shopTrail } from '#test/given/shop.ts';
import type { Stores } from '#test/given/stores.ts';

const id = testAlertId('6a7e8feb-b491-4cf7-a9f1-bf3703467718')!;
const alert: TestAlert = {
  id,
  account: shop,
  askedBy: 'arn:aws:sts::123456789012:assumed-role/ops/ana',
  at: noon,
  endsAt: later(noon, 60),
};
const look: MemberLook = {
  account: shop,
  regions: [home],
  gaps: [{ region: home, kind: 'disabled', what: 'trailwarden-cloudtrail' }],
  refused: { operation: 'sts:AssumeRole', code: 'AccessDenied', message: 'no' },
  harmless: shopTrail,
};
const places = ['slack|#security', 'jira|SEC||'];

/** What every store of test alerts, and of the calls that came, promises. */
export function testAlertsContract(open: () => Promise<Stores>): void {
  it('keeps the first of what one event asks for, however often it is delivered', async () => {
    const { tests } = await open();
    expect(await tests.beginTestAlert(alert, places)).toEqual(alert);
    expect(await tests.beginTestAlert({ ...alert, at: later(noon, 9), endsAt: later(noon, 69) }, [])).toEqual(
      alert,
    );
    expect(await tests.readTestAlert(id)).toMatchObject({ alert, destinations: places, outcomes: [] });
  });

  it('reads back what was seen of a member, and the last outcome of each place', async () => {
    const { tests } = await open();
    await tests.beginTestAlert(alert, places);
    await tests.noteLook(id, look);
    const [destination = ''] = places;
    await tests.noteOutcome(id, { destination, at: noon, kind: 'refused', why: 'no such channel' });
    await tests.noteOutcome(id, { destination, at: later(noon, 5), kind: 'told', why: undefined });
    await tests.noteOutcome(id, { destination: 'jira|SEC||', at: noon, kind: 'failed', why: 'no secret' });
    const progress = await tests.readTestAlert(id);
    expect(progress?.look).toEqual(look);
    expect(progress?.outcomes.toSorted((one, other) => one.at - other.at)).toEqual([
      { destination: 'jira|SEC||', at: noon, kind: 'failed', why: 'no secret' },
      { destination, at: later(noon, 5), kind: 'told' },
    ]);
  });

  it('knows no test alert that was never asked for, and is no incident to anybody else', async () => {
    const { tests, incidents, living } = await open();
    expect(await tests.readTestAlert(incidentId('test-nothing'))).toBeUndefined();
    await tests.beginTestAlert(alert, places);
    expect(await incidents.readIncident(id)).toBeUndefined();
    expect(await living.listLiving()).toEqual([]);
  });

  it('keeps the last StartLogging of each Region, apart from those of other accounts', async () => {
    const { arrivals } = await open();
    const one = { account: shop, region: home, eventId: 'e-1', calledAt: noon, heardAt: later(noon, 5) };
    await arrivals.noteArrival(one);
    await arrivals.noteArrival({ ...one, eventId: 'e-2', heardAt: later(noon, 65) });
    await arrivals.noteArrival({ ...one, region: 'us-east-1', calledAt: undefined });
    const found = await arrivals.listArrivals(shop);
    expect(found.map(({ region, eventId }) => `${region} ${eventId}`).sort()).toEqual([
      `${home} e-2`,
      'us-east-1 e-1',
    ]);
    expect(found.find(({ region }) => region === home)).toMatchObject({ calledAt: noon });
    expect(await arrivals.listArrivals(account('999999999999'))).toEqual([]);
  });
}
