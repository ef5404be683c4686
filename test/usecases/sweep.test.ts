import { describe, expect, it } from 'vitest';
import { memoryBaseline } from '#adapters/memory/memory-baseline.ts';
import { memoryFollowUps } from '#adapters/memory/memory-follow-ups.ts';
import { memoryRollStore } from '#adapters/memory/memory-roll-store.ts';
import { memorySweepLog } from '#adapters/memory/memory-sweep-log.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { sweepResult } from '#domain/sweeps/sweep.ts';
import type { Unreadable } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { Roll } from '#ports/organization.ts';
import { account, arn, noon, shop } from '#test/given/shop.ts';
import { accountIds, outcome } from '#test/given/days.ts';
import { answerRequest } from '#usecases/evaluate/answer-request.ts';
import type { SweepParts } from '#usecases/sweep/sweep-organization.ts';
import { sweepOrganization } from '#usecases/sweep/sweep-organization.ts';
import {
  denied,
  evaluationWorld,
  everywhere,
  management,
  organizationTrail,
} from '#test/given/evaluation-world.ts';

const archive = account('222222222222');
const known = new Map<AccountId, string>([
  [archive, 'log archive'],
  [management, 'management'],
  [shop, 'shop'],
]);

function world(changes: Partial<SweepParts> = {}) {
  const clock = settableClock(noon);
  const followUps = memoryFollowUps();
  const delays: (number | undefined)[] = [];
  const sweeps = memorySweepLog();
  const rolls = memoryRollStore();
  const baseline = memoryBaseline(memoryTables());
  const noted: Unreadable[] = [];
  const parts: SweepParts = {
    clock,
    sweeps,
    rolls,
    baseline,
    organization: alone,
    listsAccounts: changes.organization !== undefined,
    followUps: {
      ...followUps,
      evaluateAll: async (requests: readonly EvaluationRequest[], seconds?: number) => {
        delays.push(...requests.map(() => seconds ?? 0));
        await followUps.evaluateAll(requests);
      },
    },
    watched: (all) => all ?? known,
    managementAccount: undefined,
    enabled: true,
    noteRefusal: (why) => void noted.push(why),
    ...changes,
  };
  return {
    clock,
    sweeps,
    rolls,
    baseline,
    parts,
    delays,
    noted,
    sent: followUps.sent,
    sweep: sweepOrganization(parts),
  };
}

const answers = (roll: Roll): SweepParts['organization'] => ({
  fetchIdentity: async () => ({ kind: 'seen', value: roll }),
  fetchRoll: async () => ({ kind: 'seen', value: roll }),
});
const refused = async () => ({ kind: 'unreadable', why: denied }) as const;
const refuses: SweepParts['organization'] = { fetchIdentity: refused, fetchRoll: refused };
/** An account that is in no organization. */
const alone: SweepParts['organization'] = {
  fetchIdentity: async () => ({ kind: 'seen', value: { id: undefined, management: undefined } }),
  fetchRoll: refused,
};

