import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { assumedRoles } from '#adapters/aws/assumed-roles.ts';
import { cloudTrailObserver } from '#adapters/aws/cloud-trail-observer.ts';
import { refusalOf } from '#adapters/aws/refusals.ts';
import { recordsNothing } from '#domain/facts/event-selectors.ts';
import { recordedOf } from '#domain/findings/coverage.ts';
import type { ReadOwnersStatus } from '#ports/trail-observer.ts';
import type { World } from '#simulators/organization/world.ts';
import { frankfurt, home, noon, region } from '#test/given/shop.ts';
import { management, member, nobodysWord, sightsOf } from '#test/contracts/trail-observer.ts';
import { simulatedWorld } from '#test/contracts/trail-observers.ts';
import * as world from '#test/given/simulated-aws.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const ownersWord: ReadOwnersStatus = async () => ({ status: { logging: true }, recorded: recordsNothing });
const virginia = region('us-east-1');
const everywhere = [home, frankfurt, virginia];
const writes = [{ field: 'eventCategory', equals: ['Management'] }].map(({ field, equals }) => ({
  FieldSelectors: [
    { Field: field, Equals: equals },
    { Field: 'readOnly', Equals: ['false'] },
  ],
}));
const withSelectors: World = {
  ...world.smallWorld,
  trails: world.smallWorld.trails!.map((trail) => ({ ...trail, advancedSelectors: writes })),
};

type Simulated = Awaited<ReturnType<typeof simulatedWorld>>;
const asked = ({ aws }: Simulated, operation: string) =>
  aws.organization.calls.filter((call) => call.operation === operation);

describe('one visit', () => {
  it('asks for selectors once per trail, and for the status once per trail and Region', async () => {
    const simulated = await simulatedWorld(withSelectors);
    const visit = simulated.observer.visitAccount(management, nobodysWord);
    const looks = await Promise.all(everywhere.map((where) => visit.observeRegion(where)));
    for (const look of looks) {
      const [sight] = sightsOf(look);
      expect(sight?.selectors).toMatchObject({ kind: 'seen', value: { kind: 'advanced' } });
    }
    expect(asked(simulated, 'GetEventSelectors').map((call) => call.region)).toEqual([home]);
    expect(asked(simulated, 'GetTrailStatus')).toHaveLength(3);
    expect(asked(simulated, 'DescribeTrails')).toHaveLength(3);
    expect(asked(simulated, 'AssumeRole')).toHaveLength(1);
  });

  it('asks for no selectors where a trail has the default ones', async () => {
    const simulated = await simulatedWorld();
    const sights = sightsOf(
      await simulated.observer.visitAccount(member, nobodysWord).observeRegion(frankfurt),
    );
    expect(sights.every(({ selectors }) => selectors === undefined)).toBe(true);
    expect(asked(simulated, 'GetEventSelectors')).toEqual([]);
  });

  it('asks for no status where the owner gave its word', async () => {
    const simulated = await simulatedWorld();
    await simulated.observer.visitAccount(member, ownersWord).observeRegion(home);
    expect(asked(simulated, 'GetTrailStatus')).toEqual([]);
  });

  it('uses nothing but reads that are simulated, with the read role of the account', async () => {
    const simulated = await simulatedWorld(withSelectors);
    const visit = simulated.observer.visitAccount(management, nobodysWord);
    await visit.listRegions();
    await visit.observeRegion(home);
    expect(simulated.aws.organization.unknownOperations).toEqual([]);
    const principals = simulated.aws.organization.calls
      .filter(({ operation }) => operation !== 'AssumeRole')
      .map(({ principalArn }) => principalArn);
    expect(new Set(principals)).toEqual(
      new Set([`arn:aws:sts::${management}:assumed-role/trailwarden-read/trailwarden`]),
    );
  });
});

describe('an event, a look-again and the sweep that look at one account at once', () => {
  const five = ['trail-a', 'trail-b', 'trail-c', 'trail-d', 'trail-e'].map((name) => ({
    name,
    accountId: member,
    homeRegion: home,
    bucket: 'shop-logs',
  }));

  it('share the eight calls a second, and none of them is lost to throttling', async () => {
    const simulated = await simulatedWorld({ ...world.smallWorld, trails: five });
    simulated.aws.organization.faults.rateLimit(true);
    const look = () => simulated.observer.visitAccount(member, nobodysWord).observeRegion(home);
    const began = performance.now();
    const looks = await Promise.all([look(), look(), look()]);
    // Eighteen calls: eight at once, eight after a second, two after the next.
    expect(performance.now() - began).toBeGreaterThan(1900);
    expect(looks.map((one) => sightsOf(one).map(({ status }) => status.kind))).toEqual(
      looks.map(() => five.map(() => 'seen')),
    );
  });

  it('do not wait for a look at another account, or at another Region', async () => {
    await simulatedWorld({ ...world.smallWorld, trails: five });
    // Who waits for what is not measured by time: here the turn of one place comes when the others have ended.
    const turnOfMember = Promise.withResolvers<undefined>();
    const observer = cloudTrailObserver({
      clock: { now: () => noon },
      region: home,
      assume: assumedRoles({ region: home, partition: 'aws', roleName: 'trailwarden-read' }),
      turnOf: (who, where) => async () =>
        who === member && where === home ? turnOfMember.promise : undefined,
    });
    const ended: string[] = [];
    const look = async (who: typeof member, where: typeof home): Promise<void> => {
      await observer.visitAccount(who, nobodysWord).observeRegion(where);
      ended.push(`${who} ${where}`);
    };
    const busy = look(member, home);
    await Promise.all([look(member, virginia), look(management, home), look(management, virginia)]);
    expect(ended).not.toContain(`${member} ${home}`);
    turnOfMember.resolve(undefined);
    await busy;
    expect(ended.at(-1)).toBe(`${member} ${home}`);
  });
});

