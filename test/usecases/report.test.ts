import { describe, expect, it } from 'vitest';
import type { PendingReport } from '#ports/follow-ups.ts';
import { account, home, saved, shop, shopTrail } from '#test/given/shop.ts';
import { at, finding, healed, incidentId, member, regions } from '#test/given/incidents.ts';
import type { ReportParts } from '#usecases/report/report-parts.ts';
import { reportMovements, servePending } from '#usecases/report/report.ts';
import type { TellingWorld } from '#test/given/telling-world.ts';
import { i1, mortal, tellingWorld } from '#test/given/telling-world.ts';

const here = { account: shop, region: home };
const stopped = member({ subject: shopTrail }, here);
const over = member({ ...healed, subject: shopTrail }, here);
const moved = { incident: i1, ...here };
const key = 'slack|#security';
const resolved = 'resolved@2026-11-21T12:07:51.000Z';

async function stoppedTrail(options: Parameters<typeof tellingWorld>[0] = {}): Promise<TellingWorld> {
  const world = await tellingWorld(options);
  await saved(world.stores.issues, { at: at('12:00:10'), findings: [stopped.finding] });
  world.incidentHas([stopped]);
  return world;
}

/** Serves what is due as SQS would: what fails comes back after the visibility timeout. */
async function serveDue(world: TellingWorld, parts: ReportParts = world.parts): Promise<void> {
  for (const pending of world.queue.receive()) {
    await servePending(parts)(pending).catch(() => world.queue.sendLater(pending, 180));
  }
}

/** The first report of what moved, with what follows it at once: the notes. */
async function firstReport(world: TellingWorld): Promise<void> {
  await reportMovements(world.parts)()([moved]);
  await serveDue(world);
}

/** Lets time pass until the queue is empty; answers how many messages were served. */
async function drained(world: TellingWorld): Promise<number> {
  for (let served = 0; served < 2000; served += 1) {
    const dues = world.queue.waiting.map(({ due }) => due);
    if (dues.length === 0) return served;
    world.clock.pass(Math.max(0, (Math.min(...dues) - world.clock.now()) / 1000));
    await serveDue(world);
  }
  throw new Error('the queue never empties');
}

