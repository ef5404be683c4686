import type { Severity } from '#domain/findings/finding.ts';
import type { Exemption } from '#domain/issues/exemption.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { DocumentName, Path, Warning } from './fault.ts';
import type { MainDocument } from './main-document.ts';
import type { OwnersDocument } from './owners-document.ts';
import type { SecretName } from './values.ts';
import type { WhitelistDocument } from './whitelist.ts';

/** The checked configuration of the three documents, with defaults filled in and texts parsed. */
export interface Config {
  readonly mainAccountId: AccountId;
  /** The Region in which Trailwarden is deployed. */
  readonly region: Region;
  /** The watched Regions; undefined: every Region that an account has enabled. */
  readonly regions?: readonly Region[] | undefined;
  /** The role to assume in every watched account. */
  readonly roleName: string;
  /** Prefix of the names of the functions that Hammer's playbook names. */
  readonly functionPrefix: string;
  /** Account names by id, in the order of the document. */
  readonly accounts: ReadonlyMap<AccountId, string>;
  readonly cloudtrails: CloudTrailsConfig;
  readonly jira: JiraConfig;
  readonly slack: SlackConfig;
  readonly whitelistingProcedureUrl?: string | undefined;
  readonly organization: OrganizationConfig;
  readonly secrets: Readonly<
    Record<'slackToken' | 'jiraEmail' | 'jiraToken' | 'slackSigningSecret', SecretName>
  >;
  readonly schedules: SchedulesConfig;
  /** Whether incidents are imported into the central account's Security Hub. */
  readonly securityHub: { readonly enabled: boolean };
  /** Addresses (mailto: or https://) that receive alarms about Trailwarden itself. */
  readonly alarms: { readonly subscribers: readonly string[] };
  /** What the deployment adds to the templates; every part is optional. */
  readonly deployment: DeploymentOptions;
  /** The stages that can be deployed. */
  readonly stages: readonly string[];
  /** ARNs of roles whose sessions may take on the read role, beside the central functions. */
  readonly operators: { readonly roles: readonly string[] };
  /** Buckets, keys and accounts that trails are expected to use; undefined: those they used last. */
  readonly baseline?: BaselineConfig | undefined;
  readonly exemptions: ReadonlyMap<AccountId, readonly Exemption[]>;
  readonly owners: OwnersDocument;
  /** Keys that were recognised and have no effect. */
  readonly unusedKeys: readonly { readonly file: DocumentName; readonly path: Path }[];
  readonly warnings: readonly Warning[];
}

/** The section `cloudtrails`: this playbook's settings. */
export interface CloudTrailsConfig {
  readonly enabled: boolean;
  readonly tableName: string;
  readonly reporting: boolean;
  readonly accounts?: readonly AccountId[] | undefined;
  readonly ignoreAccounts: readonly AccountId[];
  /** Shortest retention of log files, in days, that raises no finding; 0 turns the check off. */
  readonly minimumRetentionDays: number;
  readonly topicName?: string | undefined;
}

/** The section `jira`: how tickets are written. */
export interface JiraConfig {
  readonly enabled: boolean;
  /** The address of the API: that of the site, or of its gateway; without a slash at the end. */
  readonly server?: string | undefined;
  /** The address of the site that people open, without a slash at the end; undefined when it is not known. */
  readonly site?: string | undefined;
  readonly issueType: string;
  /** Largest length of a text field, in characters. */
  readonly textLimit: number;
  /** Jira priority by severity; an empty name leaves the priority to the project. */
  readonly priorities: Readonly<Record<Severity, string>>;
  readonly labels: readonly string[];
  readonly linkType: string;
  /** Names of transitions, statuses and resolutions that mean that a ticket is done, beside those known. */
  readonly done: readonly string[];
  /** Whether there is a ticket, too, when an older trail of the account still records the same. */
  readonly ticketsWhenStillRecorded: boolean;
}

