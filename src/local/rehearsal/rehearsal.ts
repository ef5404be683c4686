import { fileURLToPath } from 'node:url';
import type { LocalCloud, LocalCloudOptions } from '#simulators/aws-cloud/local-cloud.ts';
import { deployedFrom } from '#local/package/deployed.ts';
import { startLocalCloud } from '#simulators/aws-cloud/cloud.ts';
import type { Template } from '#simulators/aws-cloud/template.ts';
import type { JiraStandIn } from '#simulators/jira/start-jira.ts';
import { startJira } from '#simulators/jira/start-jira.ts';
import type { DeployedRole, EventRule } from '#simulators/organization/forwarding.ts';
import type { SimulatedOrganization } from '#simulators/organization/simulate-organization.ts';
import { simulateOrganization } from '#simulators/organization/simulate-organization.ts';
import type { World } from '#simulators/organization/world.ts';
import type { SlackStandIn } from '#simulators/slack/start-slack.ts';
import { startSlack } from '#simulators/slack/start-slack.ts';
import type { BusEvent } from '#simulators/wire.ts';
import { admitted } from './admitted.ts';
import type { DocumentChanges } from './documents.ts';
import { centralAccount, writeDocuments, readRoleName } from './documents.ts';
import { readRoleMay, rolesIn } from './member-roles.ts';
import { deadLetters, deployedIn, forwardingRole, isCarried, stacks } from './member-rules.ts';

/** A rehearsal's settings; everything but the world has a default. */
export interface RehearsalOptions {
  readonly world: World;
  readonly documents?: DocumentChanges;
  /** More Slack channels than `#cloudtrail`, by name without the sign. */
  readonly channels?: readonly string[];
  readonly users?: Parameters<typeof startSlack>[0]['users'];
  readonly jiraUsers?: Parameters<typeof startJira>[0]['users'];
  /** More Jira projects than `AWSSEC`, by key. */
  readonly projects?: readonly string[];
  readonly searchLagMs?: number;
  /** The member side of every account; default: as deployed by the present member templates. */
  readonly members?: MemberSide;
  /** Further settings of the local cloud. */
  readonly cloud?: Partial<LocalCloudOptions>;
}

/** The member side of every account: the rules on its default buses, and what the read role may do. */
export interface MemberSide {
  readonly rulesIn: (region: string, account: string) => readonly EventRule[];
  readonly rolesIn: (account: string) => readonly DeployedRole[];
  readonly readRoleMay: (action: string, resource: string) => boolean;
}

/** A simulated organization with Trailwarden deployed, and stand-ins for Slack and Jira; all on loopback. */
export interface Rehearsal {
  readonly cloud: LocalCloud;
  readonly organization: SimulatedOrganization;
  readonly slack: SlackStandIn;
  readonly jira: JiraStandIn;
  /** Where the functions read the three documents. */
  readonly configuration: string;
  stop(): Promise<void>;
}

const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));
const token = 'xoxb-rehearsal';
/** With it the stand-in for Slack signs what it sends. */
export const signingSecret = 'signing-rehearsal';
const jiraLogin = { email: 'trailwarden@example.com', apiToken: 'rehearsal' };

function secrets(): Record<string, string> {
  const { email, apiToken } = jiraLogin;
  return {
    '/trailwarden/slack-token': token,
    '/trailwarden/slack-signing-secret': signingSecret,
    '/trailwarden/jira-email': email,
    '/trailwarden/jira-token': apiToken,
  };
}

