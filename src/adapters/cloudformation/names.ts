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
