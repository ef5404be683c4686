import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { variablesOf } from '#adapters/aws/central-parts.ts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { centralNames, suffixOf } from '#adapters/cloudformation/names.ts';
import type { Config } from '#config/config.ts';
import type { Variables } from '#config/environment.ts';
import { readEnvironment } from '#config/environment.ts';
import type { Clock } from '#ports/clock.ts';

/** What a console reads: a deployed stage, by its configuration, with the caller's credentials. */
export interface ConsoleOptions {
  readonly config: Config;
  readonly stage: string;
  readonly clock: Clock;
  /** Endpoint and credentials that replace the SDK's own settings. */
  readonly aws?: {
    readonly endpoint: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
}

/** The deployed parts that a console reads, and the clients with which it does. */
export interface Centre {
  readonly sqs: SQSClient;
  readonly logs: CloudWatchLogsClient;
  readonly sts: STSClient;
  readonly dynamoDb: DynamoDBClient;
  readonly tables: { readonly awsRegion: string; readonly issuesTable: string; readonly stateTable: string };
  /** The URLs of the queues by their names in words. */
  readonly queues: Readonly<Record<string, string>>;
  readonly deadLetterUrls: readonly string[];
  /** The variables of the evaluator, by which acts find its queues. */
  readonly variables: Variables;
  readonly logGroup: string;
}

/** The queues whose depth tells how the detector fares, by the variable that holds the URL. */
const queuesInWords = {
  EVENTS_QUEUE_URL: 'Events queue',
  FAN_OUT_QUEUE_URL: 'Members queue',
  SWEEP_QUEUE_URL: 'Sweep queue',
  PARTS_QUEUE_URL: 'Rules queue',
  INSPECT_QUEUE_URL: 'Buckets queue',
  SLACK_QUEUE_URL: 'Slack queue',
  JIRA_QUEUE_URL: 'Jira queue',
} as const;

/** Finds the deployed parts by the settings of two functions. Throws the SDK's error when AWS refuses. */
export async function findCentre({ config, stage, aws }: ConsoleOptions): Promise<Centre> {
  const settings = { ...clientDefaults, region: config.region, ...aws };
  const sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
  const events = new EventBridgeClient(settings);
  const clients = { lambda: new LambdaClient(settings), events, sqs };
  const names = centralNames(config, suffixOf(stage));
  const [variables, ofDay] = await Promise.all([
    variablesOf(clients, names.evaluate),
    variablesOf(clients, names.reconcile),
  ]);
  const { issuesTable, stateTable } = readEnvironment(variables, ['issuesTable', 'stateTable']);
  const { deadLetterUrls } = readEnvironment(ofDay, ['deadLetterUrls']);
  const queues = Object.entries(queuesInWords).flatMap(([name, words]) => {
    const url = variables[name];
    return url === undefined ? [] : [[words, url] as const];
  });
  return {
    sqs,
    sts: new STSClient(settings),
    dynamoDb: new DynamoDBClient(settings),
    logs: new CloudWatchLogsClient(settings),
    tables: { awsRegion: config.region, issuesTable, stateTable },
    queues: Object.fromEntries(queues),
    deadLetterUrls,
    variables,
    logGroup: `/aws/lambda/${names.evaluate}`,
  };
}
