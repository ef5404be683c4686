import { describe, expect, it } from 'vitest';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Place } from '#domain/values/place.ts';
import { instant } from '#domain/values/instant.ts';
import type { PendingReport } from '#ports/follow-ups.ts';
import type { Receipt } from '#ports/receipt-store.ts';
import { healed, incidentId, member, regions } from '#test/given/incidents.ts';
import { home, later, manyAccounts, saved, shop, shopTrail } from '#test/given/shop.ts';
import type { TellingWorld } from '#test/given/telling-world.ts';
import { i1, security, tellingWorld, tickets } from '#test/given/telling-world.ts';
import { announce } from '#usecases/report/announce.ts';
import { inheritTicket, inheritTicketOfView } from '#usecases/report/inherit-ticket.ts';
import { putOff } from '#usecases/report/pending.ts';
import { servePending } from '#usecases/report/report.ts';
import { ticketOf } from '#usecases/report/ticket-of.ts';

const key = 'slack|#security';
const here = { account: shop, region: home };
const stopped = member({ subject: shopTrail }, here);
const over = member({ ...healed, subject: shopTrail }, here);
const receiptOf = ({ stores }: TellingWorld): Promise<Receipt> => stores.receipts.readReceipt(i1, key);

/** A telling of an incident whose first message was sent. */
async function told(options: Parameters<typeof tellingWorld>[0] = {}): Promise<TellingWorld> {
  const world = await tellingWorld(options);
  world.incidentHas([stopped]);
  await world.announce();
  return world;
}

describe('a claim that another process may still be working on', () => {
  it.each([
    [29_999, 'later', []],
    [30_000, 'told', ['said']],
  ] as const)('after %i ms is %s', async (age, kind, asked) => {
    const world = await told();
    world.incidentHas([over]);
    await world.announce();
    const intent = { what: 'resolved@x', at: world.clock.now() };
    await world.stores.receipts.writeReceipt({ ...(await receiptOf(world)), intent });
    world.clock.set(instant(world.clock.now() + age));
    const before = world.channel.calls.length;
    const outcome = await world.announce();
    expect(outcome.kind).toBe(kind);
    if (kind === 'later') expect(outcome).toMatchObject({ seconds: 30, failure: false });
    expect(world.channel.calls.slice(before)).toEqual(asked);
    expect((await receiptOf(world)).intent === undefined).toBe(kind === 'told');
  });

  it('is kept when the channel cannot say what became of it, and the reason is told', async () => {
    const world = await told();
    await world.stores.receipts.writeReceipt({
      ...(await receiptOf(world)),
      intent: { what: 'resolved@x', at: later(world.clock.now(), -60) },
    });
    world.channel.next('said', { kind: 'refused', why: 'missing_scope' });
    expect(await world.announce()).toEqual({ kind: 'refused', why: 'missing_scope' });
    expect((await receiptOf(world)).intent?.what).toBe('resolved@x');
  });
});

describe('a refusal', () => {
  it.each(['open', 'change', 'say', 'finish'] as const)(
    'of %s is the outcome, and claims nothing',
    async (method) => {
      const world = method === 'open' ? await tellingWorld() : await told();
      world.incidentHas([method === 'open' ? stopped : over]);
      world.channel.next(method, { kind: 'refused', why: 'is_archived' });
      expect(await world.announce()).toEqual({ kind: 'refused', why: 'is_archived' });
      expect((await receiptOf(world)).intent).toBeUndefined();
      // As soon as a person has mended it, all is told.
      expect((await world.announce()).kind).toBe('told');
      expect(world.channel.messages[0]).toMatchObject({
        shown: { status: method === 'open' ? 'open' : 'resolved' },
      });
    },
  );
});

describe('a ticket that could not be moved to done', () => {
  it.each([
    ['left-open', true],
    ['done', undefined],
  ] as const)('(%s) is remembered as such', async (value, leftOpen) => {
    const world = await told({ name: 'jira' });
    world.incidentHas([over]);
    const channel = { ...world.channel, finish: async () => ({ kind: 'done', value }) as const };
    await announce({ ...world.parts, channel })(i1, security);
    expect(await receiptOf(world)).toMatchObject({ finished: true, leftOpen });
  });
});

describe('a first message whose outcome is not known', () => {
  it.each([
    [59_999, 'later', 0],
    [60_000, 'told', 1],
  ] as const)(
    'is sent again after the grace of the channel, which is over after %i ms: %s',
    async (age, kind, messages) => {
      const world = await tellingWorld({ grace: 60_000 });
      world.incidentHas([stopped]);
      const begun = world.clock.now();
      await world.stores.receipts.writeReceipt({
        ...(await receiptOf(world)),
        intent: { what: 'open', at: begun },
      });
      world.clock.set(instant(begun + age));
      expect((await world.announce()).kind).toBe(kind);
      expect(world.channel.messages).toHaveLength(messages);
    },
  );
});

