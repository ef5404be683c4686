import { join } from 'node:path/posix';
import * as z from 'zod';

/** What a function is told by its environment; `readEnvironment` asks for the part that it needs. */
export interface Environment {
  readonly issuesTable: string;
  readonly stateTable: string;
  readonly eventsQueueUrl: string;
  readonly sweepQueueUrl: string;
  readonly fanOutQueueUrl: string;
  readonly inspectQueueUrl: string;
  readonly slackQueueUrl: string;
  readonly slackDeadLettersUrl: string;
  readonly jiraQueueUrl: string;
  readonly jiraDeadLettersUrl: string;
  /** Every dead-letter queue there is. */
  readonly deadLetterUrls: readonly string[];
  readonly busName: string;
  /** Names of parts that do not begin with the detector's own. */
  readonly ownNames: readonly string[];
  /** Where the three documents are; in Lambda `config` inside the package unless told otherwise. */
  readonly configDirectory: string;
  readonly awsRegion: string;
  /** Another address of Slack's API, for stand-ins. */
  readonly slackApiUrl?: string | undefined;
  /** Another address of Jira, for stand-ins. */
  readonly jiraHost?: string | undefined;
}

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

const text = z.string({ error: 'is not set' }).min(1, { error: 'is empty' });
const url = text.pipe(z.url({ protocol: /^https?$/, error: 'is no address' }));
const urls = text.transform((list) => list.split(' ')).pipe(z.array(url));

/** The variable behind each name, and what it has to hold. */
export const variables = {
  issuesTable: { name: 'ISSUES_TABLE', schema: text },
  stateTable: { name: 'STATE_TABLE', schema: text },
  eventsQueueUrl: { name: 'EVENTS_QUEUE_URL', schema: url },
  sweepQueueUrl: { name: 'SWEEP_QUEUE_URL', schema: url },
  fanOutQueueUrl: { name: 'FAN_OUT_QUEUE_URL', schema: url },
  inspectQueueUrl: { name: 'INSPECT_QUEUE_URL', schema: url },
  slackQueueUrl: { name: 'SLACK_QUEUE_URL', schema: url },
  slackDeadLettersUrl: { name: 'SLACK_DEAD_LETTERS_URL', schema: url },
  jiraQueueUrl: { name: 'JIRA_QUEUE_URL', schema: url },
  jiraDeadLettersUrl: { name: 'JIRA_DEAD_LETTERS_URL', schema: url },
  deadLetterUrls: { name: 'DEAD_LETTER_URLS', schema: urls },
  busName: { name: 'BUS_NAME', schema: text },
  ownNames: { name: 'OWN_NAMES', schema: text.transform((list) => list.split(' ')) },
  configDirectory: { name: 'CONFIG_DIRECTORY', schema: text },
  awsRegion: { name: 'AWS_REGION', schema: text },
  slackApiUrl: { name: 'SLACK_API_URL', schema: url.optional() },
  jiraHost: { name: 'JIRA_HOST', schema: url.optional() },
} as const satisfies Record<keyof Environment, { readonly name: string; readonly schema: z.ZodType }>;

/** The named parts of the environment; throws one error that names every variable that is missing or wrong. */
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
