import { describe, expect, it } from 'vitest';
import { memoryForwardingLog } from '#adapters/memory/memory-forwarding-log.ts';
import { memoryHeartbeats } from '#adapters/memory/memory-heartbeats.ts';
import type { ForwardingSight } from '#domain/facts/forwarding.ts';
import type { KnownTemplates } from '#domain/facts/member-template.ts';
import { rulesIn } from '#domain/facts/member-template.ts';
import type { Sight } from '#domain/facts/observation.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { ForwardingQuestions } from '#ports/forwarding.ts';
import type { Membership } from '#ports/organization.ts';
import { denied, evaluationWorld, everywhere, virginia } from '#test/given/evaluation-world.ts';
import { frankfurt, home, later, manyAccounts, noon, shop, trigger } from '#test/given/shop.ts';
import { lookAtParts } from '#usecases/guard/look-at-parts.ts';

const current = {
  id: 'now',
  rules: [
    { name: 'cloudtrail', digest: 'a' },
    { name: 's3', digest: 'b' },
  ],
  forwardingRole: 'sends',
};
const whole = (region: ForwardingSight['region']): ForwardingSight => {
  const rules = rulesIn(current, region);
  return {
    region,
    rules: { kind: 'seen', value: rules.map(({ name, digest }) => ({ name, digest, enabled: true })) },
    sending: { kind: 'seen', value: rules.map(({ name }) => name) },
    targets: { kind: 'seen', value: [{ rule: 'cloudtrail', role: true, deadLetters: true }] },
    deadLetters: { kind: 'seen', value: 0 },
  };
};
const disabled = (region: ForwardingSight['region']): ForwardingSight => ({
  ...whole(region),
  rules: {
    kind: 'seen',
    value: rulesIn(current, region).map(({ name, digest }) => ({
      name,
      digest,
      enabled: name !== 'cloudtrail',
    })),
  },
});
const bare = (region: ForwardingSight['region']): ForwardingSight => ({
  ...whole(region),
  rules: { kind: 'seen', value: [] },
});

/** The parts of an account and its trail, an hourly look at both, and the evaluations that it asks for. */
async function world(only?: readonly ForwardingSight['region'][]) {
  const evaluation = await evaluationWorld();
  const { clock, stores, followUps, parts, put } = evaluation;
  const log = memoryForwardingLog();
  const heartbeats = memoryHeartbeats();
  const asked: ForwardingQuestions[] = [];
  const state = {
    sight: (region: ForwardingSight['region']) => whole(region),
    role: { kind: 'seen', value: 'sends' } as Sight<string>,
    known: { current, older: [] } as KnownTemplates,
    membership: 'member' as Membership,
  };
  const look = lookAtParts({
    forwarding: {
      async lookAtForwarding(account, regions, questions) {
        asked.push(questions);
        const why = evaluation.closed.get(account);
        if (why) return { kind: 'unreadable', why };
        const counted = (sight: ForwardingSight): ForwardingSight =>
          questions.deadLetters ? sight : { ...sight, deadLetters: undefined };
        return { kind: 'seen', value: regions.map((region) => counted(state.sight(region))) };
      },
    },
    readForwardingRole: async () => state.role,
    trails: parts.observer,
    issues: stores.issues,
    heartbeats,
    log,
    templates: async () => state.known,
    fetchMembership: async () => state.membership,
    followUps,
    clock,
    heartbeatMinutes: 360,
    only,
  });
  const { sent } = followUps;
  const evaluate = (request: Partial<EvaluationRequest>) => evaluation.evaluate(request, { forwarding: log });
  /** Everything that was asked for, in the order in which it is due, until nothing is left; hours at most. */
  const passes = async (): Promise<void> => {
    for (let round = 0; round < 12; round += 1) {
      const looks = sent.partsLooks.splice(0);
      const evaluations = sent.laterLooks.splice(0).filter(({ request }) => request.why === 'parts');
      if (looks.length + evaluations.length === 0) return;
      for (const { request } of evaluations) await evaluate(request);
      if (looks.length > 0) clock.pass(60);
      for (const { request } of looks) await look(request);
    }
    throw new Error('the looks have no end');
  };
  const hourly = async (hours = 1) => {
    for (let passed = 0; passed < hours; passed += 1) {
      clock.pass(3600);
      await look({ account: shop, regions: 'all', why: 'parts', triggers: [] });
      await passes();
    }
  };
  put({ owner: shop });
  await evaluate({});
  await hourly();
  return { ...evaluation, state, asked, log, heartbeats, sent, look, passes, hourly, evaluate };
}