describe('a report that is put off', () => {
  it.each([
    [900, undefined],
    [901, 901],
  ])(
    'by %i s says that it is not to be served before only when no queue waits so long',
    async (seconds, wait) => {
      const world = await told();
      await putOff(world.parts, { incident: i1, destination: key, attempts: 0 }, seconds);
      const notBefore = wait === undefined ? undefined : later(world.clock.now(), wait);
      expect(world.queue.waiting.at(-1)?.report).toMatchObject({
        due: later(world.clock.now(), seconds),
        notBefore,
      });
    },
  );
});

describe('a pending report', () => {
  const report: PendingReport = { incident: i1, destination: key, attempts: 0 };

  /** The incident, of which each read is counted. */
  function counting(world: TellingWorld) {
    let reads = 0;
    const readIncident = async (id: IncidentId) => {
      reads += 1;
      return world.stores.incidents.readIncident(id);
    };
    return {
      parts: { ...world.parts, incidents: { ...world.stores.incidents, readIncident } },
      reads: () => reads,
    };
  }

  it('that tells nothing new reads the incident once', async () => {
    const world = await told();
    await servePending(world.parts)(report);
    const { parts, reads } = counting(world);
    await servePending(parts)(report);
    expect(reads()).toBe(1);
  });

  it('that tells something reads it once more, to see whether it changed meanwhile', async () => {
    const world = await told();
    await servePending(world.parts)(report);
    world.incidentHas([over]);
    const { parts, reads } = counting(world);
    await servePending(parts)(report);
    expect(reads()).toBe(2);
  });

  it('takes its mark away before it reads, so that what moves from then on is marked anew', async () => {
    const world = await told();
    const steps: string[] = [];
    const { receipts, incidents } = world.stores;
    await receipts.markPending(i1, key, world.clock.now());
    await servePending({
      ...world.parts,
      receipts: {
        ...receipts,
        markServed: async (...given) => {
          steps.push('served');
          return receipts.markServed(...given);
        },
      },
      incidents: {
        ...incidents,
        readIncident: async (id) => {
          steps.push('read');
          return incidents.readIncident(id);
        },
      },
    })(report);
    expect(steps.slice(0, 2)).toEqual(['served', 'read']);
    const { pendingDue, served } = await receiptOf(world);
    expect([pendingDue, served]).toEqual([undefined, world.clock.now()]);
  });

  it('for all destinations takes the mark of each away', async () => {
    const world = await told();
    await world.stores.receipts.markPending(i1, key, later(world.clock.now(), 30));
    await servePending(world.parts)({ incident: i1, attempts: 0 });
    expect((await receiptOf(world)).pendingDue).toBeUndefined();
  });
});

describe('the notes of an incident', () => {
  /** An incident in so many accounts with 17 Regions, told for the first time; answers the notes and what was noted. */
  async function noted(count: number) {
    const world = await tellingWorld();
    const places = manyAccounts(count).flatMap((account) => regions.map((region) => ({ account, region })));
    world.incidentHas(places.map((place) => member({ subject: shopTrail }, place)));
    await world.announce();
    const written: Place[] = [];
    const issues = {
      ...world.stores.issues,
      noteReported: async (account: Place['account'], region: Place['region']) =>
        void written.push({ account, region }),
    };
    const parts = { ...world.parts, issues };
    await servePending(parts)({ incident: i1, destination: key, attempts: 0, note: 'all' });
    const atOnce = written.length;
    const pages = world.queue.receive().flatMap((one) => (Array.isArray(one.note) ? [one] : []));
    for (const page of pages) await servePending(parts)(page);
    return { world, written, atOnce, pages, places };
  }

  it('are written at once when they are few', async () => {
    const { atOnce, pages, places } = await noted(29);
    expect([atOnce, pages.length]).toEqual([places.length, 0]);
  });

  it('are written in pages of 500, each in a message, when they are many', async () => {
    const { atOnce, pages, places, written, world } = await noted(60);
    expect(atOnce).toBe(0);
    expect(pages.map(({ note }) => note?.length)).toEqual([500, 500, 20]);
    expect(new Set(written.map(({ account, region }) => `${account} ${region}`)).size).toBe(places.length);
    expect(Math.max(...pages.map((page) => JSON.stringify(page).length))).toBeLessThan(256 * 1024);
    expect((await receiptOf(world)).noted).toBe(true);
  });
});

