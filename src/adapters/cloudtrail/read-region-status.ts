import type { Decision } from '#domain/facts/decision.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { parseInstant } from '#domain/values/instant.ts';
import type { Envelope } from './cloudtrail-record.ts';
import { textAt } from './tolerant.ts';

/**
 * The decision about a `Region Opt-In Status Change`. It is not a CloudTrail record: AWS Account Management sends it
 * when a Region is enabled or disabled (`detail`: accountId, regionName, status; EventBridge events reference).
 */
export function readRegionStatus(envelope: Envelope): Decision {
  const told = textAt(envelope.detail, 'accountId');
  const region = textAt(envelope.detail, 'regionName');
  const status = textAt(envelope.detail, 'status');
  const event = { eventId: envelope.id, eventName: 'Region Opt-In Status Change', accountId: told, region };
  const passedOver = (reason: string, refused: boolean): Decision => ({
    decision: 'ignore',
    reason,
    refused,
    event,
  });
  if (envelope.source !== 'aws.account') {
    return passedOver('Refused: only aws.account sends the status of a Region.', true);
  }
  if (told !== undefined && envelope.account !== undefined && told !== envelope.account) {
    return passedOver(
      `Refused: the message comes from account ${envelope.account} but tells of ${told}.`,
      true,
    );
  }
  if (status === 'ENABLING' || status === 'DISABLING') {
    return passedOver(
      `The Region is still ${status.toLowerCase()}; the message that it is done follows.`,
      false,
    );
  }
  const accountId = told ?? envelope.account ?? 'unknown';
  return {
    decision: 'evaluate',
    trigger: triggerOf(envelope, accountId, region),
    scope: { accountId, regions: region === undefined ? 'all' : [region], everyAccount: false },
    reason: `Region ${region ?? '(not named)'} is now ${status ?? 'changed'}, so its coverage in account ${accountId} is looked at.`,
  };
}

function triggerOf(envelope: Envelope, accountId: string, region = 'unknown'): Trigger {
  const eventId = envelope.id ?? `${accountId}/${region}/${envelope.time ?? ''}`;
  const status = textAt(envelope.detail, 'status');
  return {
    eventId,
    sameAs: eventId,
    eventSource: 'account.amazonaws.com',
    eventName: 'Region Opt-In Status Change',
    at: parseInstant(envelope.time),
    accountId,
    region: envelope.region ?? region,
    actor: { kind: 'service', invokedBy: 'account.amazonaws.com' },
    outcome: { kind: 'succeeded' },
    effect: 'change',
    parametersMissing: false,
    requested: status === undefined ? undefined : { status },
  };
}