const rulesOf = (open: readonly { readonly rule: string }[]) =>
  [...new Set(open.map(({ rule }) => rule))].sort();

describe('the hourly look at the parts in an account', () => {
  it('asks for nothing while everything is as it was deployed', async () => {
    const { sent, open, log, hourly } = await world();
    await hourly(3);
    expect(sent.laterLooks).toEqual([]);
    expect(await open()).toEqual([]);
    expect(await log.readCheck(shop)).toMatchObject({
      gaps: [],
      whole: everywhere.map((region) => ({ region })),
    });
  });

  it('asks for an evaluation when a trail at home is set otherwise than it was, and looks at no home of one that is gone', async () => {
    const { put, trails, look, looks, sent, evaluate } = await world();
    const hourlyLook = { account: shop, regions: 'all', why: 'parts', triggers: [] } as const;
    await look(hourlyLook);
    expect(sent.laterLooks).toEqual([]);
    put({ owner: shop, bucket: 'elsewhere' });
    await look(hourlyLook);
    expect(sent.laterLooks).toMatchObject([{ request: hourlyLook }]);
    trails.clear();
    await evaluate({});
    looks.splice(0);
    await look(hourlyLook);
    expect(looks).toEqual([]);
  });

  it('counts dead letters once a day, and keeps their number meanwhile', async () => {
    const { asked, state, hourly, log } = await world();
    asked.splice(0);
    state.sight = (region) => ({ ...whole(region), deadLetters: { kind: 'seen', value: 2 } });
    await hourly(24);
    expect(asked.filter(({ deadLetters }) => deadLetters)).toHaveLength(1);
    const { gaps = [] } = (await log.readCheck(shop)) ?? {};
    expect(gaps.map(({ kind, what }) => `${kind} ${what}`)).toEqual(everywhere.map(() => 'dead-letters 2'));
  });

  it('has a rule that was disabled told within the hour, and the trail that was stopped with it', async () => {
    const { state, put, hourly, open } = await world();
    state.sight = (region) => (region === home ? disabled(region) : whole(region));
    put({ owner: shop }, { logging: false, startedAt: noon, stoppedAt: later(noon, 3700) });
    await hourly();
    expect(rulesOf(await open())).toEqual(['events-not-forwarded', 'logging-stopped']);
    expect((await open()).find(({ rule }) => rule === 'events-not-forwarded')).toMatchObject({
      severity: 'high',
      harmful: true,
      evidence: { change: 'cloudtrail is disabled' },
    });
  });

  it('finds a trail that was stopped without any event, although no part is wrong', async () => {
    const { put, hourly, open } = await world();
    put({ owner: shop }, { logging: false, startedAt: noon, stoppedAt: later(noon, 3700) });
    await hourly();
    expect(rulesOf(await open())).toEqual(['logging-stopped']);
  });

  it.each<[string, (region: ForwardingSight['region']) => ForwardingSight, Sight<string>, string]>([
    ['all rules are gone', bare, { kind: 'seen', value: 'sends' }, 'all rules are gone'],
    [
      'the forwarding role has another policy',
      whole,
      { kind: 'seen', value: 'sends elsewhere' },
      'the role that rules send under was changed',
    ],
    [
      'the forwarding role is gone',
      whole,
      { kind: 'seen', value: 'gone' },
      'the role that rules send under is gone',
    ],
    [
      'the forwarding role may not be read any more',
      whole,
      { kind: 'unreadable', why: denied },
      'sts:AssumeRole is refused, and was permitted before',
    ],
    [
      'the rules may not be listed any more',
      (region) => ({ ...whole(region), rules: { kind: 'unreadable', why: denied } }),
      { kind: 'seen', value: 'sends' },
      'sts:AssumeRole is refused, and was permitted before',
    ],
    [
      'the target of the rule for trails has a powerless role',
      (region) => ({
        ...whole(region),
        targets: { kind: 'seen', value: [{ rule: 'cloudtrail', role: false, deadLetters: true }] },
      }),
      { kind: 'seen', value: 'sends' },
      'cloudtrail sends under a role that may not',
    ],
  ])('has it told when %s', async (...[, sight, role, change]) => {
    const { state, hourly, open } = await world();
    state.sight = sight;
    state.role = role;
    await hourly();
    expect(await open()).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          rule: 'events-not-forwarded',
          severity: 'high',
          harmful: true,
          evidence: expect.objectContaining({ change }) as object,
        }),
      ]),
    );
  });

  it('says nothing of a difference that is gone a minute later', async () => {
    const { state, look, clock, sent, passes, open } = await world();
    clock.pass(3600);
    state.sight = disabled;
    await look({ account: shop, regions: 'all', why: 'parts', triggers: [] });
    expect(sent.partsLooks).toMatchObject([{ seconds: 60, request: { lookedAgain: 1 } }]);
    state.sight = whole;
    await passes();
    expect(await open()).toEqual([]);
  });

  it('ends when parts differ otherwise at every look', async () => {
    const { state, look, clock, passes } = await world();
    let turn = 0;
    state.sight = (region) => {
      turn += 1;
      const digest = String(turn);
      const value = [
        { name: 'cloudtrail', digest: 'a', enabled: turn % 2 === 0 },
        { name: 's3', digest, enabled: turn % 3 === 0 },
      ];
      return { ...whole(region), rules: { kind: 'seen', value } };
    };
    clock.pass(3600);
    await look({ account: shop, regions: 'all', why: 'parts', triggers: [] });
    await passes();
  });
});

