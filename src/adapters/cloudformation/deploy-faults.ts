import type { Config } from '#config/config.ts';
import type { Fault } from '#config/fault.ts';
import { ConfigError } from '#config/fault.ts';
import { loadConfig } from '#config/load.ts';
import { admittedAccounts, busStatement } from './central-rules.ts';
import { Refusal } from './refusal.ts';
import { stageFault } from './stages.ts';

/** The maximum length of an event bus policy (EventBridge quotas), in characters. */
const longestBusPolicy = 10_240;

/** Faults of a valid configuration that AWS would refuse on deploy, because names or policies made from it exceed limits. */
export function deployFaults(config: Config): readonly Fault[] {
  const stages = config.stages.flatMap((stage, index) => {
    const fault = stageFault(config, stage);
    return fault === undefined ? [] : [{ file: 'config.json' as const, path: ['stages', index], ...fault }];
  });
  return [...stages, ...busFaults(config)];
}

/** The configuration in `directory`, checked for deploying; throws a `Refusal` with one line for each fault. */
export function deployable(directory: string): Config {
  try {
    const config = loadConfig(directory);
    const faults = deployFaults(config);
    if (faults.length === 0) return config;
    throw new ConfigError(faults);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new Refusal(error.message, { cause: error });
  }
}

function busFaults(config: Config): readonly Fault[] {
  const accounts = admittedAccounts(config);
  const length = JSON.stringify(busStatement({ config, suffix: '' }, accounts)).length;
  if (length <= longestBusPolicy) return [];
  return [
    {
      file: 'config.json',
      path: ['aws', 'accounts'],
      found: `${accounts.length} accounts, ${length} characters of the central bus policy`,
      expected: `a policy of at most ${longestBusPolicy} characters, which AWS takes`,
      remedy: 'Set organization.id: the bus then admits the organization instead of a list of accounts.',
    },
  ];
}
