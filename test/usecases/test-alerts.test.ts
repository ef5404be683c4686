import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { wideId } from '#domain/issues/incident-id.ts';
import { testAnnouncement } from '#domain/announcements/test-announcement.ts';
import { plainText } from '#domain/announcements/wording.ts';
import { burstId } from '#domain/issues/burst.ts';
import { isTestAlertId, testAlertId } from '#domain/issues/test-alert.ts';
import { newIncidentId } from '#doors/new-incident-id.ts';
import { beginTestAlert } from '#usecases/prove/begin-test-alert.ts';
import { servePending } from '#usecases/report/report.ts';
import { tellTestAlerts } from '#usecases/prove/tell-test-alerts.ts';
import { at } from '#test/given/incidents.ts';
import { home, later, shop } from '#test/given/shop.ts';
import { security, tellingWorld } from '#test/given/telling-world.ts';

const id = testAlertId('6A7E8FEB-b491-4cf7-a9f1-bf3703467718')!;
const request = { id, account: shop, look: shop, askedBy: 'ana' };

/** A reporter in memory, with the queue that test alerts are put on. */
async function world(options: Parameters<typeof tellingWorld>[0] = {}) {
  const telling = await tellingWorld(options);
  const { clock, parts, queue, stores } = telling;
  const other = memoryReportQueue(clock);
  const begin = beginTestAlert({
    tests: stores.tests,
    queues: [queue, other],
    recipients: () => [security],
    look: async (account) => ({ account, regions: [home], gaps: [] }),
    clock,
  });
  const handedOn: string[] = [];
  const serve = tellTestAlerts(
    {
      ...parts,
      tests: stores.tests,
      words: async (alert) => testAnnouncement(alert, new Map(), clock.now()),
    },
    async ({ incident }) => void handedOn.push(incident),
  );
  /** Lets `seconds` pass, serving what comes due. */
  const pass = async (seconds: number): Promise<void> => {
    for (let passed = 0; passed <= seconds; passed += 1) {
      for (const report of queue.receive()) await serve(report);
      clock.pass(1);
    }
  };
  return { ...telling, other, begin, serve, pass, handedOn };
}

