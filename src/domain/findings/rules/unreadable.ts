import type { Unreadable } from '#domain/facts/observation.ts';
import type { Claim } from '#domain/facts/claim.ts';
import type { Subject } from '#domain/findings/finding.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { awsCommand, inRegion, isStatusUnreadable, showStatus } from '#domain/findings/of-trail.ts';
import type { Judgement, Look, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';

// Only a harmful call makes an unreadable state a finding; without one it is listed in the daily report.
/** The latest harmful call by trail; calls that name no trail count for the whole account (`-`). */
function harmfulCalls(look: Look): ReadonlyMap<Subject, Claim> {
  const harmful = look.claims.filter((claim) => claim.effect === 'harm');
  return new Map(harmful.map((claim) => [claim.trail ?? '-', claim]));
}

function stands(look: Look, why: Unreadable, claim: Claim): Judgement {
  return {
    verdict: 'stands',
    subject: claim.trail ?? '-',
    severity: 'high',
    weakening: false,
    // One cause for all member accounts in which the same organization trail cannot be read.
    cause: causeKey('unreadable', claim.trail ?? look.account),
    since: claim.at,
    evidence: { error: `${why.code}: ${why.message}`, resource: why.operation },
  };
}

/** The judgements on an account and Region whose trails could not be listed. */
export function judgeUnseen(look: Look, why: Unreadable): readonly Judgement[] {
  return [...harmfulCalls(look).values()].map((claim) => stands(look, why, claim));
}

function judgeSeen(look: SeenLook): Judgement[] {
  const calls = harmfulCalls(look);
  const told = look.sights.map(({ trail, status }): Judgement => {
    if (status.kind === 'seen') return { verdict: 'healthy', subject: trail.arn };
    const claim = calls.get(trail.arn);
    return claim ? stands(look, status.why, claim) : { verdict: 'cannot-tell', subject: trail.arn };
  });
  return [
    { verdict: look.sights.some(isStatusUnreadable) ? 'cannot-tell' : 'healthy', subject: '-' },
    ...told,
  ];
}

/** A harmful call succeeded, but its effect cannot be read. */
export const unreadable: Rule<'unreadable'> = {
  id: 'unreadable',
  harm: 'unreadable',
  severities: ['high'],
  title: 'A harmful call could not be verified',
  meaning:
    'The call succeeded, but the state of the trail cannot be read, so its effect could not be verified.',
  causedBy: ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'],
  repairedBy: ['StartLogging', 'CreateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'The read role is missing in the account, or a service control policy denies the read calls.',
  proof: 'state',
  remedy: (finding, place) => ({
    words: 'Look at the trail by hand, and let the read role in again.',
    command: showStatus(finding) ?? awsCommand('cloudtrail describe-trails', inRegion(place)),
  }),
  judge: judgeSeen,
};