describe('what a look keeps of an account', () => {
  const gapsOf = async ({ log }: Awaited<ReturnType<typeof world>>) =>
    ((await log.readCheck(shop))?.gaps ?? []).map((gap) => `${gap.kind} in ${gap.region}`);

  it.each([
    ['us-east-1 where it is watched, wherever it stands', undefined, virginia],
    ['the first Region that is watched', [frankfurt, home], home],
  ])('dates a changed role to %s', async (_, only, where) => {
    const around = await world(only);
    around.state.role = { kind: 'seen', value: 'sends elsewhere' };
    await around.hourly();
    expect(await gapsOf(around)).toEqual([`role-changed in ${where}`]);
  });

  it('misses no heartbeat of a Region whose rules are not whole: that is told already', async () => {
    const around = await world();
    const { heartbeats, clock, state, hourly } = around;
    for (const where of [home, virginia])
      await heartbeats.keepHeartbeat({ account: shop, region: where, at: clock.now() });
    state.sight = (where) => (where === home ? disabled(where) : whole(where));
    await hourly(20);
    expect(await gapsOf(around)).toEqual([`disabled in ${home}`, `silent in ${virginia}`]);
  });

  it('knows that an earlier version was whole there, from the first look on', async () => {
    const { look, state, log, clock } = await world();
    const [newcomer] = manyAccounts(1);
    const next = { id: 'next', rules: [{ name: 'cloudtrail', digest: 'a2' }], forwardingRole: 'sends' };
    state.known = { current: next, older: [current] };
    const upgraded = (where: ForwardingSight['region']): ForwardingSight => ({
      ...whole(where),
      rules: { kind: 'seen', value: [{ name: 'cloudtrail', digest: 'a2', enabled: true }] },
    });
    state.sight = (where) =>
      where === home ? whole(where) : where === virginia ? bare(where) : upgraded(where);
    await look({ account: newcomer!, regions: 'all', why: 'parts', triggers: [] });
    expect((await log.readCheck(newcomer!))?.whole).toEqual([
      { region: home, template: 'earlier' },
      { region: frankfurt, template: 'next' },
    ]);
    clock.pass(3600);
    state.sight = upgraded;
    await look({ account: newcomer!, regions: 'all', why: 'parts', triggers: [] });
    expect((await log.readCheck(newcomer!))?.whole.map(({ template }) => template)).toEqual([
      'next',
      'next',
      'next',
    ]);
  });
});