describe('a test alert', () => {
  it('has an id that no incident, however it came about, can bear', () => {
    const fresh = fc.constant(undefined).map(newIncidentId);
    const all = fresh.chain((one) => fc.constantFrom(one, wideId(one), burstId(one), wideId(burstId(one))));
    fc.assert(fc.property(all, (one) => !isTestAlertId(one)));
    expect(isTestAlertId(id)).toBe(true);
  });

  it('is told at once and ends by itself after a minute, once, though its event comes three times', async () => {
    const on = await world();
    await on.begin(request);
    await on.begin(request);
    await on.pass(5);
    await on.begin(request);
    await on.pass(30);
    const [message, ...more] = on.channel.messages;
    expect(more).toEqual([]);
    expect(message).toMatchObject({ finished: false, shown: { status: 'open' }, said: [] });
    expect(message?.shown.headline).toMatch(/^TEST: no action is needed/);
    await on.pass(60);
    expect(message).toMatchObject({ finished: true, shown: { status: 'resolved' }, said: ['test-over'] });
    expect(on.channel.messages).toHaveLength(1);
    expect(on.other.waiting).toHaveLength(6);
  });

  it('counts as nothing that is told for the first time, and is no incident', async () => {
    const on = await world();
    await on.begin(request);
    await on.pass(90);
    expect(on.refreshed).toEqual([]);
    expect(await on.stores.incidents.readIncident(id)).toBeUndefined();
    expect(on.handedOn).toEqual([]);
    await on.serve({ incident: newIncidentId(), attempts: 0 });
    expect(on.handedOn).toHaveLength(1);
  });

  it('that is refused leaves its reason for whoever asked, and no dead letter', async () => {
    const on = await world();
    on.channel.next('open', { kind: 'refused', why: 'no such channel' });
    await on.begin(request);
    await on.pass(3);
    const progress = await on.stores.tests.readTestAlert(id);
    expect(progress?.outcomes).toMatchObject([
      { destination: 'slack|#security', kind: 'refused', why: 'no such channel' },
    ]);
    expect(on.queue.deadLetters).toEqual([]);
  });

  it('is not told any more five minutes after it was over, when nobody would understand it', async () => {
    const on = await world();
    const busy = { kind: 'later', seconds: 30, why: 'Slack: too many calls' } as const;
    on.channel.next('open', ...Array.from({ length: 30 }, () => busy));
    await on.begin(request);
    await on.pass(900);
    expect(on.queue.waiting).toEqual([]);
    expect(on.channel.messages).toEqual([]);
    expect((await on.stores.tests.readTestAlert(id))?.outcomes).toMatchObject([{ kind: 'failed' }]);
  });

  it('whose reporter cannot work says what the error says', async () => {
    const on = await world();
    const broken = {
      ...on.channel,
      open: () =>
        Promise.reject(new Error('The secret x is missing', { cause: new Error('ParameterNotFound') })),
    };
    const serve = tellTestAlerts(
      {
        ...on.parts,
        channel: broken,
        tests: on.stores.tests,
        words: async (alert) => testAnnouncement(alert, new Map(), on.clock.now()),
      },
      servePending(on.parts),
    );
    await on.begin(request);
    await serve({ incident: id, attempts: 0 });
    const why = (await on.stores.tests.readTestAlert(id))?.outcomes[0]?.why;
    expect(why).toBe('The secret x is missing: ParameterNotFound');
  });

  it('says who asked for it, as text that can do nothing', () => {
    const alert = { id, account: shop, askedBy: '<!channel> \u202egpj', at: 0, endsAt: 60_000 } as never;
    const { facts, headline } = testAnnouncement(alert, new Map(), 1 as never);
    expect(facts.find(({ label }) => label === 'Asked for by')?.value).toEqual([
      { kind: 'code', text: '<!channel> gpj' },
    ]);
    expect(headline.length).toBeLessThanOrEqual(140);
    expect(plainText(testAnnouncement(alert, new Map(), 60_000 as never).remedy.words)).toBe(
      'Nothing. The test is over.',
    );
  });

  it('is begun once: the reporters are asked now and when it is over, and the look is kept', async () => {
    const on = await world();
    on.clock.set(at('12:00:00'));
    await on.begin(request);
    expect(on.other.waiting.map(({ report, due }) => [report, due])).toEqual([
      [{ incident: id, attempts: 0 }, at('12:00:00')],
      [{ incident: id, attempts: 0 }, at('12:01:01')],
    ]);
    expect(await on.stores.tests.readTestAlert(id)).toEqual({
      alert: { id, account: shop, askedBy: 'ana', at: at('12:00:00'), endsAt: at('12:01:00') },
      destinations: ['slack|#security'],
      look: { account: shop, regions: [home], gaps: [] },
      outcomes: [],
    });
    // A repeated run asks for what is left of the first one's minute, and for nothing in the past.
    on.clock.set(at('12:00:20'));
    await on.begin(request);
    expect(on.other.waiting.at(-1)?.due).toBe(at('12:01:01'));
    on.clock.set(at('12:05:00'));
    await on.begin(request);
    expect(on.other.waiting.at(-1)?.due).toBe(at('12:05:01'));
  });

  it('is noted as told, without a reason, and as late with one', async () => {
    const on = await world();
    const outcomes = async () => (await on.stores.tests.readTestAlert(id))?.outcomes;
    on.channel.next('open', { kind: 'later', seconds: 30, why: 'Slack: too many calls' });
    await on.begin(request);
    await on.serve({ incident: id, attempts: 0 });
    expect(await outcomes()).toMatchObject([
      { kind: 'later', why: 'Slack: too many calls', at: on.clock.now() },
    ]);
    on.clock.pass(30);
    await on.serve({ incident: id, attempts: 0 });
    expect(await outcomes()).toEqual([
      { destination: 'slack|#security', kind: 'told', why: undefined, at: on.clock.now() },
    ]);
  });

  it('is told up to five minutes after its end where it was never told, and finished even later', async () => {
    for (const [seconds, told] of [
      [60 + 300, 1],
      [60 + 301, 0],
    ] as const) {
      const on = await world();
      await on.begin(request);
      on.clock.pass(seconds);
      await on.serve({ incident: id, attempts: 0 });
      expect(on.channel.messages).toHaveLength(told);
    }
    const on = await world();
    await on.begin(request);
    await on.serve({ incident: id, attempts: 0 });
    on.clock.pass(3600);
    await on.serve({ incident: id, attempts: 0 });
    expect(on.channel.messages[0]).toMatchObject({ finished: true, shown: { status: 'resolved' } });
  });

  it('is told to the one that a report names, and to nobody where it is unknown', async () => {
    const on = await world({ ownersOf: () => [security, { channel: 'slack', to: '#second' }] });
    await on.serve({ incident: id, attempts: 0 });
    expect(on.channel.messages).toEqual([]);
    await on.begin(request);
    await on.serve({ incident: id, attempts: 0, destination: 'slack|#second' });
    expect((await on.stores.tests.readTestAlert(id))?.outcomes).toMatchObject([
      { destination: 'slack|#second' },
    ]);
    await on.serve({ incident: id, attempts: 0 });
    expect(on.channel.messages).toHaveLength(2);
  });

  it('that comes too early is put off, and one that is overtaken is left to the later one', async () => {
    const on = await world();
    await on.begin(request);
    const before = on.queue.waiting.length;
    await on.serve({ incident: id, attempts: 0, notBefore: later(on.clock.now(), 30) });
    expect([on.channel.messages.length, on.queue.waiting.length]).toEqual([0, before + 1]);
    await on.stores.receipts.markPending(id, 'slack|#security', later(on.clock.now(), 50));
    await on.serve({ incident: id, attempts: 0, destination: 'slack|#security', due: on.clock.now() });
    expect(on.channel.messages).toEqual([]);
  });

  it('that fails in the store fails the message, so that it comes again', async () => {
    const on = await world();
    await on.begin(request);
    const tests = { ...on.stores.tests, noteOutcome: () => Promise.reject(new Error('503')) };
    const serve = tellTestAlerts(
      { ...on.parts, tests, words: async (alert) => testAnnouncement(alert, new Map(), on.clock.now()) },
      servePending(on.parts),
    );
    await expect(serve({ incident: id, attempts: 0 })).rejects.toThrow('telling a test alert failed');
  });

  it('says a failure in 500 characters', async () => {
    const on = await world();
    await on.begin(request);
    const words = () => Promise.reject(new Error('x'.repeat(600)));
    const serve = tellTestAlerts({ ...on.parts, tests: on.stores.tests, words }, servePending(on.parts));
    await serve({ incident: id, attempts: 0 });
    expect((await on.stores.tests.readTestAlert(id))?.outcomes[0]).toMatchObject({
      kind: 'failed',
      why: 'x'.repeat(500),
    });
  });
});