describe('the sweep', () => {
  it('asks for every account once, owners of organization trails first and with a head start', async () => {
    const { sweep, sent, delays } = world({ managementAccount: management });
    await sweep(noon);
    expect(sent.swept.map((request) => request.account)).toEqual([management, archive, shop]);
    expect(delays).toEqual([0, 20, 20]);
    expect(sent.swept.every(({ regions, why }) => regions === 'all' && why === 'sweep')).toBe(true);
  });

  it('puts those first who were seen to own an organization trail last time', async () => {
    const { sweep, sent, sweeps } = world();
    const first = await sweep(noon);
    await sweeps.noteOutcome(first?.id ?? '', outcome(shop, { ownsOrganizationTrail: true }));
    await sweep(noon);
    expect(sent.swept.slice(3).map((request) => request.account)).toEqual([shop, archive, management]);
  });

  it('is the same sweep when it is repeated for the same moment, whatever the clock says', async () => {
    const { sweep, clock } = world();
    const first = await sweep(noon);
    clock.pass(120);
    expect(await sweep(noon)).toEqual(first);
  });

  it('spreads a large organization over a quarter of an hour, each account once', async () => {
    for (const [count, last] of [
      [100, 0],
      [300, 290],
      [5000, 878],
    ] as const) {
      const many = new Map(accountIds(count).map((id) => [id, 'one of many'] as const));
      const { sweep, sent, delays } = world({ watched: () => many });
      await sweep(noon);
      expect(new Set(sent.swept.map((request) => request.account)).size).toBe(count);
      expect(delays).toHaveLength(count);
      expect(Math.max(...delays.map((seconds) => seconds ?? 0)), `${count} accounts`).toBe(last);
      expect(delays).toEqual(delays.toSorted((one, other) => (one ?? 0) - (other ?? 0)));
    }
  });

  it('waits two hours for its accounts, and longer for a large organization', async () => {
    const few = await world().sweep(noon);
    expect((few?.deadline ?? 0) - noon).toBe(2 * 3600_000);
    const many = new Map(accountIds(10_000).map((id) => [id, 'one of many'] as const));
    const large = await world({ watched: () => many }).sweep(noon);
    expect((large?.deadline ?? 0) - noon).toBe(60_000_000);
  });

  it('sends nothing while detection is off', async () => {
    const { sweep, sent } = world({ enabled: false });
    expect(await sweep(noon)).toBeUndefined();
    expect(sent.swept).toEqual([]);
  });

  it("takes the organization's accounts, and keeps them for those who must not ask", async () => {
    const active = new Map([
      [management, 'management'],
      [shop, 'shop'],
    ]);
    const roll = { at: noon, active, id: 'o-exampleorg', management };
    const { sweep, sent, rolls } = world({ organization: answers(roll) });
    await sweep(noon);
    expect(sent.swept.map((request) => request.account)).toEqual([management, shop]);
    expect(await rolls.readRoll()).toEqual(roll);
  });

  it.each([
    ['names no account', new Map<AccountId, string>(), undefined],
    ['leaves out the management account', new Map([[shop, 'shop']]), management],
  ])('does not believe a list that %s, and goes on with that of last time', async (_, active, owner) => {
    const roll = { at: noon, active, id: undefined, management: owner };
    const { sweep, sent, rolls } = world({ organization: answers(roll) });
    const last = {
      at: noon,
      active: new Map([[archive, 'log archive']]),
      id: undefined,
      management: undefined,
    };
    await rolls.keepRoll(last);
    expect(await sweep(noon)).toMatchObject({ listRefused: { operation: 'organizations:ListAccounts' } });
    expect(sent.swept.map((request) => request.account)).toEqual([archive]);
    expect(await rolls.readRoll()).toEqual(last);
  });

  it.each([
    ['keeps the id of the organization of configured accounts', 'o-exampleorg', answers],
    ['keeps the former id when AWS refuses to say it', 'o-before', () => refuses],
    ['knows of no organization where there is none', undefined, () => alone],
  ])('%s', async (_, id, of) => {
    const before = { at: noon, active: known, id: 'o-before', management };
    const organization = of({ ...before, id: 'o-exampleorg' });
    const { parts, rolls, sent } = world({ organization });
    await rolls.keepRoll(before);
    await sweepOrganization({ ...parts, listsAccounts: false })(noon);
    expect(await rolls.readRoll()).toMatchObject({ id, active: known });
    expect(sent.swept.map(({ account: one }) => one)).toEqual([archive, management, shop]);
  });

  it('of configured accounts has asked for all of them before Organizations fails', async () => {
    const fetchIdentity = async () => Promise.reject(new Error('organizations:DescribeOrganization failed'));
    const { parts, sent } = world({ organization: { ...refuses, fetchIdentity } });
    await expect(sweepOrganization({ ...parts, listsAccounts: false })(noon)).rejects.toThrow('Describe');
    expect(sent.swept).toHaveLength(3);
  });

  it('goes on with the accounts of last time when the organization cannot be listed, and says so', async () => {
    const { sweep, sent, rolls } = world({ organization: refuses });
    await rolls.keepRoll({
      at: noon,
      active: new Map([[shop, 'shop']]),
      id: undefined,
      management: undefined,
    });
    expect(await sweep(noon)).toMatchObject({ listRefused: denied });
    expect(sent.swept).toHaveLength(1);
  });

  it('takes the one account of a list without an organization, and says what it misses in another', async () => {
    const active = new Map([[shop, 'shop']]);
    const roll = { at: noon, active, id: undefined, management: undefined };
    const { parts, sent } = world({ organization: answers(roll) });
    expect((await sweepOrganization(parts)(noon))?.listRefused).toBeUndefined();
    expect(sent.swept.map((request) => request.account)).toEqual([shop]);
    const other = world({ organization: answers(roll), managementAccount: management });
    await other.rolls.keepRoll({ ...roll, active: known });
    expect((await other.sweep(noon))?.listRefused).toEqual({
      operation: 'organizations:ListAccounts',
      code: 'ListCutShort',
      message: 'The list of 1 accounts does not have the management account.',
    });
  });

  it("puts the management account first that the list names, and every owner of last time's trails", async () => {
    const roll = { at: noon, active: known, id: 'o-1', management };
    const { sweep, sent, sweeps, delays } = world({
      organization: answers(roll),
      managementAccount: archive,
    });
    const first = await sweep(noon);
    expect(sent.swept.map((request) => request.account)).toEqual([management, archive, shop]);
    await sweeps.noteOutcome(first?.id ?? '', outcome(archive, { ownsOrganizationTrail: false }));
    await sweeps.noteOutcome(first?.id ?? '', outcome(shop, { ownsOrganizationTrail: true }));
    await sweep((noon + 86_400_000) as typeof noon);
    expect(sent.swept.slice(3).map((request) => request.account)).toEqual([management, shop, archive]);
    expect(delays).toEqual([0, 20, 20, 0, 0, 20]);
  });

  it('waits for no owners where none are known', async () => {
    const { sweep, delays, sent } = world();
    await sweep(noon);
    expect(delays).toEqual([0, 0, 0]);
    const [request] = sent.swept;
    expect(request).toEqual({
      account: archive,
      regions: 'all',
      why: 'sweep',
      triggers: [],
      sweep: '2026-11-21T12:00:00.000Z',
      baseline: true,
    });
  });

  it('spreads the members after the head start of the owners, ten in a message and one each second at most', async () => {
    const many = new Map([management, ...accountIds(150)].map((id) => [id, 'one of many'] as const));
    const { sweep, delays } = world({ watched: () => many, managementAccount: management });
    await sweep(noon);
    expect(delays.slice(0, 12)).toEqual([0, ...Array.from({ length: 10 }, () => 20), 30]);
    expect(Math.max(...delays.map((seconds) => seconds ?? 0))).toBe(20 + 140);
  });

  it('goes on with the accounts of last time when Organizations does not answer, and says what it met', async () => {
    const throttled = Object.assign(new Error('Slow down.'), { name: 'TooManyRequestsException' });
    const failed = new Error('organizations:ListAccounts failed', { cause: throttled });
    const { sweep, sent, rolls, noted } = world({
      organization: { ...refuses, fetchRoll: () => Promise.reject(failed) },
    });
    const last = { at: noon, active: new Map([[shop, 'shop']]), id: undefined, management };
    await rolls.keepRoll(last);
    const listRefused = (await sweep(noon))?.listRefused;
    expect(noted).toEqual([listRefused]);
    expect(listRefused).toEqual({
      operation: 'organizations:ListAccounts',
      code: 'TooManyRequestsException',
      message: 'organizations:ListAccounts failed: Slow down.',
    });
    expect(sent.swept.map((request) => request.account)).toEqual([shop]);
    expect(await rolls.readRoll()).toEqual(last);
  });

  it('fails aloud when nobody ever knew the accounts', async () => {
    const { sweep, noted } = world({ organization: refuses });
    await expect(sweep(noon)).rejects.toThrow('sts:AssumeRole: AccessDenied');
    expect(noted).toEqual([denied]);
    const unheard = world({
      organization: { ...refuses, fetchRoll: () => Promise.reject(new Error('late')) },
    });
    await expect(unheard.sweep(noon)).rejects.toThrow(
      'cannot be listed: organizations:ListAccounts: Error: late',
    );
  });

  it('gathers what stands until the baseline is accepted', async () => {
    const { sweep, sent, baseline } = world();
    await sweep(noon);
    expect(sent.swept.every((request) => request.baseline === true)).toBe(true);
    await baseline.acceptBaseline(noon);
    const next = await sweep((noon + 1000) as typeof noon);
    expect(next?.baseline).toBe(false);
  });
});

