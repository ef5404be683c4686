import type { TrailSight, Unreadable } from '#domain/facts/observation.ts';
import type { Claim } from '#domain/facts/claim.ts';
import { takesFrom } from '#domain/facts/harmful-text.ts';
import type { Subject } from '#domain/findings/finding.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { ongoingFinding } from '#domain/findings/settings.ts';
import { awsCommand, inRegion, isStatusUnreadable, showStatus } from '#domain/findings/of-trail.ts';
import type { Judgement, Look, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';

/**
 * Whether a call harmed a trail by its name, or by what it requested beside what is remembered of the trail. Only such a call
 * makes an unreadable state a finding; without one it is listed in the daily report.
 */
function isHarmful({ memory, expected }: Look, claim: Claim): boolean {
  if (claim.effect !== 'change') return claim.effect === 'harm';
  if (claim.trail === undefined || claim.about !== undefined) return false;
  const known = memory?.trails.find(({ trail }) => trail.arn === claim.trail);
  return takesFrom(known, claim, [...(expected?.buckets ?? []), ...(expected?.known ?? [])]);
}

/** The latest harmful call by trail; calls that name no trail count for the whole account (`-`). */
function harmfulCalls(look: Look): ReadonlyMap<Subject, Claim> {
  const harmful = look.claims.filter((claim) => isHarmful(look, claim));
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

/** The refused read that would show what a call did to a listed trail; undefined where its effect could be read. */
function refusedFor({ account }: Look, { trail, status, selectors }: TrailSight, claim: Claim) {
  // The settings are in the list. Members may not be let in to the selectors of the organization's trail; its owner reads them.
  const isOfSelectors = claim.eventName === 'PutEventSelectors' && trail.owner === account;
  const shown = isOfSelectors ? selectors : claim.effect === 'harm' ? status : undefined;
  return shown?.kind === 'unreadable' ? shown.why : undefined;
}

/** Whether what the ongoing finding on a trail waits for still cannot be read. */
function isStillRefused(look: Look, rule: Rule, { trail, status, selectors }: TrailSight): boolean {
  const waitsFor = ongoingFinding(look, rule.id, trail.arn)?.evidence.resource;
  return (waitsFor === 'cloudtrail:GetEventSelectors' ? selectors : status)?.kind === 'unreadable';
}

function judgeSeen(look: SeenLook, rule: Rule): Judgement[] {
  const calls = look.claims.filter((claim) => isHarmful(look, claim));
  const told = look.sights.map((sight): Judgement => {
    const { arn: subject } = sight.trail;
    const claim = calls.findLast((one) => one.trail === subject && refusedFor(look, sight, one));
    const why = claim && refusedFor(look, sight, claim);
    if (claim && why) return stands(look, why, claim);
    return { verdict: isStillRefused(look, rule, sight) ? 'cannot-tell' : 'healthy', subject };
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
