import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import type { ChannelMethod, Scripted } from '#adapters/memory/memory-channel.ts';
import type { Receipt } from '#ports/receipt-store.ts';
import { healed, incidentId, member } from '#test/given/incidents.ts';
import { announce } from '#usecases/report/announce.ts';
import type { TellingWorld } from '#test/given/telling-world.ts';
import { i1, mortal, security, tellingWorld, tickets, toldInTheEnd } from '#test/given/telling-world.ts';

const stopped = member();
const over = member(healed);
const lost = { kind: 'unknown', why: 'the connection broke' } as const;
const key = 'slack|#security';
const receiptOf = ({ stores }: TellingWorld): Promise<Receipt> => stores.receipts.readReceipt(i1, key);

describe('the first message', () => {
  it('tells the incident, and remembers where and what', async () => {
    const world = await tellingWorld();
    world.incidentHas([stopped]);
    expect(await world.announce()).toEqual({ kind: 'told', ref: '#security-1' });
    expect(world.channel.calls).toEqual(['open']);
    expect(world.channel.messages[0]?.shown.status).toBe('open');
    expect(await receiptOf(world)).toMatchObject({
      told: { ref: '#security-1', at: world.clock.now() },
      said: ['severity-critical', 'actor-e-1'],
    });
  });

  it('says nothing of what only weakens, and nothing of what is not there', async () => {
    const world = await tellingWorld();
    world.incidentHas([member({ harmful: false, weakening: true })]);
    expect(await world.announce()).toEqual({ kind: 'told' });
    expect(await announce(world.parts)(incidentId('i-nobody'), security)).toEqual({ kind: 'told' });
    expect(world.channel.calls).toEqual([]);
  });

  it('has a marker that is equal for everybody who tells this incident there, and for nothing else', async () => {
    const world = await tellingWorld({ name: 'jira' });
    world.incidentHas([stopped]);
    world.incidentHas([stopped], incidentId('i-2'));
    await world.announce();
    await world.announce(tickets);
    await announce(world.parts)(incidentId('i-2'), security);
    expect(new Set(world.channel.messages.map(({ marker }) => marker)).size).toBe(3);
    for (const { marker } of world.channel.messages) expect(marker).toMatch(/^[a-z0-9-]+$/);
  });
});

describe('keeping it up to date', () => {
  it('does nothing when nothing changed', async () => {
    const world = await tellingWorld();
    world.incidentHas([stopped]);
    await world.announce();
    expect(await world.announce()).toEqual({ kind: 'told', ref: '#security-1' });
    expect(world.channel.calls).toEqual(['open']);
  });

  it('edits in place, and says each milestone once', async () => {
    const world = await tellingWorld();
    world.incidentHas([stopped]);
    await world.announce();
    world.incidentHas([over]);
    for (let times = 0; times < 3; times += 1) expect((await world.announce()).kind).toBe('told');
    expect(world.channel.messages).toHaveLength(1);
    const [message] = world.channel.messages;
    expect(message?.shown.status).toBe('resolved');
    expect(message?.said).toEqual(['resolved@2026-11-21T12:07:51.000Z']);
    expect(world.channel.calls.filter((call) => call === 'change')).toHaveLength(1);
  });

  it('says one thing a second, as Slack takes no more in a channel', async () => {
    const world = await tellingWorld();
    const many = Array.from({ length: 10 }, (_, index) => ({
      ...over,
      account: String(400_000_000_000 + index) as typeof over.account,
    }));
    world.incidentHas([member({ severity: 'high', peak: 'high' })]);
    await world.announce();
    world.incidentHas(many);
    const before = world.channel.calls.length;
    expect(await world.announce()).toMatchObject({ kind: 'later', seconds: 1, failure: false });
    expect(world.channel.calls.slice(before)).toEqual(['change', 'say']);
    await toldInTheEnd(world);
    expect(world.channel.calls.filter((call) => call === 'say')).toHaveLength(3);
  });

  it('says after a second what brings a file, which the first message could not', async () => {
    const world = await tellingWorld();
    const many = Array.from({ length: 40 }, (_, index) => ({
      ...stopped,
      account: String(400_000_000_000 + index) as typeof stopped.account,
    }));
    world.incidentHas(many);
    const parts = { ...world.parts, channel: { ...world.channel, attaches: true as const } };
    expect(await announce(parts)(i1, security)).toMatchObject({ kind: 'later', seconds: 1 });
    expect(await announce(parts)(i1, security)).toMatchObject({ kind: 'told' });
    expect(world.channel.calls).toEqual(['open', 'say']);
    expect(world.channel.messages[0]?.said).toEqual(['accounts-10']);
  });

  it('finishes once what needs nobody any more, and nothing before', async () => {
    const world = await tellingWorld();
    world.incidentHas([stopped]);
    await world.announce();
    expect(world.channel.messages[0]?.finished).toBe(false);
    world.incidentHas([over]);
    await world.announce();
    await world.announce();
    expect(world.channel.messages[0]?.finished).toBe(true);
    expect(world.channel.calls.filter((call) => call === 'finish')).toHaveLength(1);
  });

  it('goes on soon when the incident changed while it was told', async () => {
    const world = await tellingWorld();
    world.incidentHas([stopped]);
    const { open } = world.channel;
    const parts = {
      ...world.parts,
      channel: {
        ...world.channel,
        open: (...given: Parameters<typeof open>) => {
          world.incidentHas([over]);
          return open(...given);
        },
      },
    };
    expect(await announce(parts)(i1, security)).toMatchObject({ kind: 'later', seconds: 1, failure: false });
    await toldInTheEnd(world);
    expect(world.channel.messages[0]?.said).toEqual(['resolved@2026-11-21T12:07:51.000Z']);
  });
});