async function startPeople(
  options: RehearsalOptions,
  now: () => number,
): Promise<Pick<Rehearsal, 'slack' | 'jira'>> {
  const clock = { now };
  const names = ['cloudtrail', ...(options.channels ?? [])];
  const channels = names.map((name, index) => ({
    id: `C${String(index + 1).padStart(8, '0')}`,
    name,
    isMember: true,
  }));
  const slack = await startSlack({ clock, channels, users: options.users ?? [], token });
  const jira = await startJira({
    clock,
    projects: ['AWSSEC', ...(options.projects ?? [])].map((key) => ({ key, issueTypes: ['Task', 'Bug'] })),
    users: options.jiraUsers ?? [],
    auth: jiraLogin,
    searchLagMs: options.searchLagMs ?? 0,
  });
  return { slack, jira };
}

function editOf({ world, cloud }: RehearsalOptions): (template: Template) => Template {
  const members = world.accounts.map(({ id }) => id);
  return (template) => {
    const whole = admitted(template, members);
    return cloud?.templateEdit?.(whole) ?? whole;
  };
}

/** Starts a rehearsal from the packages as they are. */
export async function startRehearsal(options: RehearsalOptions): Promise<Rehearsal> {
  const late: Late = {};
  const now = (): number => late.now?.() ?? options.cloud?.startAt ?? Date.now();
  const directory = writeDocuments(options.world, options.documents ?? {});
  const { slack, jira } = await startPeople(options, now);
  const stopPeople = async (): Promise<void> => {
    await Promise.all([slack.stop(), jira.stop()]);
    directory.remove();
  };
  try {
    const addresses = { CONFIG_DIRECTORY: directory.path, SLACK_API_URL: slack.url, JIRA_HOST: jira.url };
    const cloud = await startLocalCloud(cloudOptions(options, addresses, late));
    if (!late.organization) throw new Error('the local cloud made no organization');
    const stop = async (): Promise<void> => {
      await cloud.stop();
      await stopPeople();
    };
    return { cloud, organization: late.organization, slack, jira, configuration: directory.path, stop };
  } catch (error) {
    await stopPeople();
    throw error;
  }
}

/** The parts that are created from the local cloud's clock. */
interface Late {
  now?: () => number;
  organization?: SimulatedOrganization;
}

/** The way from the members' buses: their rules and the role that these send under, as they are at the moment. */
function memberRoad(
  { world, cloud }: RehearsalOptions,
  late: Late,
): Pick<LocalCloudOptions, 'forward' | 'forwardingRoleMay'> {
  const members = new Set(world.accounts.map(({ id }) => id));
  return {
    forward: (event, from) => {
      const { account, region } = from;
      // The centre's own default bus has the rules of a member beside those of the stack.
      const rules = members.has(account)
        ? (late.organization?.rules(account, region) ?? [])
        : deployedIn(region, account);
      return isCarried(rules, event) && (cloud?.forward?.(event, from) ?? true);
    },
    forwardingRoleMay: (action, resource, account) => {
      const arn = `arn:aws:iam::${account}:role/${forwardingRole}`;
      return !members.has(account) || late.organization?.roleMay(account, arn, action, resource) === true;
    },
  };
}

function cloudOptions(
  options: RehearsalOptions,
  addresses: Record<string, string>,
  late: Late,
): LocalCloudOptions {
  return {
    deployed: deployedFrom(projectRoot),
    accountId: centralAccount,
    parameters: secrets(),
    forwardingRole,
    ...options.cloud,
    ...memberRoad(options, late),
    templateEdit: editOf(options),
    environment: {
      ...options.cloud?.environment,
      '*': { ...addresses, ...options.cloud?.environment?.['*'] },
    },
    organizationOf: ({ clock, deliver: forward }) => {
      late.now = () => clock.now();
      const deliver = (event: BusEvent, from: { account: string; region: string }) =>
        void forward(event, from);
      const { world, members = { rulesIn: deployedIn, rolesIn, readRoleMay } } = options;
      return (late.organization = simulateOrganization({
        readRoleName,
        world,
        clock,
        deliver,
        readRolePolicy: members.readRoleMay,
        forwarding: { rulesIn: members.rulesIn, rolesIn: members.rolesIn, stacks, deadLetters },
      }));
    },
  };
}