describe('what moved', () => {
  it('is told at once the first time, and noted on every issue it touches', async () => {
    const world = await stoppedTrail();
    await reportMovements(world.parts)()([moved]);
    expect(world.channel.messages).toHaveLength(1);
    // The notes wait in the queue, and whatever else moved does not wait for them.
    expect((await world.stores.issues.readRemembered(shop, home)).issue?.timestamps.reported).toBeUndefined();
    await serveDue(world);
    expect(world.queue.waiting).toEqual([]);
    const { issue } = await world.stores.issues.readRemembered(shop, home);
    expect(issue?.timestamps.reported).toBe(world.clock.now());
    expect(world.refreshed).toEqual([i1]);
  });

  it('says nothing to anybody where nobody is to be told', async () => {
    const world = await stoppedTrail();
    await reportMovements({ ...world.parts, recipients: async () => [] })()([moved]);
    expect(world.channel.calls).toEqual([]);
  });

  it('has each ticket noted on the issues of its own owner only', async () => {
    const world = await tellingWorld({ name: 'jira' });
    const there = { account: account('222222222222'), region: home };
    await saved(world.stores.issues, { at: at('12:00:10'), findings: [stopped.finding] });
    await saved(world.stores.issues, { at: at('12:00:10'), findings: [stopped.finding], ...there });
    world.incidentHas([stopped, { ...stopped, ...there }]);
    const projectOf = (who: string) => (who === shop ? 'SEC' : 'BLUE');
    const parts: ReportParts = {
      ...world.parts,
      recipients: async ({ members }) =>
        [...new Set(members.map((one) => projectOf(one.account)))].map((project) => ({
          channel: 'jira',
          project,
        })),
    };
    await reportMovements(parts)()([moved, { ...moved, ...there }]);
    await reportMovements(parts)()([moved, { ...moved, ...there }]);
    const [sec, blue] = ['SEC', 'BLUE'].map(
      (wanted) => world.channel.messages.find(({ ref }) => ref.startsWith(wanted))?.ref,
    );
    expect([sec, blue]).not.toContain(undefined);
    expect(await world.stores.tickets(shop, home)).toEqual([sec]);
    expect(await world.stores.tickets(there.account, home)).toEqual([blue]);
  });

  it('is edited at once when it moves, and ever more rarely while it goes on moving', async () => {
    const world = await stoppedTrail();
    await reportMovements(world.parts)()([moved]);
    const began = world.clock.now();
    const edits: number[] = [];
    for (let second = 0; second < 120; second += 1) {
      const seen = regions.slice(0, 1 + (second % regions.length));
      world.incidentHas([stopped, ...seen.map((region) => member({}, { ...here, region }))]);
      await reportMovements(world.parts)()([moved]);
      const before = world.channel.calls.filter((call) => call === 'change').length;
      await serveDue(world);
      if (world.channel.calls.filter((call) => call === 'change').length > before)
        edits.push((world.clock.now() - began) / 1000);
      world.clock.pass(1);
    }
    expect(edits[0]).toBeLessThanOrEqual(1);
    expect(edits.length).toBeGreaterThan(4);
    expect(edits.length).toBeLessThan(8);
  });

  it('has its ticket noted on the issue', async () => {
    const world = await stoppedTrail({ name: 'jira' });
    await firstReport(world);
    expect(await world.stores.tickets(shop, home)).toEqual(['SEC-1']);
  });

  it('goes on in the ticket that Hammer made, and makes no second one', async () => {
    const world = await tellingWorld({ name: 'jira' });
    await world.stores.inherit(shop, home, { identified: at('08:00:00'), ticket: 'OLD-7' });
    await saved(world.stores.issues, { at: at('12:00:10'), findings: [stopped.finding] });
    world.incidentHas([stopped]);
    await reportMovements(world.parts)()([moved]);
    expect(world.channel.calls).not.toContain('open');
    const receipt = await world.stores.receipts.readReceipt(i1, 'jira|SEC||');
    expect(receipt.told).toMatchObject({ ref: 'OLD-7', place: 'OLD' });
    expect(await world.stores.tickets(shop, home)).toEqual(['OLD-7']);
  });

  it('leaves a ticket of Hammer to the harm that it tells of, not to what merely weakens a trail', async () => {
    const world = await tellingWorld({ name: 'jira' });
    await world.stores.inherit(shop, home, { identified: at('08:00:00'), ticket: 'OLD-7' });
    const weaker = { ...stopped.finding, harmful: false };
    await saved(world.stores.issues, { at: at('12:00:10'), findings: [weaker] });
    world.incidentHas([{ ...stopped, finding: weaker }]);
    await reportMovements(world.parts)()([moved]);
    expect((await world.stores.receipts.readReceipt(i1, 'jira|SEC||')).told).toBeUndefined();
    expect((await world.stores.issues.readRemembered(shop, home)).issue?.inheritedTicket).toBe('OLD-7');
  });

  it('goes on in the ticket that Hammer made for what stood before, once that is accepted', async () => {
    const world = await tellingWorld({ name: 'jira' });
    await world.stores.inherit(shop, home, { identified: at('08:00:00'), ticket: 'OLD-7' });
    await saved(world.stores.issues, { at: at('12:00:10'), findings: [stopped.finding] });
    world.incidentHas([stopped]);
    // Tickets were switched off while it was held back: nothing went through the stream.
    world.channel.next('change', { kind: 'later', seconds: 5, why: 'busy' });
    await servePending(world.parts)({ incident: i1, attempts: 0 });
    expect(world.channel.calls).toEqual(['change']);
    expect((await world.stores.receipts.readReceipt(i1, 'jira|SEC||')).told).toMatchObject({ ref: 'OLD-7' });
    expect(await world.stores.tickets(shop, home)).toEqual(['OLD-7']);
  });

  it('is shown once, a second later, when it is known already: a storm is one edit', async () => {
    const world = await stoppedTrail();
    await firstReport(world);
    for (let count = 2; count <= regions.length; count += 1) {
      world.incidentHas(regions.slice(0, count).map((region) => member({}, { region })));
      await reportMovements(world.parts)()([moved]);
    }
    expect(world.queue.waiting).toHaveLength(1);
    expect(await drained(world)).toBe(1);
    expect(world.channel.calls.filter((call) => call === 'change')).toHaveLength(1);
    expect(world.channel.messages[0]?.shown.affected[0]?.regions).toContain('17');
  });

  it('is shown by one message at a time, although many noticed it at once', async () => {
    const world = await stoppedTrail();
    await reportMovements(world.parts)()([moved]);
    const served: number[] = [];
    for (let second = 0; second < 60; second += 1) {
      world.incidentHas(
        regions.slice(0, 1 + (second % regions.length)).map((region) => member({}, { region })),
      );
      await Promise.all([1, 2, 3, 4].map(() => reportMovements(world.parts)()([moved])));
      world.clock.pass(1);
      const before = world.channel.calls.length;
      await serveDue(world);
      served.push(world.channel.calls.length - before);
    }
    // After 1 s, and then twice as long each time: 2, 4, 8, 16 and 30 s.
    expect(served.reduce((sum, edits) => sum + edits, 0)).toBeLessThanOrEqual(6);
  });

  it('has many notes written by the queue, so that whatever else moved does not wait for them', async () => {
    const world = await stoppedTrail({ name: 'jira' });
    await firstReport(world);
    const storm = regions.map((region) => ({ ...moved, region }));
    for (const { region } of storm.filter((one) => one.region !== home))
      await saved(world.stores.issues, {
        at: at('12:00:10'),
        findings: [stopped.finding],
        account: shop,
        region,
      });
    await reportMovements(world.parts)()(storm);
    const noted = async () =>
      Promise.all(
        storm.map(
          async ({ region }) =>
            (await world.stores.issues.readRemembered(shop, region)).issue?.timestamps.reported,
        ),
      );
    expect((await noted()).filter((at) => at !== undefined)).toHaveLength(1);
    await drained(world);
    expect((await noted()).filter((at) => at === undefined)).toEqual([]);
  });

  it('in one batch is told once for each incident', async () => {
    const world = await stoppedTrail();
    const i2 = incidentId('i-2');
    world.incidentHas([stopped], i2);
    await reportMovements(world.parts)()([moved, moved, { ...moved, incident: i2 }, moved]);
    expect(world.channel.calls).toEqual(['open', 'open']);
  });

  it('shares the three seconds with the other incidents of its batch, which come one by one', async () => {
    const world = await stoppedTrail();
    const ids = ['i-1', 'i-2', 'i-3', 'i-4'].map(incidentId);
    for (const id of ids) world.incidentHas([stopped], id);
    const open: ReportParts['channel']['open'] = (...given) => {
      world.clock.pass(2);
      return world.channel.open(...given);
    };
    const report = reportMovements({ ...world.parts, channel: { ...world.channel, open } })();
    for (const incident of ids) await report([{ ...moved, incident }]);
    expect(world.channel.messages).toHaveLength(2);
    await drained(world);
    expect(world.channel.messages).toHaveLength(4);
  });

  it('waits for the queue while its recipient has to be searched for among all people', async () => {
    const world = await stoppedTrail();
    const searching: ReportParts = { ...world.parts, channel: { ...world.channel, isQuick: () => false } };
    await reportMovements(searching)()([moved]);
    expect(world.channel.messages).toHaveLength(0);
    await drained(world);
    expect(world.channel.messages).toHaveLength(1);
  });

  it('waits for the queue once the batch has spent its three seconds', async () => {
    const world = await stoppedTrail();
    const ids = ['i-1', 'i-2', 'i-3', 'i-4'].map(incidentId);
    for (const id of ids) world.incidentHas([stopped], id);
    const { channel } = world;
    const slow: ReportParts = {
      ...world.parts,
      channel: {
        ...channel,
        open: (...given) => {
          world.clock.pass(2);
          return channel.open(...given);
        },
      },
    };
    await reportMovements(slow)()(ids.map((incident) => ({ ...moved, incident })));
    expect(channel.messages).toHaveLength(2);
    const untold = world.queue.waiting.filter((one) => one.report.note === undefined);
    expect(untold.map((one) => one.report.incident)).toEqual(['i-3', 'i-4']);
    await drained(world);
    expect(channel.messages).toHaveLength(4);
  });
});