describe('an unknown outcome', () => {
  it('is looked into before anything is repeated: what was told is found and taken over', async () => {
    const world = await tellingWorld();
    world.incidentHas([stopped]);
    world.channel.next('open', { ...lost, happened: true });
    expect(await world.announce()).toMatchObject({ kind: 'later', failure: true });
    expect(await toldInTheEnd(world)).toEqual({ kind: 'told', ref: '#security-1' });
    expect(world.channel.messages).toHaveLength(1);
    expect(world.channel.messages[0]?.said).toEqual([]);
  });

  it('that did nothing is repeated, once nobody else can be at it any more', async () => {
    const world = await tellingWorld();
    world.incidentHas([stopped]);
    world.channel.next('open', { ...lost, happened: false });
    const began = world.clock.now();
    await world.announce();
    await toldInTheEnd(world);
    expect(world.channel.messages).toHaveLength(1);
    expect(world.channel.messages[0]!.postedAt - began).toBeGreaterThanOrEqual(30_000);
  });

  it.each([0, 1000, 29_000, 300_000, 599_000, 600_000])(
    'leads to one message when the search shows it only after %i ms, which is within the grace',
    async (indexLag) => {
      const world = await tellingWorld({ grace: 600_000, indexLag });
      world.incidentHas([stopped]);
      world.channel.next('open', { ...lost, happened: true });
      await toldInTheEnd(world);
      expect(world.channel.messages).toHaveLength(1);
    },
  );

  it('waits for the whole grace before it tells again', async () => {
    const world = await tellingWorld({ grace: 600_000 });
    world.incidentHas([stopped]);
    world.channel.next('open', { ...lost, happened: false });
    const began = world.clock.now();
    await toldInTheEnd(world);
    expect(world.channel.messages[0]!.postedAt - began).toBeGreaterThanOrEqual(600_000);
    expect(world.channel.messages[0]!.postedAt - began).toBeLessThan(700_000);
  });

  it('does not repeat what another process began a moment ago', async () => {
    const world = await tellingWorld();
    world.incidentHas([stopped]);
    const { receipts } = world.stores;
    const intent = { what: 'open', at: world.clock.now() };
    await receipts.writeReceipt({ ...(await receiptOf(world)), intent });
    world.clock.pass(29);
    expect(await world.announce()).toMatchObject({ kind: 'later', failure: false });
    expect(world.channel.messages).toEqual([]);
    world.clock.pass(1);
    expect(await world.announce()).toMatchObject({ kind: 'told' });
  });

  it('of a milestone is looked into as well: said once, whether it had happened or not', async () => {
    for (const happened of [true, false]) {
      const world = await tellingWorld();
      world.incidentHas([stopped]);
      await world.announce();
      world.incidentHas([over]);
      world.channel.next('say', { ...lost, happened });
      expect(await world.announce()).toMatchObject({ kind: 'later', failure: true });
      await toldInTheEnd(world);
      expect(world.channel.messages[0]?.said).toEqual(['resolved@2026-11-21T12:07:51.000Z']);
    }
  });

  it('does not swallow a milestone that came after the message which was found', async () => {
    const world = await tellingWorld();
    world.incidentHas([stopped]);
    world.channel.next('open', { ...lost, happened: true });
    await world.announce();
    world.incidentHas([over]);
    await toldInTheEnd(world);
    expect(world.channel.messages).toHaveLength(1);
    expect(world.channel.messages[0]?.said).toEqual(['resolved@2026-11-21T12:07:51.000Z']);
  });
});

