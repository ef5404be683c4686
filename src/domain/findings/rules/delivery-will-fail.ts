import type { LogDestinationSight } from '#domain/facts/log-destination.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import type { TrailStatus } from '#domain/facts/trail.ts';
import { dependencyName } from '#domain/facts/trail-dependencies.ts';
import { bucketSightOf, keySightOf } from '#domain/findings/bucket-sight.ts';
import {
  trailDeliveryOf,
  harmedSince,
  judgeAsMember,
  judgeEach,
  showKeyPolicy,
  undeliverable,
} from '#domain/findings/of-destination.ts';
import { inKeyAccount } from '#domain/findings/of-key.ts';
import { showBucketPolicy } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs, ofBucket } from '#domain/findings/rule.ts';
import { ongoingFinding } from '#domain/findings/settings.ts';
import type { DeliveryRequest } from '#domain/policies/delivery-request.ts';
import { bucketRequests, keyRequests, memberRequests } from '#domain/policies/delivery-request.ts';
import type { Arrived, Breakage, DeliveryVerdict } from '#domain/policies/judge-delivery.ts';
import { judgeTrailDelivery } from '#domain/policies/judge-delivery.ts';
import type { Instant } from '#domain/values/instant.ts';

/** Calls that change who may write to a bucket or use a key. */
const causedBy = ['PutBucketPolicy', 'DeleteBucketPolicy', 'PutKeyPolicy'] as const;

/** How long after a change, in milliseconds, a delivery may have begun before it. */
const underWay = 120_000;

/** The files that have arrived since the change; arrival proves that they may be written. */
function arrivedSince(
  { deliveryError, deliveredAt, digestError, digestDeliveredAt }: TrailStatus,
  since: Instant,
  { region }: SeenLook,
): Arrived {
  const logs = deliveryError === undefined && (deliveredAt ?? 0) > since + underWay;
  const digests = digestError === undefined && (digestDeliveredAt ?? 0) > since + underWay;
  return {
    region,
    files: new Set([...(logs ? ['log files' as const] : []), ...(digests ? ['digest files' as const] : [])]),
  };
}

/** A trail that logs, to be judged by the rule at a look. */
interface Case {
  readonly look: SeenLook;
  readonly rule: Rule;
  readonly trailSight: TrailSight;
  readonly status: TrailStatus;
}

/** One destination of the trail and the calls that its policy has to allow. */
interface Part {
  readonly sight: LogDestinationSight | undefined;
  readonly resource: string;
  readonly requests: readonly DeliveryRequest[];
}

const unknown: DeliveryVerdict = { verdict: 'cannot-tell', why: 'it could not be looked at' };

/** A policy fails only after a call on it was recorded: one that has worked is not reported at first sight. */
function verdictOf({ look, rule, trailSight, status }: Case, part: Part): DeliveryVerdict {
  const { arn } = trailSight.trail;
  const { sight, requests } = part;
  // Destinations that are gone or foreign are judged by rules of their own.
  if (sight?.found.is === 'gone' || requests.length === 0) return { verdict: 'works' };
  if (sight?.found.is !== 'there' || sight.found.settings.policy.kind === 'unreadable') return unknown;
  const { id } = dependencyName(sight);
  const isChanged = look.claims.some(
    ({ about, eventName, at }) => about === id && rule.causedBy.includes(eventName) && at <= sight.at,
  );
  const arrived = arrivedSince(status, harmedSince(look, rule, arn, sight), look);
  const verdict = judgeTrailDelivery(sight.found.settings.policy.value, requests, arrived);
  const isKnown = ongoingFinding(look, rule.id, arn) !== undefined;
  return verdict.verdict === 'fails' && !isChanged && !isKnown ? unknown : verdict;
}

/** How many refused members the evidence names at most; the words count all of them. */
const maxMembersNamed = 50;

