import { join } from 'node:path/posix';
import * as z from 'zod';

/** The settings that functions read from environment variables; each function reads some of them. */
export interface Environment {
  readonly issuesTable: string;
  readonly stateTable: string;
  readonly eventsQueueUrl: string;
  readonly sweepQueueUrl: string;
  readonly fanOutQueueUrl: string;
  readonly inspectQueueUrl: string;
  readonly partsQueueUrl: string;
  readonly heartbeatsQueueUrl: string;
  readonly slackQueueUrl: string;
  readonly slackDeadLettersUrl: string;
  readonly jiraQueueUrl: string;
  readonly jiraDeadLettersUrl: string;
  readonly milestonesQueueUrl: string;
  readonly answersQueueUrl: string;
  /** The bus on which incidents are published. */
  readonly incidentBusName: string;
  /** Every dead-letter queue there is. */
  readonly deadLetterUrls: readonly string[];
  readonly busName: string;
  /** Names of the detector's resources that do not begin with its own prefix. */
  readonly ownNames: readonly string[];
  /** Directory of the three documents; in Lambda by default `config` in the package. */
  readonly configDirectory: string;
  readonly awsRegion: string;
  /** Address of a stand-in for Slack's API. */
  readonly slackApiUrl?: string | undefined;
  /** Address of a stand-in for Jira. */
  readonly jiraHost?: string | undefined;
}

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

const text = z.string({ error: 'is not set' }).min(1, { error: 'is empty' });
const url = text.pipe(z.url({ protocol: /^https?$/, error: 'is no address' }));
const urls = text.transform((list) => list.split(' ')).pipe(z.array(url));

/** The environment variable of each setting, and the schema of its value. */
export const variables = {
  issuesTable: { name: 'ISSUES_TABLE', schema: text },
  stateTable: { name: 'STATE_TABLE', schema: text },
  eventsQueueUrl: { name: 'EVENTS_QUEUE_URL', schema: url },
  sweepQueueUrl: { name: 'SWEEP_QUEUE_URL', schema: url },
  fanOutQueueUrl: { name: 'FAN_OUT_QUEUE_URL', schema: url },
  inspectQueueUrl: { name: 'INSPECT_QUEUE_URL', schema: url },
  partsQueueUrl: { name: 'PARTS_QUEUE_URL', schema: url },
  heartbeatsQueueUrl: { name: 'HEARTBEATS_QUEUE_URL', schema: url },
  slackQueueUrl: { name: 'SLACK_QUEUE_URL', schema: url },
  slackDeadLettersUrl: { name: 'SLACK_DEAD_LETTERS_URL', schema: url },
  jiraQueueUrl: { name: 'JIRA_QUEUE_URL', schema: url },
  jiraDeadLettersUrl: { name: 'JIRA_DEAD_LETTERS_URL', schema: url },
  answersQueueUrl: { name: 'ANSWERS_QUEUE_URL', schema: url },
  milestonesQueueUrl: { name: 'MILESTONES_QUEUE_URL', schema: url },
  incidentBusName: { name: 'INCIDENT_BUS_NAME', schema: text },
  deadLetterUrls: { name: 'DEAD_LETTER_URLS', schema: urls },
  busName: { name: 'BUS_NAME', schema: text },
  ownNames: { name: 'OWN_NAMES', schema: text.transform((list) => list.split(' ')) },
  configDirectory: { name: 'CONFIG_DIRECTORY', schema: text },
  awsRegion: { name: 'AWS_REGION', schema: text },
  slackApiUrl: { name: 'SLACK_API_URL', schema: url.optional() },
  jiraHost: { name: 'JIRA_HOST', schema: url.optional() },
} as const satisfies Record<keyof Environment, { readonly name: string; readonly schema: z.ZodType }>;

/** The settings `names` from the environment; throws one error that names every variable that is missing or invalid. */
export function readEnvironment<Name extends keyof Environment>(
  env: Variables,
  names: readonly Name[],
): Pick<Environment, Name> {
  const asked = new Set<keyof Environment>(names);
  const shape = Object.fromEntries(
    Object.entries(variables)
      .filter(([key]) => asked.has(key as keyof Environment))
      .map(([key, { schema }]) => [key, schema]),
  );
  const values = Object.fromEntries([...asked].map((key) => [key, valueOf(env, key)]));
  const result = z.object(shape).safeParse(values, { jitless: true });
  // The shape was built from exactly the names asked for; the type system cannot follow that.
  if (result.success) return result.data as Pick<Environment, Name>;
  const { issues } = result.error;
  const faults = [...asked].flatMap((key) =>
    issues.filter(({ path }) => path[0] === key).map(({ message }) => `${variables[key].name} ${message}`),
  );
  throw new Error(`The environment is incomplete: ${faults.join(', ')}.`);
}

function valueOf(env: Variables, key: keyof Environment): string | undefined {
  const value = env[variables[key].name];
  if (key !== 'configDirectory' || value !== undefined) return value;
  const root = env['LAMBDA_TASK_ROOT'];
  return root === undefined ? undefined : join(root, 'config');
}