describe('what cannot be told now', () => {
  it('is told when the channel says it may be tried again', async () => {
    const world = await tellingWorld();
    world.incidentHas([stopped]);
    world.channel.next('open', { kind: 'later', seconds: 42, why: 'rate limited' });
    expect(await world.announce()).toEqual({
      kind: 'later',
      seconds: 42,
      why: 'rate limited',
      failure: true,
    });
    expect(await world.announce()).toEqual({ kind: 'told', ref: '#security-1' });
  });

  it('is refused with the reason, until a person has mended it', async () => {
    const world = await tellingWorld();
    world.incidentHas([stopped]);
    world.channel.next('open', { kind: 'refused', why: 'not in the channel' });
    expect(await world.announce()).toEqual({ kind: 'refused', why: 'not in the channel' });
    expect(await world.announce()).toMatchObject({ kind: 'told' });
  });

  it.each(['find', 'change', 'say', 'said', 'finish'] as const)(
    'goes on where it was when %s was refused or put off',
    async (method) => {
      for (const outcome of [
        { kind: 'refused', why: 'no' },
        { kind: 'later', seconds: 5, why: 'busy' },
      ] as const) {
        const world = await tellingWorld();
        world.incidentHas([stopped]);
        if (method === 'find') world.channel.next('open', { ...lost, happened: true });
        await world.announce();
        if (method === 'find') world.clock.pass(5);
        world.incidentHas([over]);
        if (method === 'said') world.channel.next('say', { ...lost, happened: true });
        world.channel.next(method, outcome);
        for (let times = 0; times < 5; times += 1) {
          await world.announce();
          world.clock.pass(40);
        }
        expect(await world.announce()).toMatchObject({ kind: 'told' });
        expect(world.channel.messages).toHaveLength(1);
        expect(world.channel.messages[0]?.said).toEqual(['resolved@2026-11-21T12:07:51.000Z']);
      }
    },
  );
});

describe('a message that is gone', () => {
  it('is told anew, once, and what it says so far is not said again', async () => {
    const world = await tellingWorld();
    world.incidentHas([stopped]);
    await world.announce();
    world.channel.messages[0]!.deleted = true;
    world.incidentHas([over]);
    expect(await toldInTheEnd(world)).toEqual({ kind: 'told', ref: '#security-2' });
    expect(world.channel.messages).toHaveLength(2);
    expect(world.channel.messages[1]).toMatchObject({
      said: [],
      shown: { status: 'resolved' },
      finished: true,
    });
  });

  it.each(['say', 'said', 'finish'] as const)('is noticed while it is asked to %s', async (method) => {
    const world = await tellingWorld();
    world.incidentHas([stopped]);
    await world.announce();
    world.incidentHas([over]);
    if (method === 'said') world.channel.next('say', { ...lost, happened: false });
    world.channel.next(method, { kind: 'gone', why: 'deleted' });
    await world.announce();
    world.channel.messages[0]!.deleted = true;
    expect(await toldInTheEnd(world)).toEqual({ kind: 'told', ref: '#security-2' });
    expect(world.channel.messages).toHaveLength(2);
  });

  it('is noticed although what it says has not changed, by whoever asks what was said under it', async () => {
    const world = await tellingWorld();
    world.incidentHas([stopped]);
    await world.announce();
    world.incidentHas([over]);
    world.channel.next('say', { ...lost, happened: false });
    await world.announce();
    world.channel.messages[0]!.deleted = true;
    expect(await toldInTheEnd(world)).toEqual({ kind: 'told', ref: '#security-2' });
    expect(world.channel.calls.filter((call) => call === 'change')).toHaveLength(1);
    expect(world.channel.messages[1]).toMatchObject({ shown: { status: 'resolved' }, finished: true });
  });

  it('has its new place noted on the issues again', async () => {
    const world = await tellingWorld();
    world.incidentHas([stopped]);
    await world.announce();
    await world.stores.receipts.writeReceipt({ ...(await receiptOf(world)), noted: true });
    world.channel.messages[0]!.deleted = true;
    world.incidentHas([over]);
    await toldInTheEnd(world);
    expect((await receiptOf(world)).noted).toBeUndefined();
  });
});

