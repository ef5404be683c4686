import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import type { CentralClients } from '#adapters/aws/central-parts.ts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { sharedNames, suffixOf } from '#adapters/cloudformation/names.ts';
import type { Output } from '#cli/output/output.ts';
import type { Config } from '#config/config.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Steps } from './steps.ts';
import { StepFault } from './steps.ts';

/** The settings of a manual test alert. */
export interface TestAlertOptions {
  readonly config: Config;
  readonly stage: string;
  /** The account to try; undefined: the centre's own owners are told, and the rules of the last account that beat are read. */
  readonly account?: AccountId | undefined;
  /** Endpoint and credentials that replace the SDK's own settings. */
  readonly aws?: {
    readonly endpoint: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly output: Output;
  readonly wait: (seconds: number) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The parts that a run uses. */
export interface Run extends TestAlertOptions {
  readonly steps: Steps;
  readonly names: ReturnType<typeof namesOf>;
  readonly clients: CentralClients & { readonly dynamoDb: DynamoDBClient; readonly sts: STSClient };
}

/** The names of what a stage's test alert passes, as serverless.yml gives them. */
export function namesOf({ functionPrefix }: Pick<Config, 'functionPrefix'>, stage: string) {
  const suffix = suffixOf(stage);
  return {
    bus: sharedNames(suffix).bus,
    evaluate: `${functionPrefix}describe-cloudtrails${suffix}`,
    slack: `trailwarden-report-to-slack${suffix}`,
    jira: `trailwarden-report-to-jira${suffix}`,
  };
}

/** The clients of a run, in the Region where Trailwarden is deployed. */
export function clientsFor({ config, aws }: TestAlertOptions): Run['clients'] {
  const settings = { ...clientDefaults, region: config.region, ...aws };
  return {
    lambda: new LambdaClient(settings),
    events: new EventBridgeClient(settings),
    sqs: new SQSClient({ ...settings, useQueueUrlAsEndpoint: false }),
    dynamoDb: new DynamoDBClient(settings),
    sts: new STSClient(settings),
  };
}

const policy = 'give them the policy under "Prove an alert" in docs/operating.md';

/** The answer of `call`; a refusal by AWS ends the run with its remedy. */
export async function asked<Answer>(what: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof StepFault) throw error;
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const denied = /AccessDenied|not authorized|UnauthorizedOperation/i.test(`${name} ${message}`);
    const noKeys = /Credentials|ExpiredToken|UnrecognizedClient|InvalidClientTokenId/i.test(name);
    const remedy = denied
      ? `these credentials may not do it: ${policy}`
      : noKeys
        ? 'use credentials of the central account (AWS_PROFILE, aws sso login) that are still good'
        : 'try again; if it stays, look for the error in the AWS documentation';
    throw new StepFault({ what: `${what}: ${name}: ${message.slice(0, 300)}`, remedy }, error);
  }
}