describe('an upgrade of our own', () => {
  it('makes no message, whatever the order in which rules change, and is an untold issue after two days', async () => {
    const { state, hourly, open } = await world();
    const next = {
      id: 'next',
      rules: [
        { name: 'cloudtrail', digest: 'a2' },
        { name: 'sns', digest: 'c' },
      ],
      forwardingRole: 'sends',
    };
    state.known = { current: next, older: [current] };
    await hourly(6);
    state.sight = (region) => ({
      ...whole(region),
      rules: {
        kind: 'seen',
        value: [
          { name: 'cloudtrail', digest: 'a2', enabled: true },
          { name: 's3', digest: 'b', enabled: true },
        ],
      },
    });
    await hourly(1);
    expect(await open()).toEqual([]);
    state.sight = whole;
    await hourly(72);
    expect((await open()).filter(({ harmful }) => harmful)).toEqual([]);
  });

  it('makes no message in a thousand accounts over six hours, with the management account a week later', async () => {
    const { state, look, clock, sent, log } = await world();
    const next = { id: 'next', rules: [{ name: 'cloudtrail', digest: 'a2' }], forwardingRole: 'sends' };
    const accounts = manyAccounts(1000);
    const [management] = accounts;
    const deployedAt = (index: number): number => (index === 0 ? 7 * 24 : Math.floor((index / 1000) * 6));
    const rulesAt = (hour: number, index: number) => {
      const since = hour - deployedAt(index);
      const older = [
        { name: 'cloudtrail', digest: 'a' },
        { name: 's3', digest: 'b' },
      ];
      // In the hour of its deployment an account has both: the one is changed, the other not yet removed.
      const between = [
        { name: 'cloudtrail', digest: 'a2' },
        { name: 's3', digest: 'b' },
      ];
      return since < 0 ? older : since === 0 ? between : next.rules;
    };
    for (const hour of [-1, 0, 1, 2, 3, 4, 5, 6, 7, 48, 72, 7 * 24, 7 * 24 + 1]) {
      if (hour === 0) state.known = { current: next, older: [current] };
      for (const [index, account] of accounts.entries()) {
        const rules = rulesAt(hour, index).map((rule) => ({ ...rule, enabled: true }));
        state.sight = (region) => ({
          ...whole(region),
          rules: { kind: 'seen', value: rules },
          sending: { kind: 'seen', value: rules.map(({ name }) => name) },
        });
        if (hour <= 8 || index === 0) await look({ account, regions: 'all', why: 'parts', triggers: [] });
      }
      clock.pass(3600);
    }
    expect(sent).toMatchObject({ laterLooks: [], partsLooks: [] });
    expect((await log.readCheck(management!))?.gaps).toEqual([]);
  });
});