describe('whatever happens', () => {
  it('many who tell at once make one message and say each milestone once', async () => {
    const world = await tellingWorld();
    for (const members of [[stopped], [over]]) {
      world.incidentHas(members);
      await Promise.all(Array.from({ length: 6 }, () => world.announce()));
      world.clock.pass(31);
      await toldInTheEnd(world);
    }
    expect(world.channel.messages).toHaveLength(1);
    expect(world.channel.messages[0]?.said).toEqual(['resolved@2026-11-21T12:07:51.000Z']);
  });

  it.each(['before', 'after'] as const)(
    'a process killed %s any of its steps tells once in the end',
    async (when) => {
      for (let at = 0; ; at += 1) {
        const world = await tellingWorld({ grace: 60_000, indexLag: 45_000 });
        world.incidentHas([stopped]);
        const first = mortal(world.parts, { at, when });
        const opened = await announce(first.parts)(i1, security).catch(() => 'killed');
        await toldInTheEnd(world);
        world.incidentHas([over]);
        const second = mortal(world.parts, { at, when });
        const resolved = await announce(second.parts)(i1, security).catch(() => 'killed');
        await toldInTheEnd(world);
        expect(world.channel.messages, `killed ${when} step ${at}`).toHaveLength(1);
        expect(world.channel.messages[0], `killed ${when} step ${at}`).toMatchObject({
          said: ['resolved@2026-11-21T12:07:51.000Z'],
          shown: { status: 'resolved' },
          finished: true,
        });
        if (opened !== 'killed' && resolved !== 'killed') break;
        expect(at).toBeLessThan(50);
      }
    },
  );

  it('any run of failures ends with one message that shows the truth, and no milestone is lost or said twice', async () => {
    const method = fc.constantFrom<ChannelMethod>('open', 'find', 'change', 'say', 'said', 'finish');
    const outcome: fc.Arbitrary<Scripted> = fc.oneof(
      fc.record({ kind: fc.constant('unknown' as const), why: fc.constant('lost'), happened: fc.boolean() }),
      fc.record({ kind: fc.constant('later' as const), why: fc.constant('busy'), seconds: fc.nat(400) }),
    );
    const faults = fc.array(fc.tuple(method, outcome), { maxLength: 12 });
    const lag = fc.nat(600_000);
    await fc.assert(
      fc.asyncProperty(faults, lag, fc.nat(3), async (script, indexLag, early) => {
        const world = await tellingWorld({ grace: 600_000, indexLag });
        for (const [name, result] of script) world.channel.next(name, result);
        world.incidentHas([stopped]);
        for (let times = 0; times <= early; times += 1) await world.announce();
        world.incidentHas([over]);
        expect((await toldInTheEnd(world)).kind).toBe('told');
        const [message, ...others] = world.channel.messages;
        expect(others).toEqual([]);
        expect(message?.shown.status).toBe('resolved');
        const ids = (milestones: readonly { id: string }[]) => milestones.map(({ id }) => id);
        const everSaid = [...ids(message!.first.milestones), ...message!.said];
        expect(everSaid.sort()).toEqual(ids(message!.shown.milestones).sort());
      }),
      { numRuns: 150 },
    );
  });
});
