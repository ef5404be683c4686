import type { SQSClient } from '@aws-sdk/client-sqs';
import type { AssumeReadRole } from '#adapters/aws/assumed-roles.ts';
import type { Config } from '#config/config.ts';
import type { Clock } from '#ports/clock.ts';
import type { TrailObserver } from '#ports/trail-observer.ts';
import type { TestRequest } from '#usecases/prove/begin-test-alert.ts';
import { beginTestAlert } from '#usecases/prove/begin-test-alert.ts';
import { lookAtMember } from '#usecases/prove/look-at-member.ts';
import { currentTemplate, forwardingObserver } from './forwarding.ts';
import { allRecipientsOf } from './owners.ts';
import { queueTo } from './refresh-through.ts';
import type { Stores } from './stores.ts';

/** Composes the beginning of test alerts from the configuration and the ports. */
export function testAlertBeginning(parts: {
  config: Config;
  stores: Pick<Stores, 'tests' | 'issues'>;
  region: string;
  busName: string;
  slackQueueUrl: string;
  jiraQueueUrl: string;
  assume: AssumeReadRole;
  trails: TrailObserver;
  sqs: SQSClient;
  clock: Clock;
}): (request: TestRequest) => Promise<void> {
  const { config, stores, sqs, clock, trails, region, busName, assume } = parts;
  const { tests, issues } = stores;
  const place = { config, region, busName };
  const rules = { observer: forwardingObserver(place, assume), current: currentTemplate(place) };
  return beginTestAlert({
    tests,
    queues: [queueTo(sqs, parts.slackQueueUrl), queueTo(sqs, parts.jiraQueueUrl)],
    recipients: allRecipientsOf(config),
    look: lookAtMember({ ...rules, trails, issues, only: config.regions }),
    clock,
  });
}