function stands(
  { look, rule, trailSight }: Case,
  part: Part,
  { statement, words, members }: Breakage,
): Judgement {
  const which = typeof statement === 'number' ? `statement ${statement}` : `statement "${statement ?? ''}"`;
  const change = statement === undefined ? words : `${which}: ${words}`;
  const concerned = members?.filter((account) => account !== look.account) ?? [];
  const refused =
    concerned.length === 0
      ? undefined
      : { accounts: concerned.slice(0, maxMembersNamed), count: concerned.length };
  return undeliverable(look, rule, trailSight, { ...part, evidence: { change, refused } });
}

type Verdict = Judgement | 'cannot-tell' | 'healthy';

function judgeParts(judging: Case, parts: readonly Part[]): Verdict {
  const { look, rule, trailSight } = judging;
  const judged = parts.map((part) => ({ part, verdict: verdictOf(judging, part) }));
  for (const { part, verdict } of judged)
    if (verdict.verdict === 'fails') return stands(judging, part, verdict.because);
  const blamed = ongoingFinding(look, rule.id, trailSight.trail.arn)?.evidence.resource;
  const asked = judged.filter(({ part }) => blamed === undefined || part.resource === blamed);
  return asked.some(({ verdict }) => verdict.verdict === 'cannot-tell') ? 'cannot-tell' : 'healthy';
}

/** A trail at its home: everything that its deliveries need. */
function judgeTrail(look: SeenLook, rule: Rule, trailSight: TrailSight): Verdict {
  const { trail, status } = trailSight;
  if (status.kind === 'unreadable' || !status.value.logging) return 'cannot-tell';
  // Deliveries fail already, which is reported by s3-delivery-failing.
  if (status.value.deliveryError !== undefined) return 'healthy';
  const [bucket, key] = [bucketSightOf(look, trail), keySightOf(look, trail)];
  const delivery = trailDeliveryOf(look, trail);
  return judgeParts({ look, rule, trailSight, status: status.value }, [
    { sight: bucket, resource: delivery.bucket, requests: bucketRequests(delivery) },
    { sight: key, resource: delivery.key ?? '', requests: keyRequests(delivery) },
  ]);
}

/** An organization trail seen from a member: the files of that member. The status tells nothing of one folder. */
function judgeFolder(look: SeenLook, rule: Rule, trailSight: TrailSight): Verdict {
  const { trail, status } = trailSight;
  if (status.kind === 'unreadable' || !status.value.logging) return 'cannot-tell';
  const delivery = trailDeliveryOf(look, trail);
  const requests = memberRequests(delivery, look.account);
  const part = { sight: bucketSightOf(look, trail), resource: delivery.bucket, requests };
  return judgeParts({ look, rule, trailSight, status: status.value }, [part]);
}

/** The policy of a trail's bucket or key was changed so that CloudTrail's next deliveries will fail. */
export const deliveryWillFail: Rule<'delivery-will-fail'> = {
  id: 'delivery-will-fail',
  causedBy,
  harm: 'undeliverable',
  severities: ['high', 'medium'],
  title: 'Deliveries will fail',
  meaning:
    'CloudTrail records, but the policy of the bucket or key does not let it deliver any more. It tries again for 30 days; what is not delivered by then is lost.',
  repairedBy: [...causedBy, 'UpdateTrail'],
  mitre: disableCloudLogs,
  falseAlarms:
    'A policy that AWS reads otherwise than Trailwarden does: the next delivery takes it back, within a quarter of an hour.',
  proof: 'state',
  remedy: (finding) => ({
    account: inKeyAccount(finding).account ?? ofBucket,
    words: `Let cloudtrail.amazonaws.com use ${finding.evidence.resource ?? 'the bucket'} again: take back the change of its policy, before the first delivery fails.`,
    command: showBucketPolicy(finding) ?? showKeyPolicy(finding),
  }),
  judge: (look, rule) => [
    ...judgeEach(look, (sight) => judgeTrail(look, rule, sight)),
    ...judgeAsMember(look, (sight) => judgeFolder(look, rule, sight)),
  ],
};
