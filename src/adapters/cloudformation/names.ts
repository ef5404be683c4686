import type { Config } from '#config/config.ts';

/** What the member side is made from: a configuration, and the suffix that a stage other than prod gives its names. */
export interface MemberSide {
  readonly config: Pick<
    Config,
    'mainAccountId' | 'region' | 'regions' | 'roleName' | 'organization' | 'schedules'
  >;
  /** `''` in prod, else e.g. `-dev`. */
  readonly suffix: string;
}

/** The suffix of a stage's names; prod keeps the plain ones. */
export function suffixOf(stage: string): string {
  return stage === 'prod' ? '' : `-${stage}`;
}

/** The stack of the central account. */
export function stackName(stage: string): string {
  return `trailwarden-${stage}`;
}

/** As much of a configuration as the names in the central account are made from. */
export type DeployedConfig = Pick<Config, 'functionPrefix' | 'roleName'> & {
  readonly cloudtrails: Pick<Config['cloudtrails'], 'tableName'>;
};

/** The names of the central account's parts, as serverless.yml takes them; the functions' are its log groups' too. */
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
    heartbeats: `trailwarden-record-heartbeats${suffix}`,
    inspect: `trailwarden-inspect-destinations${suffix}`,
  };
}

/** The names of the central functions' roles, as config/cloud/roles.yml has them. */
export function centralRoles(suffix: string): readonly string[] {
  return ['evaluate', 'inspect', 'sweep', 'report-to-slack', 'report-to-jira']
    .concat(['reconcile-day', 'watch-open', 'record-heartbeats'])
    .map((name) => `trailwarden-${name}${suffix}`);
}

/** The suffix in the name of a central bus. */
export function suffixOfBus(bus: string): string {
  return bus.slice(sharedNames('').bus.length);
}

/** Names that the central account and its members know of each other, so that neither has to be asked. */
export function sharedNames(suffix: string) {
  return {
    bus: `trailwarden${suffix}`,
    /** The central functions that read in members; named in the read role's trust. */
    readers: [`trailwarden-evaluate${suffix}`, `trailwarden-inspect${suffix}`],
    forwardingRole: `trailwarden-forwarding${suffix}`,
    heartbeatRole: `trailwarden-heartbeat${suffix}`,
    heartbeatSchedule: `trailwarden-heartbeat${suffix}`,
    deadLetters: `trailwarden-forwarding-dead-letters${suffix}`,
    /** What the names of all rules begin with, whatever the stage. */
    rulePrefix: 'trailwarden-',
    rule: (pattern: string) => `trailwarden-${pattern}${suffix}`,
    rolesStackSet: `trailwarden-roles${suffix}`,
    rulesStackSet: `trailwarden-rules${suffix}`,
  };
}

/** As much of the member side as tells where the central bus is. */
export interface Central {
  readonly config: Pick<Config, 'mainAccountId' | 'region'>;
  readonly suffix: string;
}

/** The central bus as members name it; for `Fn::Sub`. */
export function centralBusArn({ config, suffix }: Central): string {
  const { bus } = sharedNames(suffix);
  return `arn:\${AWS::Partition}:events:${config.region}:${config.mainAccountId}:event-bus/${bus}`;
}
