import { describe, expect, it } from 'vitest';
import { memoryAttemptLog } from '#adapters/memory/memory-attempt-log.ts';
import { memoryInspections } from '#adapters/memory/memory-log-destinations.ts';
import { memoryDependencies } from '#adapters/memory/memory-dependencies.ts';
import { memoryFollowUps } from '#adapters/memory/memory-follow-ups.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import type { Decision } from '#domain/facts/decision.ts';
import type { Memory, Sight } from '#domain/facts/observation.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { Dependent } from '#ports/dependencies.ts';
import {
  account,
  arn,
  home,
  manyAccounts,
  memory,
  noon,
  shop,
  shopTrail,
  trail,
  trigger,
} from '#test/given/shop.ts';
import { readClaims } from '#domain/facts/read-claims.ts';
import { planEvaluation } from '#usecases/evaluate/plan-evaluation.ts';

const archive = account('222222222222');
const central = account('123456789012');
const stranger = account('999999999999');
const dependent: Dependent = { trail: shopTrail, account: shop, homeRegion: home };

function evaluate(
  changes: Partial<Trigger> = {},
  scope: Partial<Decision & { scope: object }['scope']> = {},
) {
  const wide = { accountId: shop, regions: ['eu-west-1'], everyAccount: false, ...scope };
  const decision = { decision: 'evaluate', trigger: trigger(changes), scope: wide, reason: 'it succeeded' };
  return decision as Extract<Decision, { decision: 'evaluate' }>;
}

function planner(
  dependents: readonly Dependent[] = [],
  enabled = true,
  memories: readonly Memory[] = [],
  roles: Sight<readonly string[]> = { kind: 'seen', value: [] },
) {
  const attempts = memoryAttemptLog();
  const directory = memoryDirectory([
    [shop, 'shop'],
    [archive, 'log archive'],
    ...dependents.flatMap((one) => (one.account === stranger ? [] : [[one.account, 'known'] as const])),
  ]);
  const dependencies = {
    listDependents: async () => dependents,
    hasDependents: async () => dependents.length > 0,
    claimWave: memoryDependencies(memoryTables()).claimWave,
  };
  const followUps = memoryFollowUps();
  const { fanOut } = followUps;
  const clock = settableClock(noon);
  const inspections = memoryInspections();
  const own = { account: central, names: ['hammer-cloudtrails'], rules: ['trailwarden-iam'] };
  const issues = { listMemories: async () => memories };
  const plan = planEvaluation({
    issues,
    rolesWithPolicy: async () => roles,
    attempts,
    inspections,
    directory,
    dependencies,
    fanOut,
    clock,
    enabled,
    own,
  });
  return { plan, attempts, inspections, clock, sent: followUps.sent };
}

describe('an event', () => {
  it('that is ignored asks for nothing, and says why', async () => {
    const { plan, attempts } = planner();
    const ignored = { decision: 'ignore', refused: false, reason: 'nothing of ours', event: {} } as const;
    expect(await plan(ignored)).toEqual({ requests: [], reason: 'nothing of ours' });
    expect(attempts.kept()).toEqual([]);
  });

  it('that failed is kept as an attempt, and asks for nothing', async () => {
    const { plan, attempts } = planner();
    const failed = trigger({ outcome: { kind: 'failed', code: 'AccessDenied', message: 'no' } });
    const decision = { ...evaluate(), decision: 'attempt', trigger: failed, reason: 'it failed' } as const;
    expect(await plan(decision)).toEqual({ requests: [], reason: 'it failed' });
    expect(attempts.kept()).toEqual([{ trigger: failed, why: 'it failed' }]);
  });

  it('on an event data store asks for the place where it is, which no trail has to depend on', async () => {
    const { plan } = planner();
    const dependsOn = { kind: 'event-data-store', id: '0f1e2d3c' } as const;
    expect((await plan(evaluate({ dependsOn }))).requests).toMatchObject([
      { account: shop, regions: [home], why: 'event' },
    ]);
  });

  it('that may have changed an account asks for that account where it happened, with its trigger', async () => {
    const { plan } = planner();
    expect((await plan(evaluate())).requests).toEqual([
      { account: shop, regions: [home], why: 'event', triggers: [trigger()] },
    ]);
  });

  it.each([['all'], [['unknown']], [[]], [['eu-west-1', 'somewhere else']]])(
    'that does not say where (%j) asks for every Region',
    async (regions) => {
      const { plan } = planner();
      const { requests } = await plan(evaluate({}, { regions } as never));
      expect(requests).toMatchObject([{ account: shop, regions: 'all' }]);
    },
  );

  it.each([
    [stranger, `account ${stranger} is not watched`],
    ['unknown', 'unknown is no account id'],
  ])('of %s, which is not watched, asks for nothing', async (accountId, reason) => {
    const { plan } = planner();
    expect(await plan(evaluate({}, { accountId } as never))).toEqual({ requests: [], reason });
  });

  it('that can change the whole organization asks for every account', async () => {
    const { plan } = planner();
    const { requests } = await plan(evaluate({}, { everyAccount: true } as never));
    expect(requests.map((request) => [request.account, request.regions])).toEqual([
      [shop, 'all'],
      [archive, 'all'],
    ]);
  });

  it('asks for nothing while detection is off, not even to be kept', async () => {
    const { plan, attempts } = planner([dependent], false);
    const failed = { ...evaluate(), decision: 'attempt' } as const;
    for (const decision of [evaluate(), failed])
      expect((await plan(decision)).reason).toContain('switched off');
    expect(attempts.kept()).toEqual([]);
  });
});