describe('the session of an account', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is kept between visits, each account its own, and taken anew shortly before it ends', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const simulated = await simulatedWorld();
    const look = (who = member) => simulated.observer.visitAccount(who, nobodysWord).observeRegion(home);
    await look();
    await look();
    await look(management);
    expect(asked(simulated, 'AssumeRole')).toHaveLength(2);
    vi.setSystemTime(Date.now() + 43 * 60_000);
    await look();
    expect(asked(simulated, 'AssumeRole')).toHaveLength(2);
    vi.setSystemTime(Date.now() + 2 * 60_000);
    await look();
    expect(asked(simulated, 'AssumeRole')).toHaveLength(3);
  });

  it('is one for all who ask at the same moment', async () => {
    const simulated = await simulatedWorld();
    const look = () => simulated.observer.visitAccount(member, nobodysWord).observeRegion(home);
    await Promise.all([look(), look(), look()]);
    expect(asked(simulated, 'AssumeRole')).toHaveLength(1);
  });

  it('is asked for again after a refusal: the role may be there by now', async () => {
    const simulated = await simulatedWorld();
    const { faults } = simulated.aws.organization;
    faults.unreadable(member, 'no-role');
    const look = () => simulated.observer.visitAccount(member, nobodysWord).observeRegion(home);
    expect((await look()).trails.kind).toBe('unreadable');
    faults.unreadable(member);
    expect((await look()).trails.kind).toBe('seen');
  });
});

describe('a refusal is a fact', () => {
  it.each([
    ['DescribeTrails', 'cloudtrail:DescribeTrails'],
    ['ListRegions', 'account:ListRegions'],
  ])('named by its operation: %s', async (_, operation) => {
    const readRolePolicy = (action: string): boolean => action !== operation;
    const simulated = await simulatedWorld(world.smallWorld, { readRolePolicy });
    const visit = simulated.observer.visitAccount(member, nobodysWord);
    const sight =
      operation === 'account:ListRegions'
        ? await visit.listRegions()
        : (await visit.observeRegion(home)).trails;
    expect(sight).toMatchObject({ kind: 'unreadable', why: { operation } });
    expect(sight.kind === 'unreadable' && sight.why.message).toContain('not authorized');
  });

  it.each([
    ['cloudtrail:GetTrailStatus', 'status'],
    ['cloudtrail:GetEventSelectors', 'selectors'],
  ] as const)('about a part of what is seen: %s', async (operation, part) => {
    const readRolePolicy = (action: string): boolean => action !== operation;
    const simulated = await simulatedWorld(withSelectors, { readRolePolicy });
    const [sight] = sightsOf(
      await simulated.observer.visitAccount(management, nobodysWord).observeRegion(home),
    );
    expect(sight?.[part]).toMatchObject({
      kind: 'unreadable',
      why: { operation, code: 'AccessDeniedException' },
    });
    const other = part === 'status' ? 'selectors' : 'status';
    expect(sight?.[other]?.kind).toBe('seen');
  });

  it.each(['arn-invalid', 'not-found'] as const)(
    'when a member may not know of an organization trail (%s)',
    async (view) => {
      const simulated = await simulatedWorld();
      simulated.aws.organization.faults.memberView(view);
      const [sight] = sightsOf(
        await simulated.observer.visitAccount(member, nobodysWord).observeRegion(home),
      );
      expect(sight).toMatchObject({
        status: { kind: 'unreadable', why: { operation: 'cloudtrail:GetTrailStatus' } },
        secondHand: true,
      });
    },
  );

  it.each(['arn-invalid', 'not-found'] as const)(
    'when a member may not know of its selectors, where the owner read what they record (%s)',
    async (view) => {
      const simulated = await simulatedWorld(withSelectors);
      const seen = async (word: ReadOwnersStatus) =>
        sightsOf(await simulated.observer.visitAccount(member, word).observeRegion(home)).find(
          ({ trail }) => trail.organization,
        )!;
      const whole = { writes: 'all', reads: 'none', excludedSources: [] };
      expect(recordedOf(await seen(nobodysWord))).toEqual(whole);
      // What the member reads itself is newer.
      expect(recordedOf(await seen(ownersWord))).toEqual(whole);
      simulated.aws.organization.faults.memberView(view);
      expect(recordedOf(await seen(nobodysWord))).toBeUndefined();
      expect(recordedOf(await seen(ownersWord))).toEqual(recordsNothing);
    },
  );

  it('in a Region that is not enabled', async () => {
    const simulated = await simulatedWorld();
    simulated.aws.organization.faults.denyRegion(member, 'us-east-1', 'disabled');
    const visit = simulated.observer.visitAccount(member, nobodysWord);
    expect((await visit.observeRegion(virginia)).trails).toMatchObject({
      kind: 'unreadable',
      why: { operation: 'cloudtrail:DescribeTrails', code: 'UnrecognizedClientException' },
    });
    expect((await visit.observeRegion(home)).trails.kind).toBe('seen');
  });

  it('and no refusal by the account, when only the cached session is not known any more: its role was made anew', async () => {
    const simulated = await simulatedWorld();
    const { faults } = simulated.aws.organization;
    faults.denyRegion(member, 'us-east-1', 'disabled');
    let sessions = 0;
    const assume = assumedRoles({ region: home, partition: 'aws', roleName: 'trailwarden-read' });
    const observer = cloudTrailObserver({
      clock: { now: () => noon },
      region: home,
      assume: async (account, notAccepted) => {
        sessions += 1;
        // With the new session the Region answers again.
        if (notAccepted) faults.denyRegion(member, 'us-east-1');
        return assume(account, notAccepted);
      },
    });
    const visit = observer.visitAccount(member, nobodysWord);
    expect((await visit.observeRegion(virginia)).trails.kind).toBe('seen');
    await visit.observeRegion(virginia);
    expect(sessions).toBe(2);
  });

  it('of a whole account that an organization policy closed', async () => {
    const simulated = await simulatedWorld();
    simulated.aws.organization.faults.unreadable(member, 'scp');
    const { trails } = await simulated.observer.visitAccount(member, nobodysWord).observeRegion(home);
    expect(trails).toMatchObject({ kind: 'unreadable' });
    expect(trails.kind === 'unreadable' && trails.why.message).toContain('service control policy');
  });
});

