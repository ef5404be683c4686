import type { RememberedTrail } from '#domain/facts/observation.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { left } from '#domain/findings/coverage.ts';
import { evidenceOfRemembered, isHidden, isMissed, weight } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import type { Instant } from '#domain/values/instant.ts';

function since(look: SeenLook, known: RememberedTrail): Instant {
  const deletion = look.claims.findLast(
    (claim) =>
      claim.trail === known.trail.arn && claim.effect !== 'repair' && claim.at > known.seenAt - 60_000,
  );
  return deletion?.at ?? known.goneAt ?? look.at;
}

function judgeGone(look: SeenLook, known: RememberedTrail): Judgement {
  const subject = known.trail.arn;
  const rest = left(look.coverage);
  // When it was missed already at an earlier look and others record everything, nothing is wrong any more.
  if (rest === 'whole' && known.goneAt !== undefined) return { verdict: 'healthy', subject };
  return {
    verdict: 'stands',
    subject,
    ...weight(rest),
    cause: causeKey('not-recording', subject),
    since: since(look, known),
    evidence: { ...evidenceOfRemembered(known), coveredBy: look.coverage.healthy },
  };
}

/** A trail that was seen here before is not there any more. */
export const trailGone: Rule<'trail-gone'> = {
  id: 'trail-gone',
  harm: 'not-recording',
  title: 'The trail is gone',
  meaning:
    'The trail was deleted, or no longer reaches this account and Region, so nothing is recorded for it here.',
  causedBy: ['DeleteTrail', 'UpdateTrail', 'LeaveOrganization', 'RemoveAccountFromOrganization'],
  repairedBy: ['CreateTrail', 'UpdateTrail', 'StartLogging'],
  mitre: disableCloudLogs,
  falseAlarms: 'A planned move to another trail, when the new one does not record management events yet.',
  proof: 'state',
  remedy: () => ({
    words:
      'Create the trail again with its former settings and start logging, or make another trail record management events here. What was recorded before is still in the bucket.',
  }),
  judge: (look) => [
    ...look.sights
      .filter(isHidden)
      .map(({ trail }) => ({ verdict: 'cannot-tell', subject: trail.arn }) as const),
    ...(look.memory?.trails ?? [])
      .filter((known) => isMissed(known, look.sights))
      .map((known) => judgeGone(look, known)),
  ],
};
