import { SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import type { OpenCentre } from '#cli/centre/open-centre.ts';
import { Failure } from '#cli/habits/failure.ts';
import { readEnvironment } from '#config/environment.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { parseIncidentId } from '#domain/issues/incident-id.ts';
import { followUpsOf } from '#doors/queues.ts';
import { systemClock } from '#doors/system-clock.ts';
import { parseInstant, plusSeconds, type Instant } from '#domain/values/instant.ts';

/** The stores and queues of the answers that people give to incidents. */
export function answerParts({ config, centre, stores }: OpenCentre) {
  const sqs = new SQSClient({ ...clientDefaults, region: config.region, useQueueUrlAsEndpoint: false });
  const environment = readEnvironment(centre.variables, [
    'eventsQueueUrl',
    'fanOutQueueUrl',
    'partsQueueUrl',
    'sweepQueueUrl',
  ]);
  const { incidents, acceptances, open } = stores;
  return { incidents, acceptances, open, followUps: followUpsOf(environment, sqs), clock: systemClock };
}

/** The id of an incident as a person wrote it. Throws `Failure` for anything else. */
export function incidentIdIn(text: string): IncidentId {
  const id = parseIncidentId(text);
  if (id !== undefined) return id;
  const remedy = 'trailwarden incidents list has their ids.';
  throw new Failure({ what: `"${text}" is no id of an incident`, remedy, exitCode: 2 });
}

/** The moment that `--until` names: a day, a moment, or a number of days from now (`30d`). */
export function untilIn(text: string, now: Instant): Instant {
  const days = /^(\d{1,3})d$/.exec(text)?.[1];
  const until = days === undefined ? parseInstant(text) : plusSeconds(now, Number(days) * 86_400);
  if (until !== undefined) return until;
  const remedy = 'Write a day such as 2027-03-31, or a number of days such as 30d.';
  throw new Failure({ what: `"${text}" is no end`, remedy, exitCode: 2 });
}

/** The caller's ARN: who answers. */
export async function callerArn({ config }: OpenCentre): Promise<string> {
  const client = new STSClient({ ...clientDefaults, region: config.region });
  return (await client.send(new GetCallerIdentityCommand({}))).Arn ?? 'unknown';
}
