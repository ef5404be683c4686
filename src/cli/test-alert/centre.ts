import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ResourceNotFoundException } from '@aws-sdk/client-lambda';
import type { CentralRule, EventSourceMapping } from '#adapters/aws/central-parts.ts';
import { queueAt, rulesOn, variablesOf, eventSourceMappingsOf } from '#adapters/aws/central-parts.ts';
import { toldThroughJira, toldThroughSlack } from '#config/config.ts';
import { awsCommand, withFlags } from '#domain/findings/of-trail.ts';
import { heartbeat } from '#domain/facts/heartbeat.ts';
import { testEvent } from '#domain/facts/test-event.ts';
import type { Run } from './parts.ts';
import { asked } from './parts.ts';
import type { FaultAndRemedy } from './steps.ts';
import { StepFault } from './steps.ts';

/** The deployed parts that a test alert uses. */
export interface Centre {
  /** The caller's ARN. */
  readonly caller: string;
  readonly stateTable: string;
  readonly eventsQueueUrl: string;
}

const redeploy = ({ stage }: Run): string =>
  `npx serverless deploy --stage ${stage} --force, which puts it back as it should be`;

/** Finds the deployed parts; throws `StepFault` when one is missing, or the credentials are another account's. */
export async function findCentre(run: Run): Promise<Centre> {
  const { clients, config, names, stage } = run;
  const { Account, Arn = '' } = await asked('Who asks cannot be told', () =>
    clients.sts.send(new GetCallerIdentityCommand({})),
  );
  if (Account !== config.mainAccountId)
    throw new StepFault({
      what: `These credentials are of account ${Account ?? 'unknown'}, and Trailwarden runs in ${config.mainAccountId}`,
      remedy: 'use credentials of the central account (aws.main_account_id in config.json)',
    });
  const variables = await asked(`The function ${names.evaluate} cannot be read`, async () => {
    try {
      return await variablesOf(clients, names.evaluate);
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      const what = `There is no function ${names.evaluate} in ${config.region}`;
      throw new StepFault({ what, remedy: `deploy the stage ${stage}, or name another with --stage` }, error);
    }
  });
  const { STATE_TABLE: stateTable = '', EVENTS_QUEUE_URL: eventsQueueUrl = '' } = variables;
  return { caller: Arn, stateTable, eventsQueueUrl };
}

const carried = [
  { source: testEvent.source, what: 'test alerts' },
  { source: 'aws.cloudtrail', what: "members' events" },
  { source: heartbeat.source, what: 'heartbeats' },
] as const;

function ruleFaults(run: Run, rules: readonly CentralRule[]): FaultAndRemedy[] {
  const { bus } = run.names;
  return carried.flatMap(({ source, what }): FaultAndRemedy[] => {
    const found = rules.find(({ sources }) => sources.includes(source));
    if (!found) return [{ what: `The bus ${bus} has no rule for ${what}`, remedy: redeploy(run) }];
    const { name, enabled } = found;
    const options = { region: run.config.region, 'event-bus-name': bus, name };
    return enabled
      ? []
      : [
          {
            what: `The rule ${name} on the bus ${bus} is disabled: ${what} do not arrive`,
            remedy: awsCommand('events enable-rule', options) ?? redeploy(run),
          },
        ];
  });
}

/** The two rules that fill the events queue have to be named in its policy. */
function policyFaults(run: Run, rules: readonly CentralRule[], policy: string): FaultAndRemedy[] {
  const senders = rules.filter(({ sources }) =>
    [testEvent.source, 'aws.cloudtrail'].some((source) => sources.includes(source)),
  );
  return senders.some(({ arn }) => !policy.includes(`"${arn}"`))
    ? [{ what: "The events queue's policy does not let the bus's rules send to it", remedy: redeploy(run) }]
    : [];
}

const asleep = new Set(['Disabled', 'Disabling', 'Deleting']);

function mappingFaults(
  run: Run,
  name: string,
  mappings: readonly EventSourceMapping[],
  source: RegExp,
): FaultAndRemedy[] {
  const found = mappings.find((waking) => source.test(waking.source));
  const what = `${source.source.includes('dynamodb') ? "The issue table's stream" : 'Its queue'} does not wake the function ${name}`;
  if (!found) return [{ what, remedy: redeploy(run) }];
  const named = { region: run.config.region, uuid: found.id };
  const remedy =
    withFlags(awsCommand('lambda update-event-source-mapping', named), '--enabled') ?? redeploy(run);
  return asleep.has(found.state) ? [{ what: `${what} (${found.state})`, remedy }] : [];
}

/** The faults of the central deployment: `blocking` ones stop a test alert, the others stop real alerts. */
export async function faultsOf(
  run: Run,
  { eventsQueueUrl }: Centre,
): Promise<{ readonly blocking: readonly FaultAndRemedy[]; readonly others: readonly FaultAndRemedy[] }> {
  const { clients, names, config } = run;
  const reporters = [
    ...(toldThroughSlack(config) ? [names.slack] : []),
    ...(toldThroughJira(config) ? [names.jira] : []),
  ];
  const rules = await asked(`The rules on the bus ${names.bus} cannot be listed`, () =>
    rulesOn(clients, names.bus),
  );
  const queue = await asked('The events queue cannot be read', () => queueAt(clients, eventsQueueUrl));
  const mappings = await asked('What wakes the functions cannot be listed', () =>
    Promise.all([names.evaluate, ...reporters].map((name) => eventSourceMappingsOf(clients, name))),
  );
  const [ofEvaluate = [], ...ofReporters] = mappings;
  const eventsQueue = new RegExp(`:sqs:.*:${eventsQueueUrl.split('/').at(-1) ?? ''}$`);
  return {
    blocking: [
      ...ruleFaults(run, rules),
      ...policyFaults(run, rules, queue.policy),
      ...mappingFaults(run, names.evaluate, ofEvaluate, eventsQueue),
      ...reporters.flatMap((name, index) => mappingFaults(run, name, ofReporters[index] ?? [], /:sqs:/)),
    ],
    // A test alert goes through the reporters' queues; a real incident's first message goes through the stream.
    others: reporters.flatMap((name, index) =>
      mappingFaults(run, name, ofReporters[index] ?? [], /:dynamodb:/),
    ),
  };
}