describe('throttling is no fact', () => {
  // The SDK waits a random part of its back-off: here none of it.
  beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0));
  afterEach(() => void vi.restoreAllMocks());

  it.each([
    ['cloudtrail', 'cloudtrail:DescribeTrails'],
    ['sts', 'sts:AssumeRole'],
  ])('it is thrown with the operation when it lasts: %s', async (service, operation) => {
    const simulated = await simulatedWorld();
    simulated.aws.organization.faults.throttle((call) => call.service === service);
    const look = simulated.observer.visitAccount(member, nobodysWord).observeRegion(home);
    await expect(look).rejects.toThrow(`${operation} failed and is to be tried again`);
  });

  it('it is sat out when it passes', async () => {
    const simulated = await simulatedWorld();
    let throttled = 0;
    simulated.aws.organization.faults.throttle(
      ({ operation }) => operation === 'DescribeTrails' && throttled++ < 2,
    );
    const { trails } = await simulated.observer.visitAccount(member, nobodysWord).observeRegion(home);
    expect(trails.kind).toBe('seen');
    expect(asked(simulated, 'DescribeTrails')).toHaveLength(3);
  });

  it('it is one failure although several calls meet it: none is left for Node to end the process over', async () => {
    const simulated = await simulatedWorld(withSelectors);
    const unheard: unknown[] = [];
    const hear = (error: unknown): void => void unheard.push(error);
    process.on('unhandledRejection', hear);
    simulated.aws.organization.faults.throttle(({ operation }) => operation.startsWith('Get'));
    const visit = simulated.observer.visitAccount(management, nobodysWord);
    const looks = await Promise.allSettled(everywhere.map((where) => visit.observeRegion(where)));
    expect(looks.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await new Promise((resolve) => setTimeout(resolve, 500));
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });

  it('a session that ran out, a fault of AWS and a lost connection are none either', () => {
    const error = (name: string, fault?: string) =>
      Object.assign(new Error('said AWS'), { name, ...(fault ? { $fault: fault } : {}) });
    for (const transient of [
      error('ExpiredTokenException', 'client'),
      error('ThrottlingException', 'client'),
      error('TooManyRequestsException', 'client'),
      error('InternalServerError', 'server'),
      error('TimeoutError'),
      new TypeError('a bug'),
    ])
      expect(refusalOf('cloudtrail:DescribeTrails', transient)).toBeUndefined();
    expect(refusalOf('x:Y', error('AccessDeniedException', 'client'))).toEqual({
      operation: 'x:Y',
      code: 'AccessDeniedException',
      message: 'said AWS',
    });
  });
});
