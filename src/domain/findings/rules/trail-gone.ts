import type { RememberedTrail } from '#domain/facts/observation.ts';
import type { Evidence } from '#domain/findings/finding.ts';
import { beforeHarm, reachBeforeHarm } from '#domain/findings/before-harm.ts';
import { remainingCoverage } from '#domain/findings/coverage.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { evidenceOfRemembered, isStatusUnreadable, isGone } from '#domain/findings/of-trail.ts';
import { createAgain, notRestored, settingsToRecreate } from '#domain/findings/recreate.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { ongoingFinding, ongoingSubjects, updateTrail } from '#domain/findings/settings.ts';
import { isMadeUpFor, lossOfGone, weighLoss } from '#domain/findings/what-is-left.ts';
import type { Instant } from '#domain/values/instant.ts';

type Reduction = Pick<Evidence, 'was' | 'change'>;

/** How the trail was reduced so that it left this place: from the latest call on it, else from the ongoing finding. */
function reduction(look: SeenLook, rule: Rule, { trail }: RememberedTrail): Reduction {
  const call = look.claims.findLast(
    (claim) => claim.trail === trail.arn && ['UpdateTrail', 'DeleteTrail'].includes(claim.eventName),
  );
  if (call === undefined) {
    const { was, change } = ongoingFinding(look, rule.id, trail.arn)?.evidence ?? {};
    return { was, change };
  }
  const { isOrganizationTrail, isMultiRegionTrail } = call.requested ?? {};
  if (isOrganizationTrail === false && look.account !== trail.owner)
    return { was: { organization: true }, change: 'every account -> owner account only' };
  if (isMultiRegionTrail === false && look.region !== trail.homeRegion)
    return { was: { multiRegion: true }, change: 'all Regions -> home Region only' };
  return {};
}

function since(look: SeenLook, known: RememberedTrail): Instant {
  const deletion = look.claims.findLast(
    (claim) =>
      claim.trail === known.trail.arn && claim.effect !== 'repair' && claim.at > known.seenAt - 60_000,
  );
  return deletion?.at ?? known.goneAt ?? look.at;
}

/**
 * How the trail was before all harm. Kept from the first look without it: findings on a trail that is gone end, and only
 * its own remembers what they did.
 */
function formerOf(
  look: SeenLook,
  rule: Rule,
  known: RememberedTrail,
): Pick<Evidence, 'was' | 'multiRegion' | 'organization'> {
  const { arn, multiRegion, organization } = known.trail;
  const kept = ongoingFinding(look, rule.id, arn)?.evidence;
  // With a change, the trail was only reduced until now.
  if (kept?.was?.bucket !== undefined && kept.change === undefined)
    return { multiRegion: kept.multiRegion, organization: kept.organization, was: kept.was };
  const was = beforeHarm(look, arn, settingsToRecreate(known));
  return { multiRegion, organization, ...reachBeforeHarm(look, arn), was };
}

function judgeGone(look: SeenLook, rule: Rule, known: RememberedTrail): Judgement {
  const subject = known.trail.arn;
  const loss = lossOfGone(look, known, since(look, known));
  // It was gone at an earlier look already, and others record what it did.
  if (known.goneAt !== undefined && isMadeUpFor(look, loss)) return { verdict: 'healthy', subject };
  const { severity, weakening, evidence } = weighLoss(look, loss);
  const reduced = reduction(look, rule, known);
  const former = formerOf(look, rule, known);
  return {
    verdict: 'stands',
    subject,
    severity,
    weakening,
    cause: causeKey('not-recording', subject),
    since: loss.since,
    evidence: {
      ...evidenceOfRemembered(known),
      ...former,
      ...reduced,
      ...evidence,
      was: { ...former.was, ...reduced.was },
    },
  };
}

/**
 * The trails of ongoing findings that memory has forgotten after 90 days: silence is no repair, so they stay as they are
 * until other trails record everything.
 */
function judgeForgotten(look: SeenLook): readonly Judgement[] {
  const verdict = remainingCoverage(look.coverage) === 'whole' ? 'healthy' : 'cannot-tell';
  return ongoingSubjects(look, 'trail-gone')
    .filter((arn) => !look.memory?.trails.some(({ trail }) => trail.arn === arn))
    .filter((arn) => !look.sights.some(({ trail }) => trail.arn === arn))
    .map((subject) => ({ verdict, subject }));
}

/** A trail that was seen here before is gone. */
export const trailGone: Rule<'trail-gone'> = {
  id: 'trail-gone',
  harm: 'not-recording',
  severities: ['critical', 'high', 'medium', 'low'],
  title: 'The trail is gone',
  meaning:
    'The trail was deleted, or no longer reaches this account and Region, so nothing is recorded for it here.',
  causedBy: [
    'DeleteTrail',
    'UpdateTrail',
    'LeaveOrganization',
    'RemoveAccountFromOrganization',
    'DisableAWSServiceAccess',
  ],
  repairedBy: ['CreateTrail', 'UpdateTrail', 'StartLogging'],
  mitre: disableCloudLogs,
  falseAlarms: 'A planned move to another trail, when the new one does not record management events yet.',
  proof: 'state',
  remedy: (finding) => {
    const { organization, multiRegion } = finding.evidence.was ?? {};
    const flag = organization ? '--is-organization-trail' : multiRegion ? '--is-multi-region-trail' : '';
    if (flag !== '')
      return {
        words: `The trail is still there, but was reduced (${finding.evidence.change ?? ''}). Undo that.`,
        command: updateTrail(finding, {}, flag),
      };
    return {
      words: `Create the trail again with its former settings and start logging.${notRestored(finding)}`,
      command: createAgain(finding),
    };
  },
  judge: (look, rule) => [
    ...look.sights
      .filter(isStatusUnreadable)
      .map(({ trail }) => ({ verdict: 'cannot-tell', subject: trail.arn }) as const),
    ...(look.memory?.trails ?? [])
      .filter((known) => isGone(known, look.sights))
      .map((known) => judgeGone(look, rule, known)),
    ...judgeForgotten(look),
  ],
};
