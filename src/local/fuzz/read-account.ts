import type {
  DescribeTrailsCommandOutput,
  GetEventSelectorsCommandOutput,
  GetTrailStatusCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { selectorsFrom, statusFrom, trailFrom } from '#adapters/aws/cloud-trail-answers.ts';
import { digestOf } from '#adapters/aws/digest-of.ts';
import { digestOfRole } from '#adapters/aws/forwarding-role-reader.ts';
import { sight } from '#adapters/aws/refusals.ts';
import type { ForwardingSight } from '#domain/facts/forwarding.ts';
import type { Sight, TrailSight } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import { parseRegion } from '#domain/values/region.ts';
import type { ForwardingObserver, ReadForwardingRole } from '#ports/forwarding.ts';
import type { TrailObserver } from '#ports/trail-observer.ts';
import { centralAccount, readRoleName } from '#local/rehearsal/documents.ts';
import { centralBus, deadLetters, forwardingRole, rulePrefix } from '#local/rehearsal/member-rules.ts';
import type { Clock } from '#ports/clock.ts';
import type { SimulatedOrganization } from '#simulators/organization/simulate-organization.ts';
import type { AwsCalls, Desk } from './call-aws.ts';

/** Signs in to an account through its read role. */
export type SignIn = (account: AccountId, region: string) => Promise<Sight<Desk>>;

/** Assumes the read role as the function that evaluates does. */
export function signInWith(calls: AwsCalls, organization: SimulatedOrganization): SignIn {
  const identity = { kind: 'role', role: 'trailwarden-evaluate-dev', session: 'look' } as const;
  const { accessKeyId } = organization.credentials({ accountId: centralAccount, identity });
  return (account, region) =>
    sight('sts:AssumeRole', async () => {
      const RoleArn = `arn:aws:iam::${account}:role/${readRoleName}`;
      const parameters = { RoleArn, RoleSessionName: 'look' };
      const answer = await calls.query({ accessKeyId, region }, 'sts:AssumeRole', parameters);
      return { accessKeyId: /<AccessKeyId>([^<]+)/.exec(answer)?.[1] ?? '', region };
    });
}

/** The trails that the caller sees in its Region, read as the product reads them. */
export async function readTrails(calls: AwsCalls, desk: Desk): Promise<Sight<readonly TrailSight[]>> {
  const list = await sight('cloudtrail:DescribeTrails', async () => {
    // The simulated organization answers in the service's form.
    return (await calls.json(desk, 'cloudtrail:DescribeTrails')) as DescribeTrailsCommandOutput;
  });
  if (list.kind === 'unreadable') return list;
  const trails = (list.value.trailList ?? []).flatMap((answer) => trailFrom(answer) ?? []);
  const value = await Promise.all(
    trails.map(async (trail): Promise<TrailSight> => {
      const at = { ...desk, region: trail.homeRegion };
      const status = await sight('cloudtrail:GetTrailStatus', async () =>
        statusFrom(
          // As above.
          (await calls.json(desk, 'cloudtrail:GetTrailStatus', {
            Name: trail.arn,
          })) as GetTrailStatusCommandOutput,
        ),
      );
      const selectors = !trail.customSelectors
        ? undefined
        : await sight('cloudtrail:GetEventSelectors', async () =>
            selectorsFrom(
              // As above.
              (await calls.json(at, 'cloudtrail:GetEventSelectors', {
                TrailName: trail.arn,
              })) as GetEventSelectorsCommandOutput,
            ),
          );
      return { trail, status, selectors, secondHand: false };
    }),
  );
  return { kind: 'seen', value };
}

/** Observes the trails of accounts through their read role. No account of the fuzzer has service-linked channels. */
export function fuzzObserver(calls: AwsCalls, signIn: SignIn, clock: Clock): TrailObserver {
  return {
    visitAccount: (account) => ({
      async listRegions(): Promise<Sight<readonly Region[]>> {
        const desk = await signIn(account, 'us-east-1');
        if (desk.kind === 'unreadable') return desk;
        return sight('account:ListRegions', async () => {
          // The simulated organization answers in the service's form.
          const { Regions } = (await calls.json(desk.value, 'account:ListRegions', {
            RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'],
          })) as { readonly Regions: readonly { readonly RegionName: string }[] };
          return Regions.flatMap(({ RegionName }) => parseRegion(RegionName) ?? []);
        });
      },
      async observeRegion(region) {
        const at = clock.now();
        const desk = await signIn(account, region);
        const trails = desk.kind === 'seen' ? await readTrails(calls, desk.value) : desk;
        return { account, region, at, trails, channels: [] };
      },
    }),
  };
}

interface ListedRule {
  readonly Name: string;
  readonly State: string;
  readonly EventPattern: string;
}
interface ListedTarget {
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly DeadLetterConfig?: { readonly Arn: string };
}

async function readForwarding(
  calls: AwsCalls,
  desk: Desk,
  place: { readonly account: AccountId; readonly region: Region; readonly closely: readonly string[] },
): Promise<ForwardingSight> {
  const { account, region, closely } = place;
  const rules = await sight('events:ListRules', async () => {
    // The simulated organization answers in the service's form; so below.
    const { Rules } = (await calls.json(desk, 'events:ListRules', { NamePrefix: rulePrefix })) as {
      readonly Rules: readonly ListedRule[];
    };
    return Rules.map(({ Name: name, State, EventPattern }) => ({
      name,
      enabled: State !== 'DISABLED',
      digest: digestOf(JSON.parse(EventPattern)),
    }));
  });
  const sending = await sight('events:ListRuleNamesByTarget', async () => {
    const answer = await calls.json(desk, 'events:ListRuleNamesByTarget', { TargetArn: centralBus });
    return (answer as { readonly RuleNames: readonly string[] }).RuleNames;
  });
  const there = closely.filter((name) => sending.kind === 'seen' && sending.value.includes(name));
  const targets = await sight('events:ListTargetsByRule', () =>
    Promise.all(
      there.map(async (rule) => {
        const answer = await calls.json(desk, 'events:ListTargetsByRule', { Rule: rule });
        const { Targets } = answer as { readonly Targets: readonly ListedTarget[] };
        const target = Targets.find(({ Arn }) => Arn === centralBus);
        return {
          rule,
          role: target?.RoleArn === `arn:aws:iam::${account}:role/${forwardingRole}`,
          deadLetters: target?.DeadLetterConfig?.Arn === `arn:aws:sqs:${region}:${account}:${deadLetters}`,
        };
      }),
    ),
  );
  return { region, rules, sending, targets, deadLetters: { kind: 'seen', value: 0 } };
}

/** Reads the rules of accounts and their targets; the dead-letter queues of the fuzzer stay empty. */
export function fuzzForwarding(calls: AwsCalls, signIn: SignIn): ForwardingObserver {
  return {
    async lookAtForwarding(account, regions, { closely }) {
      const desk = await signIn(account, 'us-east-1');
      if (desk.kind === 'unreadable') return desk;
      const value = await Promise.all(
        regions.map((region) =>
          readForwarding(calls, { ...desk.value, region }, { account, region, closely: closely(region) }),
        ),
      );
      return { kind: 'seen', value };
    },
  };
}

const all = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, one = '']) => one);
const documents = (text: string, name: string): unknown[] =>
  all(text, name).map((one) => JSON.parse(decodeURIComponent(one)) as unknown);