describe('a pending message', () => {
  it('that was lost is replaced a minute after it was due, and not before', async () => {
    const world = await stoppedTrail();
    await firstReport(world);
    world.incidentHas([over]);
    await reportMovements(world.parts)()([moved]);
    world.clock.pass(1);
    expect(world.queue.receive()).toHaveLength(1);
    world.clock.pass(59);
    await reportMovements(world.parts)()([moved]);
    expect(world.queue.waiting).toEqual([]);
    world.clock.pass(1);
    await reportMovements(world.parts)()([moved]);
    await drained(world);
    expect(world.channel.messages[0]?.said).toEqual([resolved]);
  });

  it('leaves everything to a later one that is on its way, and to nobody else', async () => {
    const world = await stoppedTrail();
    await reportMovements(world.parts)()([moved]);
    world.incidentHas([over]);
    const { receipts } = world.stores;
    const due = at('12:00:11');
    const early: PendingReport = { incident: i1, destination: key, attempts: 0, due };
    await receipts.markPending(i1, key, at('12:00:20'));
    world.clock.set(due);
    await servePending(world.parts)(early);
    expect(world.channel.calls).toEqual(['open']);
    // Whether the later one was served is unknown: its time has come, too.
    world.clock.set(at('12:00:20'));
    await servePending(world.parts)(early);
    expect(world.channel.messages[0]?.said).toEqual([resolved]);
  });

  it('is sent before its mark: killed in between, a later movement sends another', async () => {
    const world = await stoppedTrail();
    await firstReport(world);
    world.incidentHas([over]);
    const receipts = {
      ...world.stores.receipts,
      markPending: async () => Promise.reject(new Error('killed')),
    };
    await expect(reportMovements({ ...world.parts, receipts })()([moved])).rejects.toThrow();
    expect(world.queue.waiting).toHaveLength(1);
    expect((await world.stores.receipts.readReceipt(i1, key)).pendingDue).toBeUndefined();
    await drained(world);
    expect(world.channel.messages[0]?.said).toEqual([resolved]);
  });

  it('without a recipient serves all of them', async () => {
    const world = await stoppedTrail();
    const places = ['#one', '#two'].map((to) => ({ channel: 'slack', to }) as const);
    const parts = { ...world.parts, recipients: async () => places };
    await servePending(parts)({ incident: i1, attempts: 0 });
    expect(world.channel.messages.map(({ recipient }) => recipient)).toEqual(places);
    await servePending(parts)({ incident: i1, attempts: 0, destination: 'slack|#gone-from-configuration' });
    expect(world.channel.messages).toHaveLength(2);
  });

  it('for one recipient is told to that one alone', async () => {
    const world = await stoppedTrail();
    const places = ['#one', '#two'].map((to) => ({ channel: 'slack', to }) as const);
    const parts = { ...world.parts, recipients: async () => places };
    await servePending(parts)({ incident: i1, attempts: 0, destination: 'slack|#two' });
    expect(world.channel.messages.map(({ recipient }) => recipient)).toEqual([places[1]]);
  });

  it('of an incident that nobody knows is served by doing nothing', async () => {
    const world = await stoppedTrail();
    await servePending(world.parts)({ incident: incidentId('i-nobody'), attempts: 0 });
    expect(world.channel.calls).toEqual([]);
  });

  it('to one recipient that fails holds back no other', async () => {
    const world = await stoppedTrail();
    const places = ['#one', '#two'].map((to) => ({ channel: 'slack', to }) as const);
    const { channel } = world;
    const parts: ReportParts = {
      ...world.parts,
      recipients: async () => places,
      channel: {
        ...channel,
        open: (to, ...rest) =>
          to === places[0] ? Promise.reject(new Error('a bug')) : channel.open(to, ...rest),
      },
    };
    await expect(servePending(parts)({ incident: i1, attempts: 0 })).rejects.toThrow();
    expect(channel.messages.map(({ recipient }) => recipient)).toEqual([places[1]]);
  });
});