describe('a change of something that trails may depend on', () => {
  const onBucket = evaluate({ dependsOn: { kind: 'bucket', id: 'all-logs' } }, {
    accountId: archive,
  } as never);

  it('asks for the trails that depend on it, in their own accounts and homes', async () => {
    const { plan } = planner([dependent]);
    const { requests, reason } = await plan(onBucket);
    expect(requests).toMatchObject([{ account: shop, regions: [home], triggers: [onBucket.trigger] }]);
    expect(reason).toBe('1 trails depend on the bucket all-logs');
  });

  it('has the bucket read, with the call that changed it', async () => {
    const { plan, inspections } = planner([dependent]);
    await plan(onBucket);
    expect(inspections.asked).toEqual([
      {
        request: { destination: { kind: 'bucket', id: 'all-logs' }, triggers: [onBucket.trigger] },
        seconds: 0,
      },
    ]);
  });

  it('has a key read by its ARN, which a bare id is spelled out to', async () => {
    const { plan, inspections } = planner([dependent]);
    for (const id of ['k-1', `arn:aws:kms:eu-west-1:${archive}:key/k-1`])
      await plan(
        evaluate({ dependsOn: { kind: 'key', id }, accountId: archive }, { accountId: archive } as never),
      );
    expect(inspections.asked.map(({ request }) => request.destination.id)).toEqual([
      `arn:aws:kms:eu-west-1:${archive}:key/k-1`,
      `arn:aws:kms:eu-west-1:${archive}:key/k-1`,
    ]);
  });

  it('asks for nothing when no trail depends on it: people change buckets all day', async () => {
    const { plan, inspections } = planner([]);
    expect(await plan(onBucket)).toEqual({
      requests: [],
      reason: 'no trail that is known depends on the bucket all-logs',
    });
    expect(inspections.asked).toEqual([]);
  });

  it('asks for nothing in accounts that are not watched', async () => {
    const { plan } = planner([{ ...dependent, account: stranger }]);
    expect((await plan(onBucket)).requests).toEqual([]);
  });
});

