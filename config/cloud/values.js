import { fileURLToPath } from 'node:url';
import { alarmTopic } from '#adapters/cloudformation/alarm-topic.ts';
import { alarms as alarmsOf } from '#adapters/cloudformation/alarms.ts';
import {
  admittedAccounts,
  busStatement as busStatementOf,
  centralRules,
  onlyEncryptedEvents,
  testStatement as testStatementOf,
} from '#adapters/cloudformation/central-rules.ts';
import { answerAddress as answersOf } from '#adapters/cloudformation/answer-address.ts';
import { assumeStatement } from '#adapters/cloudformation/assume-statement.ts';
import { encryptedQueues } from '#adapters/cloudformation/queue-policies.ts';
import { deployable } from '#adapters/cloudformation/deploy-faults.ts';
import { centralNames, sharedNames } from '#adapters/cloudformation/names.ts';
import {
  secretNames as secretNamesOf,
  secretStatements,
} from '#adapters/cloudformation/secret-statements.ts';
import { dashboard as dashboardOf } from '#adapters/cloudformation/dashboard.ts';
import { securityHubPolicy } from '#adapters/cloudformation/security-hub-policy.ts';
import { stackSets } from '#adapters/cloudformation/stack-sets.ts';
import { suffixFor } from '#adapters/cloudformation/stages.ts';

// What serverless.yml takes from the configuration and from the code, so that nothing is written down twice.
// The framework calls each value with what resolves its variables.

const directory = process.env.CONFIG_DIRECTORY ?? fileURLToPath(new URL('..', import.meta.url));
const stageOf = ({ resolveVariable }) => resolveVariable('sls:stage');

/** The stage's suffix. Every fault of the configuration and of the stage is told here, once: see `value`. */
export const suffix = async (framework) => suffixFor(deployable(directory), await stageOf(framework));

/** A value made from the configuration. It asks for the suffix first, and what that refuses is said in one place. */
const value = (make) => async (framework) => {
  const side = { suffix: await framework.resolveVariable('self:custom.of'), config: deployable(directory) };
  return make(side, framework);
};

export const region = value(({ config }) => config.region);
export const names = value(({ config, suffix: of }) => centralNames(config, of));
export const sweepSchedule = value(({ config }) => config.schedules.sweep);
export const reportSchedule = value(({ config }) => config.schedules.report);
export const slackSecrets = value(({ config: { secrets } }) => secretStatements([secrets.slackToken]));
export const jiraSecrets = value(({ config: { secrets } }) =>
  secretStatements([secrets.jiraEmail, secrets.jiraToken]),
);
export const reportSecrets = value(({ config: { secrets } }) =>
  secretStatements([secrets.slackToken, secrets.jiraEmail, secrets.jiraToken]),
);
export const signingSecret = value(({ config: { secrets } }) =>
  secretStatements([secrets.slackSigningSecret]),
);
export const answers = value(({ config }) => answersOf(config));
export const secretNames = value(({ config: { secrets } }) =>
  secretNamesOf(Object.values(secrets)).join(' '),
);
export const securityHub = value(({ config }) => ({ Resources: securityHubPolicy(config) }));
export const assumeReadRole = value(({ config }) => assumeStatement(config));
export const busStatement = value((side) => busStatementOf(side, admittedAccounts(side.config)));
export const testStatement = value((side) => testStatementOf(side));
export const encryptedBusStatement = onlyEncryptedEvents;
export const rules = { Resources: centralRules() };

/** Queues to which no rule sends; those of rules have their policies with them. */
const ownQueues = ['Sweep', 'Inspect', 'Parts', 'Slack', 'Jira', 'Milestones', 'Answers'].flatMap((name) => [
  `${name}Queue`,
  `${name}DeadLetters`,
]);
export const queuePolicies = {
  Resources: encryptedQueues([...ownQueues, 'FanOutQueue', 'ScheduledDeadLetters']),
};
export const memberStackSets = value((side) => ({ Resources: stackSets(side) }));

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
    'LookAtParts',
    'RecordHeartbeats',
    'PublishMilestones',
    'HearAnswers',
    'CarryOutAnswers',
  ].map((name) => `${name}LambdaFunction`),
  streamReaders: ['ReportToSlackLambdaFunction', 'ReportToJiraLambdaFunction'],
  deadLetters: [
    'Events',
    'Sweep',
    'Inspect',
    'Parts',
    'Slack',
    'Jira',
    'Milestones',
    'Answers',
    'Heartbeats',
    'Scheduled',
  ].map((name) => `${name}DeadLetters`),
  queues: {
    // Re-looks are delayed by up to 15 minutes, and a message waits in its queue meanwhile.
    EventsQueue: 30 * minutes,
    FanOutQueue: 30 * minutes,
    SweepQueue: 180 * minutes,
    InspectQueue: 30 * minutes,
    PartsQueue: 60 * minutes,
    SlackQueue: 60 * minutes,
    JiraQueue: 60 * minutes,
    MilestonesQueue: 60 * minutes,
    AnswersQueue: 10 * minutes,
    HeartbeatsQueue: 60 * minutes,
  },
};

export const alarms = value(async ({ config, suffix: of }, framework) => {
  const heartbeats = { queue: 'HeartbeatsQueue', minutes: config.schedules.heartbeatMinutes };
  const topic = alarmTopic(config.alarms.subscribers, await stageOf(framework));
  const ofAll = alarmsOf({
    ...watched,
    heartbeats,
    frequent: ['LookAtPartsLambdaFunction', 'WatchOpenLambdaFunction'],
    service: sharedNames(of).bus,
  });
  return { Resources: { ...topic, ...ofAll } };
});

export const dashboard = value(({ suffix: of }) => ({
  Resources: dashboardOf({ ...watched, name: sharedNames(of).bus, service: sharedNames(of).bus }),
}));
