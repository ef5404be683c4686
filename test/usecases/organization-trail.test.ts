import { describe, expect, it } from 'vitest';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { recordsEverything } from '#domain/facts/event-selectors.ts';
import type { BucketSight } from '#domain/facts/log-destination.ts';
import {
  archive,
  evaluationWorld,
  management,
  organizationTrail,
  stopOf,
} from '#test/given/evaluation-world.ts';
import { ownersStatusReader } from '#usecases/evaluate/owners-status.ts';
import { arn, home, later, noon, shop } from '#test/given/shop.ts';

const owned = {
  arn: organizationTrail,
  owner: management,
  name: 'everything',
  multiRegion: true,
  organization: true,
  bucket: 'all-logs',
  logFileValidation: false,
};
const bucket = 'arn:aws:s3:::all-logs';
const CloudTrail = { Service: 'cloudtrail.amazonaws.com' };
const allows = (...folders: readonly string[]) => [
  { Effect: 'Allow', Principal: CloudTrail, Action: 's3:GetBucketAcl', Resource: bucket },
  {
    Effect: 'Allow',
    Principal: CloudTrail,
    Action: 's3:PutObject',
    Resource: folders.map((folder) => `${bucket}/AWSLogs/${folder}/*`),
  },
];
const denies = (...folders: readonly string[]) => ({
  Sid: 'Quiet',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:PutObject',
  Resource: folders.map((folder) => `${bucket}/AWSLogs/${folder}/*`),
});
const documented = allows(management, 'o-exampleorg');

/** A healthy organization trail of three accounts; a minute later somebody changes its bucket's policy. */
async function world() {
  const made = await evaluationWorld();
  const readOrganization = async () => ({
    organization: { id: 'o-exampleorg', management, delegates: [], accounts: [management, archive, shop] },
    trustedAccess: undefined,
  });
  made.put(owned, { logging: true, startedAt: noon });
  for (const account of [management, archive, shop]) await made.evaluate({ account }, { readOrganization });
  made.clock.pass(62);
  const put = stopOf(organizationTrail, {
    accountId: archive,
    eventName: 'PutBucketPolicy',
    eventId: 'put-1',
    sameAs: 'put-1',
    effect: 'change',
    trail: undefined,
    dependsOn: { kind: 'bucket', id: 'all-logs' },
  });
  const found = async (...Statement: readonly object[]) => {
    const at = made.clock.now();
    const policy = { kind: 'seen', value: JSON.stringify({ Version: '2012-10-17', Statement }) } as const;
    const settings = {
      policy,
      expiry: { kind: 'seen', value: [] },
      versioning: { kind: 'seen', value: 'never' },
    } as const;
    const sight: BucketSight = {
      kind: 'bucket',
      id: 'all-logs',
      at,
      changedAt: at,
      found: { is: 'there', owner: archive, settings },
    };
    await made.destinations.keepDestination(sight);
  };
  /** The owner is looked at after the call, then the accounts that are asked for. */
  const look = async (trigger = put) => {
    await made.evaluate(
      { account: management, regions: [home], why: 'look-again', triggers: [trigger], lookedAgain: 99 },
      { readOrganization },
    );
    const asked = made.followUps.sent.fannedOut.splice(0);
    for (const request of asked) await made.evaluate(request, { readOrganization });
    return asked.map(({ account }) => account);
  };
  return { ...made, found, look, put };
}