describe('a call whose record names no trail, role or key', () => {
  const seen = trail({
    arn: arn(`arn:aws:cloudtrail:eu-west-1:${shop}:trail/shop`),
    logsRole: `arn:aws:iam::${shop}:role/delivery`,
    kmsKey: `arn:aws:kms:eu-west-1:${shop}:key/k-1`,
  });
  const memories = [memory(noon, {}, { trail: seen, seenAt: noon })];
  const onStore = (region: string = home) =>
    evaluate({ accountId: shop, region, dependsOn: { kind: 'key-store', id: 'x' } });

  const policy = `arn:aws:iam::${shop}:policy/deliver`;
  const onPolicy = (eventName: string, requested?: Trigger['requested']) =>
    evaluate({ accountId: shop, eventName, requested, dependsOn: { kind: 'managed-policy', id: policy } });
  const toDefault = onPolicy('SetDefaultPolicyVersion', { versionId: 'v1' });
  const attached = (...names: string[]) => ({ kind: 'seen', value: names }) as const;
  const ofShop = { ...dependent, trail: seen.arn };
  const ofArchive = { ...ofShop, account: archive };

  it.each([
    ['the default version of a policy', toDefault],
    ['a new default version', onPolicy('CreatePolicyVersion', { setAsDefault: true })],
    ['a new version of unknown use', onPolicy('CreatePolicyVersion')],
  ])('on %s that the delivery role of a trail has is one on that role', async (_, call) => {
    const { plan } = planner([ofShop], true, memories, attached('admin', 'delivery'));
    expect((await plan(call)).requests).toMatchObject([
      { account: shop, regions: [home], triggers: [{ dependsOn: { kind: 'role', id: 'delivery' } }] },
    ]);
  });

  it.each([
    ['another role alone has', toDefault, attached('admin')],
    ['no role has', toDefault, attached()],
    [
      'gets a version that is not its default',
      onPolicy('CreatePolicyVersion', { setAsDefault: false }),
      attached('delivery'),
    ],
    [
      'gets a version of which nothing is said, which is not its default',
      onPolicy('CreatePolicyVersion', {}),
      attached('delivery'),
    ],
    [
      'loses a version, which cannot be its default',
      onPolicy('DeletePolicyVersion', { versionId: 'v1' }),
      attached('delivery'),
    ],
    ['is deleted, which no role can have', onPolicy('DeletePolicy'), attached('delivery')],
  ])('on a policy that %s asks for nothing', async (_, call, roles) => {
    expect((await planner([ofShop], true, memories, roles).plan(call)).requests).toEqual([]);
  });

  it('on a policy that one of our roles has is one on our parts', async () => {
    const { plan } = planner([], true, [], attached('trailwarden-forwarding', 'admin'));
    expect((await plan(toDefault)).requests).toMatchObject([
      { account: shop, why: 'own-change', triggers: [{ dependsOn: { id: 'trailwarden-forwarding' } }] },
    ]);
  });

  it('on a policy of several of these roles is a trigger for each', async () => {
    const second = trail({
      ...seen,
      arn: arn(`arn:aws:cloudtrail:eu-west-1:${shop}:trail/two`),
      logsRole: 'other',
    });
    const both = memory(noon, {}, { trail: seen, seenAt: noon }, { trail: second, seenAt: noon });
    const { plan } = planner([ofShop], true, [both], attached('delivery', 'other'));
    const triggers = (await plan(toDefault)).requests.flatMap((request) => request.triggers);
    expect(new Set(triggers.map(({ sameAs }) => sameAs)).size).toBe(2);
  });

  it('on a policy whose roles AWS does not say asks for the trails with a delivery role, and blames it for nothing', async () => {
    const refused = { operation: 'iam:ListEntitiesForPolicy', code: 'AccessDenied', message: 'no' };
    const hidden = { kind: 'unreadable', why: refused } as const;
    const { requests } = await planner([], true, memories, hidden).plan(toDefault);
    expect(requests).toMatchObject([{ account: shop, regions: [home], triggers: [toDefault.trigger] }]);
    const [claim] = readClaims(
      [toDefault.trigger],
      { account: shop, region: home, at: noon, trails: hidden, channels: [] },
      undefined,
    );
    expect(claim?.about).toBe(policy);
    for (const known of [[], [memory(noon, {}, { trail: trail({}), seenAt: noon })]])
      expect((await planner([], true, known, hidden).plan(toDefault)).requests).toEqual([]);
  });

  it.each(['role', 'log-group'] as const)(
    'on a %s asks for trails of its own account, as others have one of that name',
    async (kind) => {
      const call = evaluate({ accountId: archive, dependsOn: { kind, id: 'delivery' } });
      expect((await planner([ofShop, ofArchive]).plan(call)).requests.map(({ account: one }) => one)).toEqual(
        [archive],
      );
      // That of a delegated administrator belongs to a trail of the management account.
      expect((await planner([ofShop]).plan(call)).requests.map(({ account: one }) => one)).toEqual([shop]);
    },
  );

  it('on a key store asks for the keys there that trails use', async () => {
    const { plan, inspections } = planner([], true, memories);
    await plan(onStore());
    expect(inspections.asked.map(({ request }) => request.destination)).toEqual([
      { kind: 'key', id: seen.kmsKey },
    ]);
  });

  it('on a key store of another Region asks for none', async () => {
    const { plan, inspections } = planner([], true, memories);
    await plan(onStore('us-east-1'));
    expect(inspections.asked).toEqual([]);
  });

  it('on a policy that is attached to one account asks for that account', async () => {
    const { plan } = planner();
    const attached = evaluate({ dependsOn: { kind: 'policy', id: 'p-1' } }, {
      accountId: archive,
      regions: 'all',
    } as never);
    expect((await plan(attached)).requests).toMatchObject([{ account: archive, regions: 'all' }]);
  });
});

describe('a call on an organization trail', () => {
  const trailOf = (owner: string) => ({
    trail: { kind: 'arn', arn: arn(`arn:aws:cloudtrail:eu-west-1:${owner}:trail/everything`) } as const,
  });

  it.each([
    ['its delegated administrator', archive, shop, [shop, archive]],
    ['its owner', shop, shop, [shop]],
    ['a member that is told nothing of its owner', archive, stranger, [archive]],
  ])('by %s is planned for its owner first, then for the caller', async (_who, caller, owner, accounts) => {
    const { plan } = planner();
    const { requests } = await plan(
      evaluate({ accountId: caller, ...trailOf(owner) }, { accountId: caller } as never),
    );
    expect(requests.map(({ account: one }) => one)).toEqual(accounts);
    expect(requests.every(({ regions }) => regions.includes(home as never))).toBe(true);
  });
});

