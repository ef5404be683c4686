import {
  whyAttempt,
  whyDoubtful,
  whyEvaluate,
  type Decision,
  type SeenEvent,
} from '#domain/facts/decision.ts';
import { findMonitored, sourcesOf, type MonitoredEvent } from '#domain/facts/monitored.ts';
import type { CallOutcome, Trigger } from '#domain/facts/trigger.ts';
import { parseInstant } from '#domain/values/instant.ts';
import { CloudTrailRecord } from './cloudtrail-record.ts';
import { readActor } from './read-actor.ts';
import { readAffected, readNamed, readScope } from './read-affected.ts';
import { openEnvelope, type Opened } from './open-envelope.ts';
import { readRegionStatus } from './read-region-status.ts';
import { readRequested } from './read-requested.ts';
import { textAt } from './tolerant.ts';

/**
 * The decision about a raw event: an EventBridge message or a bare CloudTrail record, as parsed JSON. Never throws.
 * `evaluate` for a successful event of the table in monitored.ts, `attempt` for a failed one, `ignore` for all others;
 * `refused` when the envelope contradicts the record.
 */
export function readEvent(raw: unknown): Decision {
  const opened = openEnvelope(raw);
  if (opened.kind === 'refused') return { decision: 'ignore', event: {}, ...opened.why };
  if (opened.kind === 'region-status') return readRegionStatus(opened.envelope);
  const parsed = CloudTrailRecord.safeParse(opened.record);
  if (!parsed.success) return passedOver('This is not a CloudTrail record.', {});
  return decide(parsed.data, opened);
}

type OpenedRecord = Extract<Opened, { kind: 'record' }>;

function decide(record: CloudTrailRecord, opened: OpenedRecord): Decision {
  const event = seen(record, opened);
  const { eventSource, eventName } = event;
  if (eventName === undefined || eventSource === undefined) {
    const lacking = eventName === undefined ? 'event name' : 'event source';
    return passedOver(`The record is malformed: it has no ${lacking}.`, event);
  }
  const contradiction = contradictionIn(record, opened, eventSource);
  if (contradiction !== undefined) return { ...passedOver(contradiction, event), refused: true };
  const noCall = notACall(record);
  if (noCall !== undefined) return passedOver(noCall, event);
  const monitored = findMonitored(eventSource, eventName);
  if (!monitored) return passedOver(whyNotListened(record, eventSource, eventName), event);
  const other = otherPrincipal(record, monitored);
  if (other !== undefined) return passedOver(other, event);
  return decided(record, monitored, event);
}

function decided(record: CloudTrailRecord, monitored: MonitoredEvent, event: SeenEvent): Decision {
  const here = { accountId: event.accountId ?? 'unknown', region: event.region };
  const scope = readScope(record, monitored.group, here);
  const trigger = triggerOf(record, monitored, event);
  // After a server fault the call may have taken effect all the same.
  if (trigger.outcome.kind === 'failed' && isServerFault(trigger.outcome.code)) {
    const named = readNamed(record, monitored.group);
    return { decision: 'evaluate', trigger, scope, reason: whyDoubtful(trigger), named };
  }
  return trigger.outcome.kind === 'failed'
    ? { decision: 'attempt', trigger, scope, reason: whyAttempt(trigger) }
    : {
        decision: 'evaluate',
        trigger,
        scope,
        reason: whyEvaluate(trigger, scope, monitored.group.canBreak),
        named: readNamed(record, monitored.group),
      };
}

function triggerOf(record: CloudTrailRecord, monitored: MonitoredEvent, event: SeenEvent): Trigger {
  const { eventSource = '', eventName = '', accountId = 'unknown', region = 'unknown' } = event;
  const { trail, dependsOn, missing } = readAffected(record, monitored.group);
  const at = parseInstant(record.eventTime);
  const eventId =
    event.eventId ?? `${accountId}/${region}/${eventSource}/${eventName}/${record.eventTime ?? ''}`;
  return {
    eventId,
    sameAs: record.sharedEventID ?? record.sharedEventId ?? record.addendum?.originalEventID ?? eventId,
    eventSource,
    eventName,
    at,
    accountId,
    region,
    actor: readActor(record),
    outcome: outcomeOf(record),
    effect: monitored.effect,
    trail,
    dependsOn,
    parametersMissing: missing,
    requested: readRequested(record, monitored),
  };
}