describe('the policy of the bucket of an organization trail', () => {
  it('that shuts out one member is told to the owner of the trail and to that member, as one incident', async () => {
    const { found, look, open, put } = await world();
    await found(...documented, denies(`o-exampleorg/${shop}`));
    expect(await look()).toEqual([shop]);
    const [atOwner, atMember] = [await open(management), await open(shop)];
    expect(atOwner).toMatchObject([
      {
        rule: 'delivery-will-fail',
        region: home,
        causedBy: put.eventId,
        evidence: {
          resource: 'all-logs',
          change: `statement "Quiet": denies s3:PutObject, needed for log files of account ${shop}`,
          refused: { accounts: [shop], count: 1 },
        },
      },
    ]);
    expect(atMember).toMatchObject([
      { rule: 'delivery-will-fail', region: home, causedBy: put.eventId, incident: atOwner[0]?.incident },
    ]);
    expect(await open(archive)).toEqual([]);
  });

  it('that shuts out every member is told to all of them', async () => {
    const { found, look, open } = await world();
    await found(...allows(management, `o-exampleorg/${management}`));
    expect(new Set(await look())).toEqual(new Set([archive, shop]));
    for (const account of [management, archive, shop]) expect(await open(account)).toHaveLength(1);
  });

  it('that lacks the folder of the organization is told to its owner and the members', async () => {
    const { found, look, open } = await world();
    await found(...allows(management));
    await look();
    expect((await open(management))[0]?.evidence.change).toContain(
      `no statement allows s3:PutObject, needed for log files of the management account ${management}`,
    );
    expect(await open(shop)).toHaveLength(1);
  });

  it('that is taken back ends it for both', async () => {
    const { clock, found, look, open, put } = await world();
    await found(...documented, denies(`o-exampleorg/${shop}`));
    await look();
    clock.pass(100);
    await found(...documented);
    const at = later(noon, 160);
    expect(await look({ ...put, eventId: 'put-2', sameAs: 'put-2', at })).toEqual([shop]);
    for (const account of [management, shop]) expect(await open(account)).toEqual([]);
  });

  it('that shuts out no member asks for none, although the trail is that of all', async () => {
    const { found, look, open } = await world();
    await found(...documented);
    expect(await look()).toEqual([]);
    expect(await open(management)).toEqual([]);
  });

  it('is not judged anew for a member without a call, for it has worked', async () => {
    const { evaluate, found, open } = await world();
    await found(...documented, denies(`o-exampleorg/${shop}`));
    await evaluate({ account: shop });
    expect(await open(shop)).toEqual([]);
  });
});

describe('a call of the delegated administrator on an organization trail', () => {
  it('by its name alone has the owner asked at once, with the ARN', async () => {
    const { evaluate, followUps } = await world();
    const trigger = stopOf(organizationTrail, {
      accountId: archive,
      region: home,
      trail: { kind: 'name', name: 'everything' },
    });
    await evaluate({ account: archive, regions: [home], why: 'event', triggers: [trigger] });
    expect(followUps.sent.laterLooks).toContainEqual({
      request: {
        account: management,
        regions: [home],
        why: 'event',
        triggers: [{ ...trigger, trail: { kind: 'arn', arn: organizationTrail } }],
      },
      seconds: 0,
    });
  });

  it('by its name alone has the owner asked once: not by later looks for the same call', async () => {
    const { evaluate, followUps } = await world();
    const named = { kind: 'name', name: 'everything' } as const;
    const trigger = stopOf(organizationTrail, { accountId: archive, region: home, trail: named });
    const request = { account: archive, regions: [home], triggers: [trigger] };
    for (const why of ['look-again', 'sweep', 'parts'] as const) await evaluate({ ...request, why });
    expect(followUps.sent.laterLooks.filter(({ request: asked }) => asked.account === management)).toEqual(
      [],
    );
  });

  it('asks for no account that is not watched: neither its owner, nor a member that a policy shuts out', async () => {
    const { evaluate, found, followUps, put, clock } = await world();
    const directory = memoryDirectory([
      [archive, 'log archive'],
      [shop, 'shop'],
    ]);
    const named = { kind: 'name', name: 'everything' } as const;
    const trigger = stopOf(organizationTrail, { accountId: archive, region: home, trail: named });
    await evaluate({ account: archive, regions: [home], why: 'event', triggers: [trigger] }, { directory });
    expect(followUps.sent.laterLooks.filter(({ request }) => request.account === management)).toEqual([]);
    clock.pass(1);
    await found(...documented, denies(`o-exampleorg/${shop}`));
    const onlyOwner = memoryDirectory([[management, 'management']]);
    const accounts = [management, archive, shop];
    const organization = { id: 'o-exampleorg', management, delegates: [], accounts };
    const readOrganization = async () => ({ organization, trustedAccess: undefined });
    await evaluate(
      { account: management, regions: [home], why: 'look-again', triggers: [put], lookedAgain: 99 },
      { directory: onlyOwner, readOrganization },
    );
    expect(followUps.sent.fannedOut).toEqual([]);
  });

  it('makes the owner ask every member', async () => {
    const { clock, evaluate, followUps, trails } = await world();
    clock.pass(1);
    trails.get(organizationTrail)!.status = { logging: false, stoppedAt: later(noon, 62) };
    const trigger = stopOf(organizationTrail, { accountId: archive });
    await evaluate({ account: management, regions: [home], why: 'event', triggers: [trigger] });
    expect(followUps.sent.fannedOut.map(({ account }) => account)).toEqual([archive, shop]);
  });
});