describe('a channel that does not do what it is asked', () => {
  const busy = { kind: 'later', seconds: 1, why: 'rate limited' } as const;

  it('is asked again ever later, up to every five minutes, and no sooner than it said', async () => {
    const world = await stoppedTrail();
    const asked = { ...busy, seconds: 500 };
    world.channel.next('open', ...Array.from({ length: 10 }, () => busy), asked);
    await reportMovements(world.parts)()([moved]);
    const pauses: number[] = [];
    while (world.channel.messages.length === 0) {
      const [next] = world.queue.waiting;
      pauses.push((next!.due - world.clock.now()) / 1000);
      world.clock.set(next!.due);
      await serveDue(world);
    }
    expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 500]);
  });

  it('is given up after 24 hours, with words for the person who reads the dead-letter queue', async () => {
    const world = await stoppedTrail();
    world.channel.next('open', ...Array.from({ length: 1000 }, () => busy));
    const began = world.clock.now();
    await reportMovements(world.parts)()([moved]);
    await drained(world);
    expect(world.queue.deadLetters).toHaveLength(1);
    expect(world.queue.deadLetters[0]?.why).toBe('Tried for 24 hours. The last answer was: rate limited');
    expect(world.queue.deadLetters[0]?.report).toMatchObject({ incident: i1, destination: key });
    const lasted = world.clock.now() - began;
    expect(lasted).toBeGreaterThanOrEqual(24 * 3600 * 1000);
    expect(lasted).toBeLessThan(25 * 3600 * 1000);
  });

  it('tells a person at once that it refuses, by one dead letter, and is told as soon as that was mended', async () => {
    const world = await stoppedTrail();
    const refused = { kind: 'refused', why: 'the token was revoked' } as const;
    world.channel.next('open', refused, refused, refused);
    await reportMovements(world.parts)()([moved]);
    const letter = {
      report: { incident: i1, destination: key, attempts: 0 } satisfies PendingReport,
      why: 'the token was revoked',
    };
    expect(world.queue.deadLetters).toEqual([letter]);
    await drained(world);
    expect(world.channel.calls).toEqual(['open', 'open', 'open', 'open']);
    expect(world.channel.messages).toHaveLength(1);
    expect(world.queue.deadLetters).toEqual([letter]);
  });

  it('is tried for 24 hours when it goes on to refuse, every quarter of an hour in the end, with one dead letter', async () => {
    const world = await stoppedTrail();
    const refused = { kind: 'refused', why: 'the channel is archived' } as const;
    world.channel.next('open', ...Array.from({ length: 1000 }, () => refused));
    const began = world.clock.now();
    await reportMovements(world.parts)()([moved]);
    await drained(world);
    const lasted = world.clock.now() - began;
    expect(lasted).toBeGreaterThanOrEqual(24 * 3600 * 1000);
    expect(lasted).toBeLessThan(25 * 3600 * 1000);
    expect(world.channel.calls.length).toBeGreaterThan(95);
    expect(world.channel.calls.length).toBeLessThan(110);
    expect(world.queue.deadLetters).toHaveLength(1);
  });

  it('has one attempt on its way, whatever moves while it refuses', async () => {
    const world = await stoppedTrail();
    const refused = { kind: 'refused', why: 'the channel is archived' } as const;
    world.channel.next('open', refused);
    for (let times = 0; times < 5; times += 1) await reportMovements(world.parts)()([moved]);
    expect(world.queue.waiting).toHaveLength(1);
    world.incidentHas([over]);
    await drained(world);
    expect(world.channel.messages.map(({ shown }) => shown.status)).toEqual(['resolved']);
  });

  it('is a matter for a person again when it refuses for another reason, or after it was mended', async () => {
    const world = await stoppedTrail();
    const refused = (why: string) => ({ kind: 'refused', why }) as const;
    world.channel.next('open', refused('the channel is archived'), refused('the token was revoked'));
    for (let times = 0; times < 3; times += 1) await servePending(world.parts)({ incident: i1, attempts: 0 });
    world.incidentHas([over]);
    world.channel.next('change', refused('the token was revoked'));
    await servePending(world.parts)({ incident: i1, attempts: 0 });
    expect(world.queue.deadLetters.map(({ why }) => why)).toEqual([
      'the channel is archived',
      'the token was revoked',
      'the token was revoked',
    ]);
  });

  it('is not asked before the time it named, however far away: waits longer than a queue can are chained', async () => {
    const world = await stoppedTrail();
    world.channel.next('open', { ...busy, seconds: 5000 });
    const began = world.clock.now();
    await reportMovements(world.parts)()([moved]);
    world.clock.pass(1000);
    await reportMovements(world.parts)()([moved]);
    // Received twice before its time: after 900 seconds each.
    const served = await drained(world);
    expect(served).toBe(6);
    expect(world.channel.calls).toEqual(['open', 'open']);
    expect((world.channel.messages[0]!.postedAt - began) / 1000).toBeGreaterThanOrEqual(5000);
    expect((world.channel.messages[0]!.postedAt - began) / 1000).toBeLessThan(5060);
  });

  it('is asked once more after a day when it named a time beyond all patience', async () => {
    const world = await stoppedTrail();
    world.channel.next('open', { ...busy, seconds: 1e9 }, { ...busy, seconds: 1e9 });
    await reportMovements(world.parts)()([moved]);
    await drained(world);
    expect(world.channel.calls).toHaveLength(2);
    expect(world.queue.deadLetters).toHaveLength(1);
  });

  it('keeps the patience of one outage apart from waiting for others', async () => {
    const world = await stoppedTrail();
    const { receipts } = world.stores;
    const intent = { what: 'open', at: world.clock.now() };
    await receipts.writeReceipt({ ...(await receipts.readReceipt(i1, key)), intent });
    await servePending(world.parts)({ incident: i1, destination: key, attempts: 0 });
    expect(world.queue.waiting[0]?.report).toMatchObject({ attempts: 0, firstFailureAt: undefined });
  });
});