describe('a wide incident', () => {
  /** Two recipients; each run counts how often it reads the incident. */
  async function wide() {
    const world = await tellingWorld();
    world.incidentHas([stopped]);
    const recipients = ['#one', '#two'].map((to) => ({ channel: 'slack', to }) as const);
    const runs: number[] = [];
    let reads = 0;
    const parts: TellingWorld['parts'] = {
      ...world.parts,
      isWide: () => true,
      recipients: async () => recipients,
      incidents: {
        ...world.stores.incidents,
        readIncident: async (id) => {
          reads += 1;
          return world.stores.incidents.readIncident(id);
        },
      },
    };
    /** Serves what waits, until nothing does. */
    const serveAll = async (): Promise<void> => {
      for (let served = 0; world.queue.waiting.length > 0 && served < 50; served += 1) {
        const [next] = world.queue.waiting;
        world.clock.set(instant(Math.max(next!.due, world.clock.now())));
        for (const report of world.queue.receive()) {
          reads = 0;
          await servePending(parts)(report);
          runs.push(reads);
        }
      }
    };
    return { world, parts, runs, serveAll };
  }

  it('is read once a run, told to every recipient, noted, and at rest in the end', async () => {
    const { world, parts, runs, serveAll } = await wide();
    await servePending(parts)({ incident: i1, attempts: 0 });
    expect(world.queue.waiting.map(({ report }) => report.destination)).toEqual(['slack|#one', 'slack|#two']);
    await serveAll();
    expect(world.queue.waiting).toEqual([]);
    expect(Math.max(...runs)).toBe(1);
    expect(world.channel.calls).toEqual(['open', 'open']);
    for (const key of ['slack|#one', 'slack|#two'])
      expect((await world.stores.receipts.readReceipt(i1, key)).noted).toBe(true);
  });

  it('that changed while it was told is edited by the next run', async () => {
    const { world, parts, runs, serveAll } = await wide();
    await servePending(parts)({ incident: i1, attempts: 0, destination: 'slack|#one' });
    world.incidentHas([over]);
    await serveAll();
    expect(Math.max(...runs)).toBe(1);
    expect(world.channel.messages[0]).toMatchObject({ shown: { status: 'resolved' }, finished: true });
  });
});

describe("Hammer's ticket", () => {
  async function inherited(name: 'slack' | 'jira') {
    const world = await tellingWorld({ name });
    await saved(world.stores.issues, { at: world.clock.now(), findings: [stopped.finding] });
    await world.stores.inherit(shop, home, { identified: world.clock.now(), ticket: 'OLD-7' });
    world.incidentHas([stopped]);
    const { issue } = await world.stores.issues.readRemembered(shop, home);
    const findings = new Map([['k' as never, stopped.finding]]);
    const issues = {
      ...world.stores.issues,
      readRemembered: async () => ({ issue: { ...issue!, findings }, memory: undefined }),
    };
    const destination = name === 'jira' ? 'jira|SEC||' : key;
    return { world, parts: { ...world.parts, issues }, destination, movement: { ...here, incident: i1 } };
  }

  it.each([
    ['jira', 0, 'OLD-7'],
    ['jira', 1, undefined],
    ['slack', 0, undefined],
  ] as const)('is taken over by %s for a receipt of version %i: %s', async (name, version, ref) => {
    const { parts, destination, movement } = await inherited(name);
    const blank = await parts.receipts.readReceipt(i1, destination);
    const after = await inheritTicket(parts, { ...blank, version }, [movement]);
    expect(after.told?.ref).toBe(ref);
  });

  it('is taken over from the view, by Jira only and only before anything was told', async () => {
    for (const name of ['jira', 'slack'] as const) {
      const { world, parts, destination } = await inherited(name);
      const view = (await world.stores.incidents.readIncident(i1))!;
      await inheritTicketOfView(parts, view, destination);
      const ref = name === 'jira' ? 'OLD-7' : undefined;
      expect((await parts.receipts.readReceipt(i1, destination)).told?.ref).toBe(ref);
    }
  });
});

describe('the link to a ticket', () => {
  const receipt = (destination: string, ref?: string): Receipt => ({
    incident: incidentId('i-1'),
    destination,
    version: 1,
    said: [],
    told: ref === undefined ? undefined : { ref, place: 'SEC', at: instant(0) },
  });

  it('leads to the ticket that a Jira receipt names, on the site for people', () => {
    const receipts = [
      receipt('slack|#security', '17'),
      receipt('jira|SEC||'),
      receipt('jira|SEC|P|', 'SEC-3'),
    ];
    expect(ticketOf(receipts, 'https://x.atlassian.net')).toEqual({
      key: 'SEC-3',
      url: 'https://x.atlassian.net/browse/SEC-3',
    });
  });

  it('is none without a ticket or a site', () => {
    expect(ticketOf([receipt('jira|SEC||')], 'https://x.atlassian.net')).toBeUndefined();
    expect(ticketOf([receipt('jira|SEC||', 'SEC-3')], undefined)).toBeUndefined();
    expect(tickets.channel).toBe('jira');
  });
});
