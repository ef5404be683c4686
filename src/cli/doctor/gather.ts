import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { queueAt } from '#adapters/aws/central-parts.ts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { centralNames, stackName, suffixOf } from '#adapters/cloudformation/names.ts';
import { pageSource } from '#cli/console/page-source.ts';
import type { OpenCentre } from '#cli/centre/open-centre.ts';
import { faultsOf, findCentre as findForTest } from '#cli/test-alert/centre.ts';
import { clientsFor, namesOf } from '#cli/test-alert/parts.ts';
import { stepLog } from '#cli/test-alert/steps.ts';
import type { Config } from '#config/config.ts';
import { secret } from '#adapters/lambda/secrets.ts';
import { toldThroughJira, toldThroughSlack } from '#config/config.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { instant, type Instant } from '#domain/values/instant.ts';
import { sweepResult } from '#domain/sweeps/sweep.ts';
import { systemClock } from '#doors/system-clock.ts';
import { costsSoFar, type Billed } from './costs.ts';
import type { StandIns } from './ask-channels.ts';
import { askJira, asked, askSlack } from './ask-channels.ts';
import type { AlarmFact, DoctorFacts, QueueFact } from './facts.ts';

/** The memory of the functions by name, in MB; undefined for one that is not there. */
async function functionsOf(config: Config, stage: string): Promise<ReadonlyMap<string, number | undefined>> {
  const client = new LambdaClient({ ...clientDefaults, region: config.region });
  const names = centralNames(config, suffixOf(stage));
  const { sweep, evaluate, slack, jira, reconcile, watch, parts, heartbeats, inspect } = names;
  const functions = [sweep, evaluate, slack, jira, reconcile, watch, parts, heartbeats, inspect];
  const memoryOf = async (name: string): Promise<number | undefined> => {
    try {
      const { MemorySize = 128 } = await client.send(
        new GetFunctionConfigurationCommand({ FunctionName: name }),
      );
      return MemorySize;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };
  return new Map(await Promise.all(functions.map(async (name) => [name, await memoryOf(name)] as const)));
}

async function centreFaults(config: Config, stage: string) {
  const output = { out: () => undefined, error: () => undefined };
  const now = () => Date.now();
  const options = { config, stage, output, now, wait: async () => undefined };
  const run = {
    ...options,
    steps: stepLog(output, now),
    names: namesOf(config, stage),
    clients: clientsFor(options),
  };
  const { blocking, others } = await faultsOf(run, await findForTest(run));
  return [...blocking, ...others];
}

async function queuesOf({ centre }: OpenCentre): Promise<readonly QueueFact[]> {
  const dead = centre.deadLetterUrls.map((url) => ({
    name: url.split('/').at(-1) ?? url,
    url,
    isDeadLetters: true,
  }));
  const living = Object.entries(centre.queues).map(([name, url]) => ({ name, url, isDeadLetters: false }));
  return Promise.all(
    [...living, ...dead].map(async ({ url, ...queue }) => ({
      ...queue,
      waiting: (await queueAt(centre, url)).waiting,
    })),
  );
}

async function secretsOf(config: Config): Promise<ReadonlyMap<string, string | undefined>> {
  const { slackToken, jiraEmail, jiraToken } = config.secrets;
  const used = [
    ...(toldThroughSlack(config) ? [slackToken] : []),
    ...(toldThroughJira(config) ? [jiraEmail, jiraToken] : []),
  ];
  const why = async (name: (typeof used)[number]): Promise<string | undefined> => {
    const answer = await asked(() => secret(name)());
    return answer.kind === 'failed' ? answer.why : undefined;
  };
  return new Map(
    await Promise.all(used.map(async (one) => [`${one.store}:${one.name}`, await why(one)] as const)),
  );
}

function billedIn({ centre }: OpenCentre, functions: ReadonlyMap<string, number | undefined>): Billed {
  const { issuesTable, stateTable } = centre.tables;
  return {
    functions: new Map(
      [...functions].flatMap(([name, memory]) => (memory === undefined ? [] : [[name, memory]])),
    ),
    queues: [...Object.values(centre.queues), ...centre.deadLetterUrls].map(
      (url) => url.split('/').at(-1) ?? url,
    ),
    tables: [issuesTable, stateTable],
  };
}

/** The version in the description of the evaluating function; undefined where none stands there. */
async function deployedVersion(config: Config, stage: string): Promise<string | undefined> {
  const client = new LambdaClient({ ...clientDefaults, region: config.region });
  const FunctionName = centralNames(config, suffixOf(stage)).evaluate;
  const { Description = '' } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  return /\(Trailwarden (\S+)\)/.exec(Description)?.[1];
}

function ownVersion(): string {
  return (JSON.parse(readFileSync(pageSource().manifest, 'utf8')) as { version: string }).version;
}

/** The alarms of the stage that are on. */
async function alarmsOn(config: Config, stage: string): Promise<readonly AlarmFact[]> {
  const client = new CloudWatchClient({ ...clientDefaults, region: config.region });
  const found: AlarmFact[] = [];
  const asking = { AlarmNamePrefix: `${stackName(stage)}-`, StateValue: 'ALARM' } as const;
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, asking))
    for (const { AlarmName: name = '', AlarmDescription: description = '', ...alarm } of MetricAlarms) {
      const at = alarm.StateTransitionedTimestamp?.getTime();
      found.push({ name, description, since: at === undefined ? undefined : instant(at) });
    }
  return found;
}

