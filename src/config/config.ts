import type { Severity } from '#domain/findings/finding.ts';
import type { Exemption } from '#domain/issues/exemption.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { DocumentName, Path, Warning } from './fault.ts';
import type { MainDocument } from './main-document.ts';
import type { OwnersDocument } from './owners-document.ts';
import type { SecretName } from './values.ts';
import type { WhitelistDocument } from './whitelist.ts';

/** The three documents as one: defaults filled in, texts parsed, nothing left to check. */
export interface Config {
  readonly mainAccountId: AccountId;
  /** Where Trailwarden is deployed. */
  readonly region: Region;
  /** Only these are watched; undefined means every Region an account has enabled. */
  readonly regions?: readonly Region[] | undefined;
  /** The role to assume in every watched account. */
  readonly roleName: string;
  /** What the names of the functions that the playbook names begin with. */
  readonly functionPrefix: string;
  /** Names by id, in the order of the document. */
  readonly accounts: ReadonlyMap<AccountId, string>;
  readonly cloudtrails: CloudTrailsConfig;
  readonly jira: JiraConfig;
  readonly slack: SlackConfig;
  readonly whitelistingProcedureUrl?: string | undefined;
  readonly organization: OrganizationConfig;
  readonly secrets: Readonly<Record<'slackToken' | 'jiraEmail' | 'jiraToken', SecretName>>;
  readonly schedules: SchedulesConfig;
  /** Addresses (mailto: or https://) that hear when Trailwarden itself is in trouble. */
  readonly alarms: { readonly subscribers: readonly string[] };
  /** The stages that can be deployed. */
  readonly stages: readonly string[];
  /** What trails are expected to use; undefined means what they used last. */
  readonly baseline?: BaselineConfig | undefined;
  readonly exemptions: ReadonlyMap<AccountId, readonly Exemption[]>;
  readonly owners: OwnersDocument;
  /** Keys that were recognised and passed over. */
  readonly unusedKeys: readonly { readonly file: DocumentName; readonly path: Path }[];
  readonly warnings: readonly Warning[];
}

/** This playbook's own section. */
export interface CloudTrailsConfig {
  readonly enabled: boolean;
  readonly tableName: string;
  readonly reporting: boolean;
  readonly accounts?: readonly AccountId[] | undefined;
  readonly ignoreAccounts: readonly AccountId[];
  /** Log files are to be kept so long, in days; 0: nobody minds. */
  readonly minimumRetentionDays: number;
  readonly topicName?: string | undefined;
}

/** How tickets are written. */
export interface JiraConfig {
  readonly enabled: boolean;
  /** The origin of the Cloud site, without a slash at the end. */
  readonly server?: string | undefined;
  readonly issueType: string;
  /** Characters. */
  readonly textLimit: number;
  /** An empty name leaves the priority to the project. */
  readonly priorities: Readonly<Record<Severity, string>>;
  readonly labels: readonly string[];
  readonly linkType: string;
}

/** How messages are sent. */
export interface SlackConfig {
  readonly enabled: boolean;
  readonly notifyDefaultOwner: boolean;
  /** Channel to patterns of what Trailwarden says about itself. */
  readonly channels: ReadonlyMap<string, readonly RegExp[]>;
  readonly ignore: readonly RegExp[];
  readonly defaultChannel?: string | undefined;
}

/** Which accounts there are, and how the member side is rolled out. */
export interface OrganizationConfig {
  readonly mode: 'configured' | 'organization';
  readonly id?: string | undefined;
  readonly managementAccountId?: AccountId | undefined;
  readonly stackSets: {
    readonly enabled: boolean;
    readonly organizationalUnits: readonly string[];
    /** us-east-1 is always among them. */
    readonly regions: readonly Region[];
    readonly callAs: 'delegated_admin' | 'self';
  };
}

/** When things happen; expressions as EventBridge reads them. */
export interface SchedulesConfig {
  readonly sweep: string;
  readonly report: string;
  readonly lookAgainMinutes: number;
  readonly heartbeatMinutes: number;
}

/** What logs may go to. */
export interface BaselineConfig {
  readonly buckets: readonly string[];
  readonly keys: readonly string[];
  readonly accounts: readonly AccountId[];
}

/** The parsed documents before they become one. */
export interface Documents {
  readonly main: MainDocument;
  readonly whitelist: WhitelistDocument;
  readonly owners: OwnersDocument;
}

/** Whether people hear of anything through Slack. */
export function toldThroughSlack({ cloudtrails, slack }: Pick<Config, 'cloudtrails' | 'slack'>): boolean {
  return cloudtrails.reporting && slack.enabled;
}

/** Whether people hear of anything through Jira. */
export function toldThroughJira({ cloudtrails, jira }: Pick<Config, 'cloudtrails' | 'jira'>): boolean {
  return cloudtrails.reporting && jira.enabled;
}

/**
 * The accounts to evaluate, with their names ('' where none is given). `known` are the accounts there are:
 * those of the document, or in organization mode those of AWS Organizations.
 */
export function watchedAccounts(
  { accounts, cloudtrails }: Pick<Config, 'accounts' | 'cloudtrails'>,
  known: ReadonlyMap<AccountId, string> = accounts,
): ReadonlyMap<AccountId, string> {
  const ids = cloudtrails.accounts ?? [...known.keys()];
  const watched = ids.filter((id) => !cloudtrails.ignoreAccounts.includes(id));
  return new Map(watched.map((id) => [id, known.get(id) ?? accounts.get(id) ?? '']));
}

/** Where in Slack a line about Trailwarden itself goes; undefined when it is ignored or has no place. */
export function internalChannel({ slack }: Pick<Config, 'slack'>, line: string): string | undefined {
  if (slack.ignore.some((pattern) => pattern.test(line))) return undefined;
  const match = [...slack.channels].find(([, patterns]) => patterns.some((pattern) => pattern.test(line)));
  return match?.[0] ?? slack.defaultChannel;
}
