import { fileURLToPath } from 'node:url';
import { alarmTopic } from '#adapters/cloudformation/alarm-topic.ts';
import { alarms as alarmsOf } from '#adapters/cloudformation/alarms.ts';
import {
  busStatement as busStatementOf,
  centralRules,
  testStatement as testStatementOf,
} from '#adapters/cloudformation/central-rules.ts';
import { sharedNames, suffixOf } from '#adapters/cloudformation/names.ts';
import { secretStatements } from '#adapters/cloudformation/secret-statements.ts';
import { stackSets } from '#adapters/cloudformation/stack-sets.ts';
import { loadConfig } from '#config/load.ts';

// What serverless.yml takes from the configuration and from the code, so that nothing is written down twice.
// What depends on the stage is a function: the framework calls it with what resolves its variables.

const directory = process.env.CONFIG_DIRECTORY ?? fileURLToPath(new URL('..', import.meta.url));
const config = loadConfig(directory);
const { schedules, secrets } = config;

export const { region, roleName, functionPrefix } = config;
export const tableName = config.cloudtrails.tableName;
export const sweepSchedule = schedules.sweep;
export const reportSchedule = schedules.report;
export const slackSecrets = secretStatements([secrets.slackToken]);
export const jiraSecrets = secretStatements([secrets.jiraEmail, secrets.jiraToken]);
export const reportSecrets = secretStatements(Object.values(secrets));
export const rules = { Resources: centralRules() };

const stageOf = ({ resolveVariable }) => resolveVariable('sls:stage');
const side = async (framework) => ({ config, suffix: suffixOf(await stageOf(framework)) });

export const suffix = async (framework) => suffixOf(await stageOf(framework));
export const busStatement = async (framework) =>
  busStatementOf(await side(framework), [...config.accounts.keys()]);
export const testStatement = async (framework) => testStatementOf(await side(framework));
export const memberStackSets = async (framework) => ({ Resources: stackSets(await side(framework)) });

const minutes = 60;

/** What the alarms watch; ages are how long work may wait before a person should look. */
const watched = {
  functions: [
    'Sweep',
    'Evaluate',
    'InspectDestinations',
    'ReportToSlack',
    'ReportToJira',
    'ReconcileDay',
    'WatchOpen',
    'RecordHeartbeats',
  ].map((name) => `${name}LambdaFunction`),
  streamReaders: ['ReportToSlackLambdaFunction', 'ReportToJiraLambdaFunction'],
  deadLetters: ['Events', 'Sweep', 'Inspect', 'Slack', 'Jira', 'Heartbeats', 'Scheduled'].map(
    (name) => `${name}DeadLetters`,
  ),
  queues: {
    // Re-looks are delayed by up to 15 minutes, and a message waits in its queue meanwhile.
    EventsQueue: 30 * minutes,
    FanOutQueue: 30 * minutes,
    SweepQueue: 180 * minutes,
    InspectQueue: 30 * minutes,
    SlackQueue: 60 * minutes,
    JiraQueue: 60 * minutes,
    HeartbeatsQueue: 60 * minutes,
  },
  heartbeats: { queue: 'HeartbeatsQueue', minutes: schedules.heartbeatMinutes },
};

export const alarms = async (framework) => {
  const topic = alarmTopic(config.alarms.subscribers, await stageOf(framework));
  return {
    Resources: { ...topic, ...alarmsOf({ ...watched, service: sharedNames(await suffix(framework)).bus }) },
  };
};