describe('a call on the detector itself', () => {
  const rule = { kind: 'rule', id: 'trailwarden-cloudtrail' } as const;
  const on = (changes: Partial<Trigger>) =>
    evaluate({ accountId: shop, region: home, dependsOn: rule, ...changes });
  const noted = (who: typeof shop, changes: Partial<Trigger>) => [
    { account: who, regions: [home], why: 'own-change', triggers: [trigger({ region: home, ...changes })] },
  ];

  it('is noted where it was made, in a watched account', async () => {
    const { plan } = planner();
    expect((await plan(on({}))).requests).toEqual(noted(shop, { accountId: shop, dependsOn: rule }));
  });

  it.each([
    ['a queue', { kind: 'queue', id: 'trailwarden-prod-EventsQueue-1A2B' }],
    ["a table with the playbook's name", { kind: 'table', id: 'hammer-cloudtrails' }],
    ["a stack set's stack", { kind: 'stack', id: 'StackSet-trailwarden-rules-1a2b' }],
    ['a role', { kind: 'role', id: 'trailwarden-evaluate' }],
    ['a topic', { kind: 'topic', id: 'arn:aws:sns:eu-west-1:123456789012:trailwarden-prod-AlarmTopic-1A' }],
    ['an alarm', { kind: 'alarm', id: 'trailwarden-prod-NoHeartbeatAlarm-1A' }],
  ] as const)('is noted for %s in its own account, watched or not', async (_, dependsOn) => {
    const { plan } = planner();
    const { requests } = await plan(on({ accountId: central, dependsOn }));
    expect(requests).toEqual(noted(central, { accountId: central, dependsOn }));
  });

  it.each([
    ['alarm', 'trailwarden-prod-NoHeartbeatAlarm-1A'],
    ['secret', 'hammer-cloudtrails'],
  ] as const)('is noted for an %s that is not the first of those named', async (kind, id) => {
    const { plan } = planner();
    const first = { kind, id: 'orders' };
    const decision = on({ accountId: central, dependsOn: first });
    const named = [first, { kind, id: 'cpu' }, { kind, id }];
    const { requests } = await plan({ ...decision, named });
    expect(requests).toEqual(noted(central, { accountId: central, dependsOn: { kind, id } }));
  });

  it.each([
    ['is not ours', { dependsOn: { kind: 'queue', id: 'orders' } }, 'no trail that is known depends'],
    [
      'only has our name in it',
      { dependsOn: { kind: 'queue', id: 'my-trailwarden' } },
      'no trail that is known',
    ],
    ['is a bucket', { dependsOn: { kind: 'bucket', id: 'trailwarden-logs' } }, 'no trail that is known'],
    ['is in an account that is not watched', { accountId: stranger }, 'is not watched'],
  ] as const)('is silent when what it changes %s', async (_, changes, why) => {
    const { plan } = planner();
    const { requests, reason } = await plan(on(changes));
    expect(requests).toEqual([]);
    expect(reason).toContain(why);
  });
});

describe('calls on a bucket of a thousand trails', () => {
  const dependents = manyAccounts(1000).map((owner): Dependent => ({
    trail: shopTrail,
    account: owner,
    homeRegion: home,
  }));
  const put = (index: number) =>
    evaluate({
      dependsOn: { kind: 'bucket', id: 'logs' },
      sameAs: `put-${index}`,
      accountId: manyAccounts(1000)[700]!,
    });

  it('ask for looks at ten, its owner first, and for one wave of all others a minute', async () => {
    const { plan, sent, clock } = planner(dependents);
    for (let call = 0; call < 60; call += 1) {
      const { requests } = await plan(put(call));
      expect([requests.length, requests[0]?.account]).toEqual([10, manyAccounts(1000)[700]]);
      clock.pass(0.5);
    }
    expect(sent.fannedOut).toHaveLength(990);
    clock.pass(60);
    await plan(put(99));
    expect(sent.fannedOut).toHaveLength(1980);
  });

  it('ask for the wave again when the run that claimed it died, and then only its own', async () => {
    const { plan, sent } = planner(dependents);
    await plan(put(1));
    await plan(put(1));
    await plan(put(2));
    expect(sent.fannedOut).toHaveLength(2 * 990);
  });

  it('of ten trails ask for all of them at once', async () => {
    const { plan, sent } = planner(dependents.slice(0, 10));
    expect((await plan(put(1))).requests).toHaveLength(10);
    expect(sent.fannedOut).toEqual([]);
  });
});
