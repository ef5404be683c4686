import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { assumedRoles } from '#adapters/aws/assumed-roles.ts';
import { awsFollowUps } from '#adapters/aws/aws-follow-ups.ts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { cloudTrailObserver } from '#adapters/aws/cloud-trail-observer.ts';
import { cloudTrailEventHistory } from '#adapters/aws/event-history.ts';
import { sqsInspections, sqsLakeInspections } from '#adapters/aws/sqs-inspections.ts';
import { onEvaluations } from '#adapters/lambda/on-evaluations.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { partitionOf } from '#domain/facts/read-claims.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import { directoryOf, newcomersOf, trustedAccessOf } from '#doors/accounts.ts';
import { expectedOf } from '#doors/expected.ts';
import { forwardingCheck } from '#doors/forwarding.ts';
import { countingUnreadable } from '#doors/measure-sweeps.ts';
import { askThrough } from '#doors/refresh-through.ts';
import { testAlertBeginning } from '#doors/test-alert.ts';
import { stores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { answerRequest } from '#usecases/evaluate/answer-request.ts';
import { evaluateAccount } from '#usecases/evaluate/evaluate-account.ts';
import { countAttempts } from '#usecases/evaluate/count-attempts.ts';
import { findCauses } from '#usecases/evaluate/find-causes.ts';
import { noteArrivals } from '#usecases/evaluate/note-arrivals.ts';
import { noteOwnChange } from '#usecases/evaluate/note-own-change.ts';
import { mergeRequests, requestKey } from '#usecases/evaluate/merge-requests.ts';
import { planEvaluation } from '#usecases/evaluate/plan-evaluation.ts';

const environment = readEnvironment(process.env, [
  'awsRegion',
  'busName',
  'configDirectory',
  'eventsQueueUrl',
  'fanOutQueueUrl',
  'inspectQueueUrl',
  'issuesTable',
  'jiraQueueUrl',
  'ownNames',
  'stateTable',
  'slackQueueUrl',
  'sweepQueueUrl',
]);
const config = loadConfig(environment.configDirectory);
const region = environment.awsRegion;
const kept = stores(environment);
const directory = directoryOf(config, { ...kept, clock });
const sqs = new SQSClient({ ...clientDefaults, region });
const bus = new EventBridgeClient({ ...clientDefaults, region });
const inspectQueue = { sqs, queueUrl: environment.inspectQueueUrl };
const inspections = sqsInspections(inspectQueue);
const followUps = awsFollowUps({ ...environment, sqs, bus });
const assume = assumedRoles({ region, partition: partitionOf(region), roleName: config.roleName });

const told = {
  ...kept,
  followUps,
  exemptions: (account: AccountId) => config.exemptions.get(account) ?? [],
};

const observer = cloudTrailObserver({ assume, clock, region });
const evaluate = evaluateAccount({
  ...told,
  directory,
  observer,
  inspections,
  lake: { store: kept.lakes, ask: sqsLakeInspections(inspectQueue) },
  expected: expectedOf(config),
  readTrustedAccess: trustedAccessOf(config, { ...kept, clock }),
  checkForwarding: forwardingCheck({ ...environment, ...kept, config, region, assume, clock }),
  clock,
  regions: { only: config.regions, fallback: [config.region, 'us-east-1' as Region] },
});
const causes = findCauses({
  ...kept,
  history: cloudTrailEventHistory({ assume, region }),
  followUps,
  holders: config.baseline?.accounts ?? [],
  clock,
  evaluate,
});

/** Evaluates accounts: on events, on requests of the sweep, and on requests for a repeated look. */
export const handler = onEvaluations({
  plan: noteArrivals(
    { ...kept, clock },
    planEvaluation({
      ...kept,
      attempts: countAttempts({ ...kept, tell: askThrough(sqs, environment.slackQueueUrl) }),
      directory,
      inspections,
      isNewcomer: newcomersOf(config),
      own: { account: config.mainAccountId, names: environment.ownNames },
      enabled: config.cloudtrails.enabled,
    }),
  ),
  test: testAlertBeginning({ ...environment, kept, config, region, assume, trails: observer, sqs, clock }),
  key: requestKey,
  merge: mergeRequests,
  evaluate: answerRequest({
    ...{ clock, evaluate, findCauses: causes },
    noteOwnChange: noteOwnChange({ ...told, clock }),
    sweeps: countingUnreadable(kept.sweeps),
  }),
});
