import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import {
  CloseAccountCommand,
  DisableAWSServiceAccessCommand,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { awsOrganization, listsForMs } from '#adapters/aws/aws-organization.ts';
import { cloudTrailEventHistory } from '#adapters/aws/event-history.ts';
import { pace, pacePerPlace } from '#adapters/aws/pace.ts';
import { instant } from '#domain/values/instant.ts';
import { account, region } from '#test/given/incidents.ts';
import type { World } from '#simulators/organization/world.ts';
import {
  home,
  management,
  member,
  organizationTrail,
  person,
  simulatedAws,
  smallWorld,
} from '#test/given/simulated-aws.ts';

const now = () => instant(Date.parse('2026-11-21T12:00:00Z'));

function many(count: number): World {
  const more = Array.from({ length: count }, (_, index) => ({
    id: String(500_000_000_000 + index),
    name: `team ${index}`,
  }));
  return { ...smallWorld, accounts: [...smallWorld.accounts, ...more] };
}

describe("the organization's accounts", () => {
  it('are all that are active, with their names, over pages of which some are empty', async () => {
    const aws = await simulatedAws(many(50));
    aws.organization.faults.emptyPages(true);
    const { organizations } = aws.as(management);
    const roll = await awsOrganization({ client: organizations, clock: { now } }).fetchRoll();
    if (roll.kind !== 'seen') throw new Error(roll.why.code);
    expect(roll.value.active.size).toBe(53);
    expect(roll.value.active.get(account(member))).toBe('shop');
    expect(roll.value.management).toBe(management);
  });

  it('are 5,000 in 250 pages, each asked for once', async () => {
    const aws = await simulatedAws(many(4997));
    const { organizations } = aws.as(management);
    const roll = await awsOrganization({ client: organizations, clock: { now } }).fetchRoll();
    if (roll.kind !== 'seen') throw new Error(roll.why.code);
    expect(roll.value.active.size).toBe(5000);
    const pages = aws.organization.calls.filter(({ operation }) => operation === 'ListAccounts');
    expect(pages).toHaveLength(250);
  });

  it('are given up as not listed when their pages take too long, instead of the whole sweep', async () => {
    const aws = await simulatedAws(many(4997));
    const { organizations } = aws.as(management);
    const listing = (pageMs: number) => {
      const pages = (): number =>
        aws.organization.calls.filter(({ operation }) => operation === 'ListAccounts').length;
      const before = pages();
      const clock = { now: () => instant(now() + (pages() - before) * pageMs) };
      return awsOrganization({ client: organizations, clock }).fetchRoll();
    };
    expect(await listing(listsForMs / 251)).toMatchObject({ kind: 'seen' });
    await expect(listing(listsForMs / 200)).rejects.toMatchObject({ cause: { name: 'ListTookTooLong' } });
  });

  it('are not those that are closed', async () => {
    const aws = await simulatedAws();
    const { organizations } = aws.as(management);
    await organizations.send(new CloseAccountCommand({ AccountId: member }));
    const roll = await awsOrganization({ client: organizations, clock: { now } }).fetchRoll();
    expect(roll.kind === 'seen' && roll.value.active.has(account(member))).toBe(false);
  });

  it("come with CloudTrail's trusted access, as it is now", async () => {
    const aws = await simulatedAws();
    const { organizations: client } = aws.as(management);
    const trusted = async () => {
      const roll = await awsOrganization({ client, clock: { now } }).fetchRoll();
      return roll.kind === 'seen' ? roll.value.trustedAccess : roll.why;
    };
    expect(await trusted()).toBe(true);
    await client.send(new DisableAWSServiceAccessCommand({ ServicePrincipal: 'cloudtrail.amazonaws.com' }));
    expect(await trusted()).toBe(false);
  });

  it("come with CloudTrail's delegated administrators, as they are now, and without those of other services", async () => {
    const aws = await simulatedAws();
    const { organizations: client } = aws.as(management);
    const delegates = async () => {
      const roll = await awsOrganization({ client, clock: { now } }).fetchRoll();
      return roll.kind === 'seen' ? roll.value.delegates : roll.why;
    };
    const name = (ServicePrincipal: string) => ({ AccountId: member, ServicePrincipal });
    await client.send(new RegisterDelegatedAdministratorCommand(name('config.amazonaws.com')));
    expect(await delegates()).toEqual([]);
    await client.send(new RegisterDelegatedAdministratorCommand(name('cloudtrail.amazonaws.com')));
    expect(await delegates()).toEqual([member]);
  });

  it('are unreadable, with the permission that is missing, from an account that may not ask', async () => {
    const aws = await simulatedAws();
    const { organizations } = aws.as(member);
    const roll = await awsOrganization({ client: organizations, clock: { now } }).fetchRoll();
    expect(roll).toMatchObject({
      kind: 'unreadable',
      why: { operation: 'organizations:ListAccounts', code: 'AccessDeniedException' },
    });
  });
});

describe('the event history', () => {
  afterEach(() => void vi.unstubAllEnvs());

  async function search(reader: string) {
    const aws = await simulatedAws();
    await aws.as(management, home).cloudTrail.send(new StopLoggingCommand({ Name: organizationTrail }));
    aws.organization.faults.cutEvents(true);
    const { endpoint } = aws.as(management, home);
    vi.stubEnv('AWS_ENDPOINT_URL_CLOUDTRAIL', endpoint);
    const credentials = aws.organization.credentials({ accountId: reader, identity: person });
    const history = cloudTrailEventHistory({
      region: home,
      assume: async () => ({
        ...credentials,
        sessionToken: credentials.sessionToken ?? '',
        expiration: new Date(Date.now() + 3600_000),
      }),
    });
    return history.searchCalls({
      account: account(reader),
      region: region(home),
      eventNames: ['DeleteTrail', 'StopLogging'],
      from: instant(now() - 60_000),
      to: instant(now() + 60_000),
    });
  }

  it('names who called, also when no event ever came', async () => {
    const sight = await search(management);
    if (sight.kind !== 'seen') throw new Error(sight.why.code);
    expect(sight.value).toMatchObject([
      { eventName: 'StopLogging', actor: { person: 'mallory' }, outcome: { kind: 'succeeded' } },
    ]);
  });

  it('knows in an account only of what was called there', async () => {
    expect(await search(member)).toEqual({ kind: 'seen', value: [] });
  });
});

describe('the pace', () => {
  it('lets so many calls through at once, and the next ones a second later at the earliest', async () => {
    const turn = pace(3);
    const moments: number[] = [];
    const began = performance.now();
    const calls = Array.from({ length: 7 }, () => turn().then(() => moments.push(performance.now() - began)));
    // Before any timer can have run out, however long this process stood still.
    await Promise.all(calls.slice(0, 3));
    expect(moments).toHaveLength(3);
    await Promise.all(calls);
    // Timers count whole milliseconds. How late they run out is left to the machine.
    const early = moments.filter((moment, index) => moment < Math.floor(index / 3) * 1000 - 2);
    expect([moments.length, early]).toEqual([7, []]);
  });

  it('of an account and Region that has had its calls holds up neither another account nor another Region', async () => {
    const turnOf = pacePerPlace(1);
    const turn = (who: string, where: string) => turnOf(account(who), region(where))();
    const through: string[] = [];
    await turn(member, home);
    const next = turn(member, home).then(() => through.push('next'));
    // Before any timer can have run out, however long this process stood still.
    await Promise.all([turn(member, 'us-east-1'), turn(management, home)]);
    expect(through).toEqual([]);
    await next;
  });
});