/** Reads the forwarding role of accounts. */
export function fuzzForwardingRole(calls: AwsCalls, signIn: SignIn): ReadForwardingRole {
  return async (account) => {
    const desk = await signIn(account, 'us-east-1');
    if (desk.kind === 'unreadable') return desk;
    const ask = (operation: string, more: Record<string, string> = {}): Promise<string> =>
      calls.query(desk.value, `iam:${operation}`, { RoleName: forwardingRole, ...more });
    const read = await sight('iam:GetRole', async () => {
      const role = await ask('GetRole');
      const names = all(await ask('ListRolePolicies'), 'member');
      const policies = await Promise.all(
        names.map(async (PolicyName) => {
          const [document] = documents(await ask('GetRolePolicy', { PolicyName }), 'PolicyDocument');
          return [PolicyName, document] as const;
        }),
      );
      const attached = all(await ask('ListAttachedRolePolicies'), 'PolicyArn');
      const [boundary] = all(role, 'PermissionsBoundaryArn');
      const [trust] = documents(role, 'AssumeRolePolicyDocument');
      return digestOfRole({ trust, policies: Object.fromEntries(policies), attached, boundary }, account);
    });
    if (read.kind === 'seen') return read;
    return read.why.code.startsWith('NoSuchEntity') ? { kind: 'seen', value: 'gone' } : read;
  };
}
