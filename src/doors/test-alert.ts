import type { SQSClient } from '@aws-sdk/client-sqs';
import type { AssumeReadRole } from '#adapters/aws/assumed-roles.ts';
import { sqsReportQueue } from '#adapters/aws/sqs-report-queue.ts';
import type { Config } from '#config/config.ts';
import type { Clock } from '#ports/clock.ts';
import type { TrailObserver } from '#ports/trail-observer.ts';
import type { TestRequest } from '#usecases/prove/begin-test-alert.ts';
import { beginTestAlert } from '#usecases/prove/begin-test-alert.ts';
import type { AboutAccounts } from '#usecases/report/recipients.ts';
import { recipientsOf } from '#usecases/report/recipients.ts';
import { lookAtMember } from '#usecases/prove/look-at-member.ts';
import { forwardingLook } from './forwarding.ts';
import { jiraOwnersOf, slackOwnersOf } from './owners.ts';
import type { stores } from './stores.ts';

/** Everybody, in every channel, who hears of what concerns these accounts, by configuration. */
export function everybodyOf(config: Config): (concerned: AboutAccounts) => ReturnType<typeof recipientsOf> {
  const channels = [slackOwnersOf(config), jiraOwnersOf(config)];
  return (concerned) => channels.flatMap((ownersOf) => recipientsOf(concerned, ownersOf));
}

/** Composes the beginning of test alerts from the configuration and the ports. */
export function testAlertBeginning(parts: {
  config: Config;
  kept: ReturnType<typeof stores>;
  region: string;
  busName: string;
  slackQueueUrl: string;
  jiraQueueUrl: string;
  assume: AssumeReadRole;
  trails: TrailObserver;
  sqs: SQSClient;
  clock: Clock;
}): (request: TestRequest) => Promise<void> {
  const { config, kept, sqs, clock, trails } = parts;
  const queueAt = (queueUrl: string) => sqsReportQueue({ sqs, queueUrl, deadLettersUrl: queueUrl });
  return beginTestAlert({
    tests: kept.tests,
    queues: [queueAt(parts.slackQueueUrl), queueAt(parts.jiraQueueUrl)],
    destinations: everybodyOf(config),
    look: lookAtMember({ ...forwardingLook(parts), trails, issues: kept.issues, only: config.regions }),
    clock,
  });
}
