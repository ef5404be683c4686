import { expect, describe, it } from 'vitest';
import { memoryTrailObserver } from '#adapters/memory/memory-trail-observer.ts';
import type { ForwardingSight } from '#domain/facts/forwarding.ts';
import type { MemberTemplate } from '#domain/facts/member-template.ts';
import type { Memory, Sight } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { ForwardingObserver, ForwardingQuestions } from '#ports/forwarding.ts';
import { denied, everywhere, evaluationWorld, management, virginia } from '#test/given/evaluation-world.ts';
import { arn, frankfurt, home, later, memory, noon, shop, trail } from '#test/given/shop.ts';
import { lookAtMember } from '#usecases/prove/look-at-member.ts';

const current: MemberTemplate = {
  id: 'now',
  rules: [
    { name: 'cloudtrail', digest: 'a' },
    { name: 'iam', digest: 'b', onlyIn: 'us-east-1' },
  ],
  forwardingRole: 'sends',
};

/** A Region whose rules are as they were deployed, but for the names in `without`. */
function deployed(region: Region, ...without: readonly string[]): ForwardingSight {
  const names = ['cloudtrail', ...(region === virginia ? ['iam'] : [])].filter(
    (name) => !without.includes(name),
  );
  const digests = new Map(current.rules.map(({ name, digest }) => [name, digest]));
  const rules = names.map((name) => ({ name, enabled: true, digest: digests.get(name) ?? '' }));
  return {
    region,
    rules: { kind: 'seen', value: rules },
    sending: { kind: 'seen', value: names },
    targets: { kind: 'seen', value: names.map((rule) => ({ rule, role: true, deadLetters: true })) },
    deadLetters: { kind: 'seen', value: 0 },
  };
}

interface Asked {
  readonly account: AccountId;
  readonly regions: readonly Region[];
  readonly questions: ForwardingQuestions;
}

/** A look at an account whose Regions and rules are these; what it asked for is kept. */
async function looking(given: {
  readonly regions?: Sight<readonly Region[]>;
  readonly rules?: Sight<readonly ForwardingSight[]>;
  readonly only?: readonly Region[];
  readonly remembered?: readonly Memory[];
}) {
  const { clock, stores } = await evaluationWorld();
  const asked: Asked[] = [];
  const observer: ForwardingObserver = {
    async lookAtForwarding(account, regions, questions) {
      asked.push({ account, regions, questions });
      return given.rules ?? { kind: 'seen', value: regions.map((one) => deployed(one)) };
    },
  };
  const look = lookAtMember({
    observer,
    trails: memoryTrailObserver(clock, () => ({
      regions: given.regions ?? { kind: 'seen', value: everywhere },
      trails: () => ({ kind: 'seen', value: [] }),
    })),
    issues: {
      ...stores.issues,
      readRememberedByRegion: async (account) =>
        new Map(
          (given.remembered ?? [])
            .filter((one) => one.account === account)
            .map((one) => [one.region, { issue: undefined, memory: one }] as const),
        ),
    },
    current,
    only: given.only,
  });
  return { seen: await look(shop), asked };
}

const refused = { kind: 'unreadable', why: denied } as const;

describe('a look at a member on request', () => {
  it('reads all that is deployed in every enabled Region, targets and dead letters too', async () => {
    const { seen, asked } = await looking({});
    expect(seen).toEqual({ account: shop, regions: everywhere, gaps: [], harmless: undefined });
    expect(asked).toMatchObject([{ account: shop, regions: everywhere, questions: { deadLetters: true } }]);
    const [question] = asked;
    expect(question?.questions.closely(home)).toEqual(['cloudtrail']);
    expect(question?.questions.closely(virginia)).toEqual(['cloudtrail', 'iam']);
  });

  it('leaves out the Regions that are not watched', async () => {
    const { seen, asked } = await looking({ only: [virginia] });
    expect([seen.regions, asked[0]?.regions]).toEqual([[virginia], [virginia]]);
  });

  it('names what is missing, in the Region where it is', async () => {
    const rules = [deployed(home), deployed(frankfurt, 'cloudtrail'), deployed(virginia, 'iam')];
    const { seen } = await looking({ rules: { kind: 'seen', value: rules } });
    expect(seen.gaps).toEqual([
      { region: frankfurt, kind: 'no-rules' },
      { region: virginia, kind: 'missing', what: 'iam' },
    ]);
  });

  it.each([
    ['its Regions', { regions: refused }, []],
    ['its rules', { rules: refused }, everywhere],
  ] as const)('says why where the account does not let %s be read', async (_, given, regions) => {
    const { seen, asked } = await looking(given);
    expect(seen).toMatchObject({ account: shop, regions, gaps: [], refused: denied });
    expect(asked).toHaveLength(regions.length === 0 ? 0 : 1);
  });
});

describe('the trail on which StartLogging changes nothing', () => {
  const seenAt = noon;
  const [stopped, gone, foreign, unread, runs, runsToo] = [
    'stopped',
    'gone',
    'all',
    'unread',
    'runs',
    'too',
  ].map((name) => arn(`arn:aws:cloudtrail:eu-west-1:${name === 'all' ? management : shop}:trail/${name}`));
  const others = [
    { trail: trail({ arn: stopped! }), status: { logging: false }, seenAt },
    { trail: trail({ arn: gone! }), status: { logging: true }, seenAt, goneAt: later(noon, 60) },
    { trail: trail({ arn: foreign!, organization: true }), status: { logging: true }, seenAt },
    { trail: trail({ arn: unread! }), status: undefined, seenAt },
  ];
  const own = [runs!, runsToo!].map((one) => ({
    trail: trail({ arn: one }),
    status: { logging: true },
    seenAt,
  }));

  it('is one of the account that logged when it was last seen, in whatever Region', async () => {
    const remembered = [memory(noon, {}, ...others), memory(noon, { region: frankfurt }, ...own)];
    expect((await looking({ remembered })).seen.harmless).toBe(runs);
  });

  it('is none of another account, none that is stopped or gone, and none whose state was never read', async () => {
    expect((await looking({ remembered: [memory(noon, {}, ...others)] })).seen.harmless).toBeUndefined();
    expect((await looking({ remembered: [] })).seen.harmless).toBeUndefined();
  });

  it('is named although the rules cannot be read', async () => {
    const remembered = [memory(noon, {}, ...own)];
    for (const given of [{ regions: refused }, { rules: refused }])
      expect((await looking({ ...given, remembered })).seen.harmless).toBe(runs);
  });
});