describe('an account that refuses what it permitted', () => {
  it('is told after a second refusal a minute later, once, and not told again while it lasts', async () => {
    const { closed, hourly, open } = await world();
    closed.set(shop, { operation: 'sts:AssumeRole', code: 'AccessDenied', message: 'with an explicit deny' });
    await hourly();
    const first = await open();
    expect(rulesOf(first)).toEqual(['access-lost']);
    expect(first[0]).toMatchObject({
      severity: 'high',
      harmful: true,
      evidence: { error: 'AccessDenied: with an explicit deny', resource: 'sts:AssumeRole' },
    });
    expect(new Set(first.map(({ incident }) => incident)).size).toBe(1);
    await hourly(3);
    expect((await open()).map(({ incident }) => incident)).toEqual(first.map(({ incident }) => incident));
  });

  it('is told after a minute when an event or the sweep meets the refusal first', async () => {
    const { closed, evaluate, passes, open, sent } = await world();
    closed.set(shop, denied);
    const attach = trigger({
      eventName: 'AttachPolicy',
      eventSource: 'organizations.amazonaws.com',
      effect: 'change',
      trail: undefined,
      at: later(noon, 3600),
    });
    await evaluate({ why: 'event', triggers: [attach] });
    expect(sent.partsLooks[0]).toMatchObject({ seconds: 60, request: { refusedSince: expect.any(Number) } });
    await passes();
    const [lost] = await open();
    expect(lost).toMatchObject({ rule: 'access-lost', causedBy: attach.eventId });
  });

  it('is looked at again when the second refusal came too soon to confirm the first', async () => {
    const { closed, look, clock, sent } = await world();
    closed.set(shop, denied);
    const refusedSince = clock.now();
    clock.pass(30);
    await look({ account: shop, regions: 'all', why: 'parts', triggers: [], refusedSince });
    expect(sent.laterLooks).toEqual([]);
    expect(sent.partsLooks).toMatchObject([{ seconds: 60, request: { account: shop, refusedSince } }]);
  });

  it('is looked at where it refuses, be it no home of a trail, and at the homes of its trails', async () => {
    const { put, look, looks, clock, sent } = await world();
    put({ owner: shop, multiRegion: true }, 'denied');
    const request = { account: shop, why: 'parts', triggers: [] } as const;
    const lookedAt = async (more: Pick<EvaluationRequest, 'regions' | 'refusedSince'>) => {
      looks.splice(0);
      await look({ ...request, ...more });
      return looks.toSorted();
    };
    expect(await lookedAt({ regions: 'all' })).toEqual([`${shop} ${home}`]);
    const [first] = sent.partsLooks;
    expect(first?.request).toMatchObject({ regions: [home], refusedSince: clock.now() });
    const refusedSince = clock.now();
    expect(await lookedAt({ regions: [frankfurt] })).toEqual([`${shop} ${home}`]);
    clock.pass(60);
    expect(await lookedAt({ regions: [frankfurt], refusedSince })).toEqual([
      `${shop} ${frankfurt}`,
      `${shop} ${home}`,
    ]);
    // What the trail has become is looked at everywhere.
    const asked = sent.laterLooks.flatMap(({ request: { regions } }) => (regions === 'all' ? [] : [regions]));
    expect(asked.map((regions) => regions.toSorted())).toEqual([[frankfurt, home]]);
  });

  it('is not told when it lets us in again a minute later', async () => {
    const { closed, look, clock, passes, open } = await world();
    closed.set(shop, denied);
    clock.pass(3600);
    await look({ account: shop, regions: 'all', why: 'parts', triggers: [] });
    closed.delete(shop);
    await passes();
    expect(await open()).toEqual([]);
  });

  it('is not told when the account is being closed or has left', async () => {
    const { closed, state, hourly, open } = await world();
    closed.set(shop, denied);
    state.membership = 'leaving';
    await hourly(2);
    expect(await open()).toEqual([]);
  });

  it('is not told when it never could be read', async () => {
    const { closed, stores, open, parts } = await world();
    closed.set(shop, denied);
    const unread = { ...stores.issues, listMemories: async () => [] };
    const look = lookAtParts({
      ...parts,
      trails: parts.observer,
      issues: unread,
      forwarding: { lookAtForwarding: async () => ({ kind: 'unreadable', why: denied }) },
      readForwardingRole: async () => ({ kind: 'unreadable', why: denied }),
      heartbeats: memoryHeartbeats(),
      log: memoryForwardingLog(),
      templates: async () => ({ current, older: [] }),
      fetchMembership: async () => 'member',
      heartbeatMinutes: 360,
      only: undefined,
    });
    await look({ account: shop, regions: 'all', why: 'parts', triggers: [] });
    expect(await open()).toEqual([]);
  });

  it('is over when it was let in again, seen twice', async () => {
    const { closed, hourly, evaluate, open, clock } = await world();
    closed.set(shop, denied);
    await hourly();
    closed.delete(shop);
    for (let look = 0; look < 2; look += 1) {
      clock.pass(300);
      await evaluate({ why: 'look-again' });
    }
    expect(await open()).toEqual([]);
  });
});

describe('heartbeats', () => {
  it('that stop coming from a place are an issue after three intervals, though every rule is there', async () => {
    const { heartbeats, clock, hourly, open } = await world();
    await heartbeats.keepHeartbeat({ account: shop, region: virginia, at: clock.now() });
    await hourly(17);
    expect(await open()).toEqual([]);
    await hourly(2);
    expect(await open()).toMatchObject([
      { rule: 'events-not-forwarded', severity: 'medium', region: virginia, harmful: true },
    ]);
  });

  it('that never came are no issue', async () => {
    const { hourly, open } = await world();
    await hourly(30);
    expect(await open()).toEqual([]);
  });
});