function awsCliVersion(): string | undefined {
  const { stdout, error } = spawnSync('aws', ['--version'], { encoding: 'utf8' });
  return error ? undefined : /aws-cli\/(\S+)/.exec(stdout)?.[1];
}

async function callerOf(config: Config): Promise<AccountId | undefined> {
  const client = new STSClient({ ...clientDefaults, region: config.region });
  return parseAccountId((await client.send(new GetCallerIdentityCommand({}))).Account);
}

type Kept = 'sweep' | 'lastFinishedSweep' | 'lastReport' | 'baselineAccepted' | 'heartbeats' | 'checks';

/** What the functions know and keep in the state table. */
async function kept(stores: OpenCentre['stores'], now: Instant): Promise<Pick<DoctorFacts, Kept>> {
  const latest = await stores.sweeps.readLatestSweep();
  const outcomes = latest ? await stores.sweeps.listOutcomes(latest.id) : [];
  return {
    sweep: latest && sweepResult(latest, outcomes, now),
    lastFinishedSweep: (await stores.sweeps.readLastFinished())?.startedAt,
    lastReport: (await stores.rounds.readLatestRound())?.begunAt,
    baselineAccepted: (await stores.baseline.acceptedAt()) !== undefined,
    heartbeats: await stores.heartbeats.listHeartbeats(),
    checks: await stores.forwarding.listChecks(),
  };
}

/** Reads all that `diagnose` judges. Throws where the deployed stage cannot be found at all. */
export async function gatherFacts(
  open: OpenCentre,
  stage: string,
  { costs, ...standIns }: StandIns & { readonly costs: boolean },
): Promise<DoctorFacts> {
  const { config, stores, directory } = open;
  const accounts = await directory.listAccounts();
  const ids = [...accounts.keys()];
  const now = systemClock.now();
  const functions = await functionsOf(config, stage);
  return {
    now,
    config,
    configWarnings: [],
    stage,
    node: process.version,
    awsCli: awsCliVersion(),
    caller: await asked(() => callerOf(config)),
    versions: { deployed: await deployedVersion(config, stage), own: ownVersion() },
    alarms: await asked(() => alarmsOn(config, stage)),
    functions: new Map([...functions].map(([name, memory]) => [name, memory !== undefined])),
    costs: costs ? await asked(() => costsSoFar(billedIn(open, functions), config.region, now)) : undefined,
    centre: await asked(() => centreFaults(config, stage)),
    queues: await asked(() => queuesOf(open)),
    accounts,
    ...(await kept(stores, now)),
    secrets: await secretsOf(config),
    slack: await askSlack(config, ids, standIns),
    jira: await askJira(config, ids, standIns),
  };
}