// Asynchronous results of Organizations: their failure is in serviceEventDetails, not in errorCode.
const statesOfResults = ['createAccountStatus', 'closeAccountStatus'];

/** Error codes of faults of the service itself, with HTTP status 5xx (common errors of the AWS APIs). */
const serverFaults =
  /^(?:Server\.)?(?:Internal(?:Failure|Error|Server(?:Error)?|Service(?:Error|Fault)?)?|KMSInternal|Service(?:Unavailable|Failure|Fault)?|RequestTimeout|DependencyTimeout|GatewayTimeout|ConcurrentModificationTimeout)(?:Exception|Error)?$/;

function isServerFault(code: string): boolean {
  return serverFaults.test(code);
}

// Placeholders that exports write as the error code of a successful call.
const noError = /^(?:-|none|success)$/i;

function outcomeOf(record: CloudTrailRecord): CallOutcome {
  if (record.errorCode !== undefined && !noError.test(record.errorCode)) {
    return { kind: 'failed', code: record.errorCode, message: (record.errorMessage ?? '').slice(0, 256) };
  }
  for (const status of statesOfResults) {
    const at = `serviceEventDetails.${status}`;
    if (textAt(record, `${at}.state`) === 'FAILED') {
      return { kind: 'failed', code: textAt(record, `${at}.failureReason`) ?? 'FAILED', message: '' };
    }
  }
  return { kind: 'succeeded' };
}

function seen(record: CloudTrailRecord, { envelope }: OpenedRecord): SeenEvent {
  return {
    eventId: record.eventID ?? record.eventId ?? envelope?.id,
    eventSource: record.eventSource,
    eventName: record.eventName,
    accountId: record.recipientAccountId ?? envelope?.account ?? record.userIdentity?.accountId,
    region: record.awsRegion ?? envelope?.region,
  };
}

/** Why the envelope contradicts the record. EventBridge reserves sources that begin with `aws.` to AWS, so another source reveals a forgery. */
function contradictionIn(
  record: CloudTrailRecord,
  { envelope }: OpenedRecord,
  eventSource: string,
): string | undefined {
  if (!envelope) return undefined;
  const { source, account } = envelope;
  const recipient = record.recipientAccountId;
  if (account !== undefined && recipient !== undefined && account !== recipient) {
    return `Refused: the message comes from account ${account} but its record is of account ${recipient}.`;
  }
  const service = eventSource.split('.')[0] ?? '';
  return source === `aws.${service}`
    ? undefined
    : `Refused: a record of ${eventSource} must come from the source aws.${service}, not from ${source ?? 'nowhere'}.`;
}

/** Why the record is not a call: Insights events carry names of calls that have records of their own. */
function notACall({ eventType, eventCategory }: CloudTrailRecord): string | undefined {
  return eventType === 'AwsCloudTrailInsight' || eventCategory === 'Insight'
    ? 'This is an Insights event: it tells how often something was called, and changes nothing itself.'
    : undefined;
}

function otherPrincipal(record: CloudTrailRecord, { group, name }: MonitoredEvent): string | undefined {
  if (!group.onlyIf) return undefined;
  const principal = textAt(record, group.onlyIf.path);
  return principal === undefined || group.onlyIf.oneOf.includes(principal)
    ? undefined
    : `${name} is about ${principal}, which neither CloudTrail nor the detector depends on.`;
}

function whyNotListened(record: CloudTrailRecord, eventSource: string, eventName: string): string {
  if (record.readOnly === true || /^(?:Get|List|Describe|Lookup|Head)/.test(eventName)) {
    return `${eventName} only reads, so it cannot change logging.`;
  }
  const elsewhere = sourcesOf(eventName);
  return elsewhere.length > 0
    ? `${eventName} of ${eventSource} is not the one that matters: that one comes from ${elsewhere.join(' or ')}.`
    : `${eventName} of ${eventSource} cannot change CloudTrail logging, so it is not listened to.`;
}

function passedOver(reason: string, event: SeenEvent): Extract<Decision, { decision: 'ignore' }> {
  return { decision: 'ignore', refused: false, reason, event };
}