describe('the end of a sweep', () => {
  const accounts = [...known.keys()];
  const sweep = {
    id: 'x',
    startedAt: noon,
    deadline: (noon + 7200_000) as typeof noon,
    accounts,
    baseline: false,
  };

  it('is complete when everybody has answered, and not before', () => {
    const all = accounts.map((one) => outcome(one));
    expect(sweepResult(sweep, all.slice(1), noon)).toMatchObject({ end: undefined, missing: [accounts[0]] });
    expect(sweepResult(sweep, all, noon)).toMatchObject({ end: 'complete', read: 3, missing: [] });
  });

  it('comes with the deadline, whoever is missing or keeps failing', () => {
    const [first = shop] = accounts;
    const failed = outcome(first, { kind: 'failed', why: 'Rate exceeded' });
    const result = sweepResult(sweep, [failed], sweep.deadline);
    expect(result).toMatchObject({ end: 'deadline', read: 0, failed: [failed], missing: accounts.slice(1) });
  });

  it('tells those apart who could not be read, with what was refused', () => {
    const [first = shop] = accounts;
    const refused = outcome(first, { refusals: [{ ...denied, regions: everywhere }] });
    const rest = accounts.slice(1).map((one) => outcome(one));
    expect(sweepResult(sweep, [refused, ...rest], noon)).toMatchObject({
      end: 'complete',
      read: 2,
      unreadable: [refused],
    });
  });
});

