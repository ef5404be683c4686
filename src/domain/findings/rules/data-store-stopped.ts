import type { Claim } from '#domain/facts/claim.ts';
import type { Finding } from '#domain/findings/finding.ts';
import { causeKey, findingKey } from '#domain/findings/finding.ts';
import { awsCommand } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { parseArn } from '#domain/values/arn.ts';

const harms: Readonly<Partial<Record<string, string>>> = {
  StopEventDataStoreIngestion: 'records -> stopped',
  DeleteEventDataStore: 'records -> deleted for good in seven days',
};
const repairs: readonly string[] = ['StartEventDataStoreIngestion', 'RestoreEventDataStore'];

interface Call extends Claim {
  readonly about: string;
}

/** The latest call on an event data store that its finding does not know yet. */
function latestCall({ account, region, claims, at, known }: SeenLook): Call | undefined {
  const before = known?.get(findingKey('data-store-stopped', '-'));
  const seen = before?.state === 'resolved' ? (before.resolvedAt ?? before.since) : before?.since;
  const isRepair = ({ eventName }: Claim): boolean => repairs.includes(eventName);
  const isHere = (store: string): boolean => {
    const arn = parseArn(store);
    return arn === undefined || (arn.account === account && arn.region === region);
  };
  return claims
    .filter((claim): claim is Call => claim.about !== undefined && claim.at <= at && isHere(claim.about))
    .filter((claim) => harms[claim.eventName] !== undefined || isRepair(claim))
    .filter((claim) => seen === undefined || claim.at >= seen)
    .filter((claim) => !isRepair(claim) || isSame(claim.about, before?.evidence.resource))
    .at(-1);
}

/** Event data stores are named by ARN in one place and by the end of it in another. */
function isSame(one: string, other: string | undefined): boolean {
  const id = (text: string): string | undefined => text.split('/').at(-1);
  return other !== undefined && id(one) === id(other);
}

function judgeStores(look: SeenLook): Judgement {
  const subject = '-';
  const call = latestCall(look);
  // What the calls said last still holds: event data stores themselves are not read.
  if (call === undefined) return { verdict: 'cannot-tell', subject };
  const change = harms[call.eventName];
  if (change === undefined) return { verdict: 'healthy', subject, endedAt: call.at };
  return {
    verdict: 'stands',
    subject,
    severity: 'medium',
    weakening: false,
    cause: causeKey('recording-less', call.about),
    since: call.at,
    evidence: { resource: call.about, change },
  };
}

function undo({ evidence: { resource, change } }: Finding): string {
  const call =
    change === harms['DeleteEventDataStore']
      ? 'restore-event-data-store'
      : 'start-event-data-store-ingestion';
  const region = parseArn(resource)?.region;
  const named = { 'event-data-store': resource ?? 'ARN_OF_THE_STORE' };
  return awsCommand(`cloudtrail ${call}`, region === undefined ? named : { ...named, region });
}

/** An event data store of CloudTrail Lake was stopped or deleted. */
export const dataStoreStopped: Rule<'data-store-stopped'> = {
  id: 'data-store-stopped',
  harm: 'recording-less',
  severities: ['medium'],
  title: 'An event data store of CloudTrail Lake was stopped or deleted',
  meaning:
    'CloudTrail Lake keeps no new events there. Trails are not touched, but searches and dashboards built on it see nothing of what happens from then on.',
  causedBy: ['StopEventDataStoreIngestion', 'DeleteEventDataStore'],
  repairedBy: repairs,
  mitre: disableCloudLogs,
  falseAlarms: 'An event data store that nobody needs any more: accept it in the whitelist.',
  proof: 'state',
  remedy: (finding) => ({
    words:
      'Let it take in events again, or restore it within seven days of its deletion. What happened meanwhile is in the log files of the trails, if there are any.',
    command: undo(finding),
  }),
  judge: (look) => [judgeStores(look)],
};
