import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type {
  BaselineConfig,
  Config,
  DeploymentOptions,
  Documents,
  JiraConfig,
  OrganizationConfig,
  SlackConfig,
} from './config.ts';
import { isJiraGateway } from './jira-address.ts';
import type { MainDocument } from './main-document.ts';
import { exemptionsFrom } from './whitelist.ts';

/** The three documents as one `Config`, without unused keys and warnings, which the caller adds. */
export function normalise({ main, whitelist, owners }: Documents): Omit<Config, 'unusedKeys' | 'warnings'> {
  const { aws, cloudtrails, schedules, secrets } = main;
  return {
    mainAccountId: aws.main_account_id,
    region: aws.region,
    regions: aws.regions,
    roleName: aws.role_name_identification,
    functionPrefix: aws.function_prefix,
    accounts: accountNames(aws.accounts),
    cloudtrails: cloudTrailsConfig(cloudtrails),
    jira: jiraConfig(main.jira),
    slack: slackConfig(main.slack),
    whitelistingProcedureUrl: orNothing(main.whitelisting_procedure_url),
    organization: organizationConfig(main.organization),
    secrets: secretsConfig(secrets),
    schedules: {
      sweep: schedules.sweep,
      report: schedules.report,
      lookAgainMinutes: schedules.look_again_minutes,
      heartbeatMinutes: schedules.heartbeat_minutes,
    },
    alarms: main.alarms,
    deployment: deploymentOptions(main.deployment),
    securityHub: main.security_hub,
    stages: main.stages,
    operators: main.operators,
    baseline: main.baseline && baselineConfig(main.baseline),
    exemptions: exemptionsFrom(whitelist),
    owners,
  };
}

function cloudTrailsConfig(cloudtrails: MainDocument['cloudtrails']): Config['cloudtrails'] {
  return {
    enabled: cloudtrails.enabled,
    tableName: cloudtrails['ddb.table_name'],
    reporting: cloudtrails.reporting,
    accounts: cloudtrails.accounts,
    ignoreAccounts: cloudtrails.ignore_accounts,
    minimumRetentionDays: cloudtrails.minimum_retention_days,
    topicName: orNothing(cloudtrails.topic_name),
  };
}

function deploymentOptions({
  permissions_boundary: boundary,
  kms_key: key,
  evaluate_concurrency: evaluations,
}: MainDocument['deployment']): DeploymentOptions {
  return { boundary, key, evaluations };
}

function accountNames(names: Readonly<Record<string, string>>): ReadonlyMap<AccountId, string> {
  return new Map(
    Object.entries(names).flatMap(([text, name]) => {
      const id = parseAccountId(text);
      return id ? [[id, name] as const] : [];
    }),
  );
}

function secretsConfig(secrets: MainDocument['secrets']): Config['secrets'] {
  return {
    slackToken: secrets.slack_token,
    slackSigningSecret: secrets.slack_signing_secret,
    jiraEmail: secrets.jira_email,
    jiraToken: secrets.jira_token,
  };
}

function withoutSlash(address: string | undefined): string | undefined {
  return orNothing(address)?.replace(/\/+$/, '');
}

function siteOf(server: string | undefined): string | undefined {
  return server === undefined || isJiraGateway(server) ? undefined : server;
}

function jiraConfig(jira: MainDocument['jira']): JiraConfig {
  return {
    enabled: jira.enabled,
    server: withoutSlash(jira.server),
    site: withoutSlash(jira.site) ?? siteOf(withoutSlash(jira.server)),
    issueType: jira.issue_type,
    textLimit: jira.text_field_character_limit,
    priorities: jira.priorities,
    labels: jira.labels,
    linkType: jira.link_type,
    done: jira.done,
    ticketsWhenStillRecorded: jira.tickets_when_still_recorded,
  };
}

function baselineConfig({
  known_buckets: knownBuckets,
  known_keys: knownKeys,
  ...rest
}: NonNullable<MainDocument['baseline']>): BaselineConfig {
  return { ...rest, knownBuckets, knownKeys };
}

function slackConfig(slack: MainDocument['slack']): SlackConfig {
  const compiled = (patterns: readonly string[]) => patterns.map((pattern) => new RegExp(pattern));
  return {
    enabled: slack.enabled,
    notifyDefaultOwner: slack.notify_default_owner,
    channels: new Map(Object.entries(slack.channels).map(([name, patterns]) => [name, compiled(patterns)])),
    ignore: compiled(slack.ignore),
    defaultChannel: orNothing(slack.default_channel),
    teamId: slack.team_id,
    answers: {
      enabled: slack.answers.enabled,
      mayAccept: slack.answers.may_accept,
      people: new Map(Object.entries(slack.answers.people)),
    },
  };
}

function organizationConfig(organization: MainDocument['organization']): OrganizationConfig {
  const { stack_sets: stackSets } = organization;
  return {
    mode: organization.mode,
    id: organization.id,
    managementAccountId: organization.management_account_id,
    stackSets: {
      enabled: stackSets.enabled,
      organizationalUnits: stackSets.organizational_units,
      regions: stackSets.regions,
      callAs: stackSets.call_as,
    },
  };
}

// In Hammer's documents an empty string means "not set".
function orNothing(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