describe('what a sweep is answered', () => {
  async function answering() {
    const stage = await evaluationWorld();
    const sweeps = memorySweepLog();
    const asked = await sweeps.beginSweep({
      id: 'x',
      startedAt: noon,
      deadline: noon,
      accounts: [shop],
      baseline: false,
    });
    let fails = false;
    const answer = answerRequest({
      sweeps,
      clock: stage.clock,
      evaluate: async (request) => {
        if (fails) throw new Error('cloudtrail:DescribeTrails failed', { cause: new Error('Rate exceeded') });
        return stage.evaluate(request);
      },
      findCauses: async () => undefined,
      noteOwnChange: async () => undefined,
      enabled: true,
    });
    const request: EvaluationRequest = {
      account: shop,
      regions: 'all',
      why: 'sweep',
      triggers: [],
      sweep: asked.id,
    };
    const swept = () => answer(request);
    const last = async () => (await sweeps.listOutcomes('x'))[0];
    return { ...stage, swept, last, failing: (is: boolean) => void (fails = is) };
  }

  it('names the Regions and trails that were seen', async () => {
    const { put, swept, last } = await answering();
    put({ multiRegion: true });
    await swept();
    expect(await last()).toMatchObject({
      kind: 'done',
      regions: everywhere,
      regionsNamed: true,
      trails: 1,
      refusals: [],
    });
    put({ arn: arn(`arn:aws:cloudtrail:eu-west-1:${shop}:trail/second`) });
    await swept();
    expect(await last()).toMatchObject({ trails: 2 });
  });

  it('names the buckets and keys of the trails that were seen, and for which of them it asked for an inspection', async () => {
    const { put, swept, last } = await answering();
    put({ multiRegion: true, bucket: 'shop-logs', kmsKey: 'arn:aws:kms:eu-west-1:1:key/k' });
    const foreign = { arn: organizationTrail, owner: management, organization: true, multiRegion: true };
    put({ ...foreign, bucket: 'archive-logs' });
    await swept();
    expect((await last())?.destinations).toEqual([
      { kind: 'bucket', id: 'shop-logs', asked: true },
      { kind: 'key', id: 'arn:aws:kms:eu-west-1:1:key/k', asked: true },
      { kind: 'bucket', id: 'archive-logs', asked: false },
    ]);
  });

  it('names the permission that was missing, once for all Regions', async () => {
    const { closed, swept, last } = await answering();
    closed.set(shop, denied);
    await swept();
    expect(await last()).toMatchObject({
      regionsNamed: false,
      refusals: [{ operation: 'sts:AssumeRole', code: 'AccessDenied' }],
    });
    expect((await last())?.refusals).toHaveLength(1);
  });

  it('tells that an account failed and why, and fails, so that it is tried again', async () => {
    const { swept, last, failing } = await answering();
    failing(true);
    await expect(swept()).rejects.toThrow('DescribeTrails');
    expect(await last()).toMatchObject({
      kind: 'failed',
      why: 'cloudtrail:DescribeTrails failed: Rate exceeded',
    });
    failing(false);
    await swept();
    failing(true);
    await expect(swept()).rejects.toThrow();
    expect(await last()).toMatchObject({ kind: 'done' });
  });

  it('knows who owns an organization trail', async () => {
    const { put, evaluate } = await answering();
    put({ arn: organizationTrail, owner: management, organization: true, multiRegion: true });
    const sweeps = memorySweepLog();
    const { clock } = await answering();
    const nothing = async () => undefined;
    const answer = answerRequest({
      sweeps,
      clock,
      evaluate,
      findCauses: nothing,
      noteOwnChange: nothing,
      enabled: true,
    });
    for (const one of [management, shop]) {
      await answer({ account: one, regions: 'all', why: 'sweep', triggers: [], sweep: 'x' });
    }
    const owns = (await sweeps.listOutcomes('x')).map(({ ownsOrganizationTrail, trails, coveredBy }) => [
      ownsOrganizationTrail,
      trails,
      coveredBy,
    ]);
    expect(owns).toEqual([
      [true, 1, []],
      [false, 0, [organizationTrail]],
    ]);
  });
});

describe('what stands before Trailwarden comes', () => {
  it('is held back when a sweep sees it first; a new harm to the same trail is not', async () => {
    const { put, evaluate, open, stores, clock } = await evaluationWorld();
    put({ multiRegion: true }, { logging: false, startedAt: noon, stoppedAt: noon });
    await evaluate({ baseline: true });
    const [first] = await open();
    const held = await stores.incidents.readIncident(first!.incident);
    expect(held?.incident.preexisting).toBe(true);
    expect(first?.unexplained).toContain('before Trailwarden');
    clock.pass(3600);
    put({ multiRegion: true }, { logging: true, startedAt: clock.now() });
    await evaluate();
    clock.pass(120);
    await evaluate();
    put({ multiRegion: true }, { logging: false, startedAt: noon, stoppedAt: clock.now() });
    await evaluate({ baseline: true });
    const [again] = await open();
    const told = await stores.incidents.readIncident(again!.incident);
    expect(told?.incident).toMatchObject({ previous: first!.incident });
    expect(told?.incident.preexisting).toBeUndefined();
    expect(again?.missed).toBe(true);
  });
});
