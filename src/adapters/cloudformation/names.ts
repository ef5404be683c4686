import type { Config } from '#config/config.ts';

/** The configuration and the stage's name suffix, from which the member templates are made. */
export interface MemberSide {
  readonly config: Pick<
    Config,
    'mainAccountId' | 'region' | 'regions' | 'roleName' | 'organization' | 'schedules' | 'deployment'
  > &
    Partial<Pick<Config, 'operators'>>;
  /** `''` in prod, else e.g. `-dev`. */
  readonly suffix: string;
}

/** The suffix of a stage's names; empty for prod. */
export function suffixOf(stage: string): string {
  return stage === 'prod' ? '' : `-${stage}`;
}

/** The stage of a suffix that `suffixOf` made. */
export function stageOfSuffix(suffix: string): string {
  return suffix === '' ? 'prod' : suffix.slice(1);
}

/** The name of the central account's stack. */
export function stackName(stage: string): string {
  return `trailwarden-${stage}`;
}

/** The settings from which the names in the central account are made. */
export type DeployedConfig = Pick<Config, 'functionPrefix' | 'roleName'> & {
  readonly cloudtrails: Pick<Config['cloudtrails'], 'tableName'>;
};

/** The names of the central account's resources, as serverless.yml uses them. */
export function centralNames(config: DeployedConfig, suffix: string) {
  const { functionPrefix: prefix, cloudtrails, roleName } = config;
  return {
    bus: sharedNames(suffix).bus,
    table: `${cloudtrails.tableName}${suffix}`,
    readRole: roleName,
    sweep: `${prefix}initiate-cloudtrails${suffix}`,
    evaluate: `${prefix}describe-cloudtrails${suffix}`,
    slack: `trailwarden-report-to-slack${suffix}`,
    jira: `trailwarden-report-to-jira${suffix}`,
    reconcile: `trailwarden-reconcile-day${suffix}`,
    watch: `trailwarden-watch-open${suffix}`,
    parts: `trailwarden-look-at-parts${suffix}`,
    heartbeats: `trailwarden-record-heartbeats${suffix}`,
    inspect: `trailwarden-inspect-destinations${suffix}`,
    milestones: `trailwarden-publish-milestones${suffix}`,
    hear: `trailwarden-hear-answers${suffix}`,
    answer: `trailwarden-carry-out-answers${suffix}`,
    incidentBus: `trailwarden-incidents${suffix}`,
  };
}

/** The names of the central functions' roles, as config/cloud/roles.yml has them. */
export function centralRoles(suffix: string): readonly string[] {
  const functions = [
    'evaluate',
    'inspect',
    'sweep',
    'report-to-slack',
    'report-to-jira',
    'reconcile-day',
    'watch-open',
    'look-at-parts',
    'record-heartbeats',
    'publish-milestones',
    'hear-answers',
    'carry-out-answers',
  ];
  return functions.map((name) => `trailwarden-${name}${suffix}`);
}

/** The suffix in the name of a central bus. */
export function suffixOfBus(bus: string): string {
  return bus.slice(sharedNames('').bus.length);
}

/** Fixed names that the central account and its members share, so that neither has to look the other's up. */
export function sharedNames(suffix: string) {
  return {
    bus: `trailwarden${suffix}`,
    /** Roles of the central functions that read in members; the read role trusts these. */
    readers: ['evaluate', 'inspect', 'look-at-parts'].map((name) => `trailwarden-${name}${suffix}`),
    forwardingRole: `trailwarden-forwarding${suffix}`,
    heartbeatRole: `trailwarden-heartbeat${suffix}`,
    heartbeatSchedule: `trailwarden-heartbeat${suffix}`,
    deadLetters: `trailwarden-forwarding-dead-letters${suffix}`,
    /** The prefix of the names of all rules, in every stage. */
    rulePrefix: 'trailwarden-',
    rule: (pattern: string) => `trailwarden-${pattern}${suffix}`,
    rolesStackSet: `trailwarden-roles${suffix}`,
    rulesStackSet: `trailwarden-rules${suffix}`,
  };
}

/** The settings from which the ARN of the central bus is made. */
export interface Central {
  readonly config: Pick<Config, 'mainAccountId' | 'region'>;
  readonly suffix: string;
}

/** The ARN of the central bus, for `Fn::Sub` in member templates. */
export function centralBusArn({ config, suffix }: Central): string {
  const { bus } = sharedNames(suffix);
  return `arn:\${AWS::Partition}:events:${config.region}:${config.mainAccountId}:event-bus/${bus}`;
}