describe("what the owner's account was last seen to say", () => {
  it('is not believed when it is older than the call', async () => {
    const { evaluate, open, trails } = await world();
    trails.get(organizationTrail)!.status = { logging: false };
    const trigger = stopOf(organizationTrail, { accountId: archive, at: later(noon, 61) });
    await evaluate({ account: shop, regions: 'all', why: 'event', triggers: [trigger] });
    expect((await open(shop)).map(({ rule }) => rule)).toContain('logging-stopped');
  });
});

describe("the owner's word on an organization trail", () => {
  it('is its status and what it records, and is not older than the call', async () => {
    const { clock, parts, trails } = await world();
    const { trail: one } = trails.get(organizationTrail)!;
    const read = (at: number) =>
      ownersStatusReader(parts, [stopOf(organizationTrail, { at: later(noon, at) })]);
    await expect(read(-60)(one, home)).resolves.toEqual({
      status: { logging: true, startedAt: noon },
      recorded: recordsEverything,
    });
    await expect(read(60)(one, home)).resolves.toBeUndefined();
    clock.pass(15 * 60);
    await expect(read(-60)(one, home)).resolves.toBeUndefined();
  });
});

describe('an old trail of the management account that is made one of the organization', () => {
  it.each([
    ['just before the real one is stopped', false],
    ['and is seen as such, a minute before the real one is stopped', true],
  ])('%s covers no member, however long it has recorded for its owner', async (_, isSeen) => {
    const { clock, evaluate, open, put, trails } = await evaluationWorld();
    const readOrganization = async () => ({
      organization: { id: 'o-exampleorg', management, delegates: [], accounts: [management, archive, shop] },
      trustedAccess: undefined,
    });
    const lookAtAll = async () => {
      for (const account of [management, archive, shop]) await evaluate({ account }, { readOrganization });
    };
    const status = { logging: true, startedAt: later(noon, -300 * 24 * 3600) };
    put(owned, status);
    const old = { owner: management, name: 'old', multiRegion: true, bucket: 'elsewhere' } as const;
    const oldArn = arn(organizationTrail.replace('everything', 'old'));
    put({ ...old, arn: oldArn, organization: false }, status);
    await lookAtAll();
    clock.pass(3600);
    put({ ...old, arn: oldArn, organization: true }, status);
    if (isSeen) await lookAtAll();
    clock.pass(60);
    trails.get(organizationTrail)!.status = { ...status, logging: false, stoppedAt: clock.now() };
    clock.pass(5);
    await lookAtAll();
    const told = (await open(shop)).filter(({ subject }) => subject === organizationTrail);
    expect(told).toHaveLength(3);
    for (const { severity, weakening } of told)
      expect({ severity, weakening }).toEqual({ severity: 'high', weakening: false });
  });
});
