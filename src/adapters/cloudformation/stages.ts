import type { Config } from '#config/config.ts';
import { printFound } from '#config/fault.ts';
import { didYouMean } from '#config/suggest.ts';
import { forwardedPatterns } from './member-rules.ts';
import type { DeployedConfig } from './names.ts';
import { centralNames, centralRoles, sharedNames, stackName, suffixOf } from './names.ts';
import { Refusal } from './refusal.ts';

/** A name that contains the stage, and AWS's maximum length for its kind. */
export interface StagedName {
  readonly of: string;
  readonly name: string;
  readonly limit: number;
}

const named = (of: string, limit: number, names: readonly string[]): readonly StagedName[] =>
  names.map((name) => ({ of, name, limit }));

/** Every name that contains the stage. Limits: API reference of each service, create operation. */
export function stagedNames(config: DeployedConfig, stage: string): readonly StagedName[] {
  const suffix = suffixOf(stage);
  const shared = sharedNames(suffix);
  const central = centralNames(config, suffix);
  const { sweep, evaluate, slack, jira, reconcile, watch, parts, heartbeats, inspect } = central;
  const functions = [sweep, evaluate, slack, jira, reconcile, watch, parts, heartbeats, inspect];
  return [
    ...named('stack', 128, [stackName(stage)]),
    ...named('function', 64, functions),
    ...named('role', 64, [...centralRoles(suffix), shared.forwardingRole, shared.heartbeatRole]),
    ...named(
      'rule',
      64,
      forwardedPatterns().map((pattern) => shared.rule(pattern.name)),
    ),
    ...named('schedule', 64, [shared.heartbeatSchedule]),
    ...named('queue', 80, [shared.deadLetters]),
    ...named('stack set', 128, [shared.rolesStackSet, shared.rulesStackSet]),
    ...named('event bus', 256, [central.bus]),
    ...named('table', 255, [central.table]),
  ];
}

/** Why this stage cannot be deployed, as `found`, `expected` and `remedy` of a fault; undefined when it can. */
export function stageFault(config: DeployedConfig & Pick<Config, 'stages'>, stage: string) {
  const found = printFound(stage);
  // Names of functions and roles may contain more characters, names of stacks and stack sets may not.
  if (!/^[A-Za-z0-9-]+$/.test(stage)) {
    const expected = 'letters, digits and - only, as AWS takes them in names';
    return { found, expected, remedy: `Choose another stage.${didYouMean(stage, config.stages)}` };
  }
  const long = stagedNames(config, stage)
    .map((one) => ({ ...one, over: one.name.length - one.limit }))
    .reduce((worst, one) => (one.over > worst.over ? one : worst));
  if (long.over > 0) {
    const expected = `at most ${stage.length - long.over} characters: the ${long.of} ${long.name} would have ${long.name.length}, and AWS takes ${long.limit}`;
    return { found, expected, remedy: 'Choose a shorter stage.' };
  }
  if (config.stages.includes(stage)) return undefined;
  const expected = `one of the stages of config.json: ${config.stages.join(', ')}`;
  const remedy = `Add a stage of your own there first, under "stages".${didYouMean(stage, config.stages)}`;
  return { found, expected, remedy };
}

/** The suffix of the stage's names; throws a `Refusal` of one line for a stage that is not configured or that AWS would refuse. */
export function suffixFor(config: DeployedConfig & Pick<Config, 'stages'>, stage: string): string {
  const fault = stageFault(config, stage);
  if (fault === undefined) return suffixOf(stage);
  throw new Refusal(`--stage: found ${fault.found}; expected ${fault.expected}. ${fault.remedy}`);
}