describe('a reporter that is killed', () => {
  it.each(['before', 'after'] as const)(
    '%s any of its steps tells once, notes, and loses nothing',
    async (when) => {
      for (let step = 0; ; step += 1) {
        const world = await stoppedTrail({ grace: 60_000, indexLag: 20_000 });
        let killed = false;
        for (const members of [[stopped], [over]]) {
          world.incidentHas(members);
          const dying = mortal(world.parts, { at: step, when });
          await reportMovements(dying.parts)()([moved]).catch(() => (killed = true));
          if (killed) await reportMovements(world.parts)()([moved]);
          world.clock.pass(2);
          const servant = mortal(world.parts, { at: step, when });
          await serveDue(world, servant.parts);
          killed ||= servant.steps() > step;
          await drained(world);
        }
        const where = `killed ${when} step ${step}`;
        expect(world.channel.messages, where).toHaveLength(1);
        expect(world.channel.messages[0], where).toMatchObject({ said: [resolved], finished: true });
        expect(world.queue.deadLetters, where).toEqual([]);
        expect(
          (await world.stores.issues.readRemembered(shop, home)).issue?.timestamps.reported,
          where,
        ).toBeDefined();
        if (!killed) break;
        expect(step).toBeLessThan(60);
      }
    },
  );
});

describe('a storm of 500 accounts', () => {
  it('leads to one message and a handful of edits', async () => {
    const world = await stoppedTrail();
    const all = Array.from({ length: 500 }, (_, index) => ({
      ...stopped,
      account: String(400_000_000_000 + index) as typeof stopped.account,
      finding: finding({ subject: shopTrail }),
    }));
    for (let index = 0; index < all.length; index += 10) {
      world.incidentHas(all.slice(0, index + 10));
      await reportMovements(world.parts)()(
        all.slice(index, index + 10).map((one) => ({ ...moved, account: one.account })),
      );
      world.clock.pass(0.2);
      await serveDue(world);
    }
    await drained(world);
    expect(world.channel.messages).toHaveLength(1);
    expect(world.channel.calls.filter((call) => call === 'change').length).toBeLessThanOrEqual(12);
    expect(world.channel.messages[0]?.said).toEqual(['accounts-100']);
  });
});