/** The section `slack`: how messages are sent. */
export interface SlackConfig {
  readonly enabled: boolean;
  readonly notifyDefaultOwner: boolean;
  /** Channels with the patterns of lines about Trailwarden itself that are sent there. */
  readonly channels: ReadonlyMap<string, readonly RegExp[]>;
  readonly ignore: readonly RegExp[];
  /** The workspace, for a token of a whole Slack organization. */
  readonly teamId?: string | undefined;
  readonly defaultChannel?: string | undefined;
  readonly answers: AnswersConfig;
}

/** The section `slack.answers`: whether and by whom messages are answered with buttons. */
export interface AnswersConfig {
  readonly enabled: boolean;
  /** Slack user ids and e-mail addresses. */
  readonly mayAccept: readonly string[];
  /** The person in Slack by the ARN of an IAM user. */
  readonly people: ReadonlyMap<string, string>;
}

/** The section `organization`: the source of the accounts, and the rollout of the member stacks. */
export interface OrganizationConfig {
  readonly mode: 'configured' | 'organization';
  readonly id?: string | undefined;
  readonly managementAccountId?: AccountId | undefined;
  readonly stackSets: {
    readonly enabled: boolean;
    readonly organizationalUnits: readonly string[];
    /** The Regions of the forwarding rules; us-east-1 is always added. */
    readonly regions: readonly Region[];
    readonly callAs: 'delegated_admin' | 'self';
  };
}

/** The section `schedules`; `sweep` and `report` are EventBridge schedule expressions. */
export interface SchedulesConfig {
  readonly sweep: string;
  readonly report: string;
  readonly lookAgainMinutes: number;
  readonly heartbeatMinutes: number;
}

/** The section `deployment`. */
export interface DeploymentOptions {
  /** The name of a managed policy, in each account, that is the permissions boundary of every role. */
  readonly boundary?: string | undefined;
  /** The ARN of a customer-managed KMS key for what the centre stores. */
  readonly key?: string | undefined;
  /** Concurrency reserved for the function that evaluates. */
  readonly evaluations?: number | undefined;
}

/** The section `baseline`: buckets and keys that logs may go to, and accounts that may own such. */
export interface BaselineConfig {
  /** When there are any, logs may go to these alone. */
  readonly buckets: readonly string[];
  readonly keys: readonly string[];
  /** Known besides, as a vendor's; they exclude no others. */
  readonly knownBuckets: readonly string[];
  readonly knownKeys: readonly string[];
  readonly accounts: readonly AccountId[];
}

/** The three parsed documents, before they are merged into a `Config`. */
export interface Documents {
  readonly main: MainDocument;
  readonly whitelist: WhitelistDocument;
  readonly owners: OwnersDocument;
}

/** Whether incidents are reported through Slack. */
export function toldThroughSlack({ cloudtrails, slack }: Pick<Config, 'cloudtrails' | 'slack'>): boolean {
  return cloudtrails.reporting && slack.enabled;
}

/** Whether incidents are reported through Jira. */
export function toldThroughJira({ cloudtrails, jira }: Pick<Config, 'cloudtrails' | 'jira'>): boolean {
  return cloudtrails.reporting && jira.enabled;
}

/**
 * The accounts to evaluate, with their names ('' where none is given). `known`: all existing accounts, from the
 * document or, in organization mode, from AWS Organizations.
 */
export function watchedAccounts(
  { accounts, cloudtrails }: Pick<Config, 'accounts' | 'cloudtrails'>,
  known: ReadonlyMap<AccountId, string> = accounts,
): ReadonlyMap<AccountId, string> {
  const ids = cloudtrails.accounts ?? [...known.keys()];
  const watched = ids.filter((id) => !cloudtrails.ignoreAccounts.includes(id));
  return new Map(watched.map((id) => [id, known.get(id) ?? accounts.get(id) ?? '']));
}

/** The Slack channel for a line about Trailwarden itself; undefined when it is ignored or no channel is configured. */
export function internalChannel({ slack }: Pick<Config, 'slack'>, line: string): string | undefined {
  if (slack.ignore.some((pattern) => pattern.test(line))) return undefined;
  const match = [...slack.channels].find(([, patterns]) => patterns.some((pattern) => pattern.test(line)));
  return match?.[0] ?? slack.defaultChannel;
}
