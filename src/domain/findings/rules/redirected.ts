import { recordsEverything } from '#domain/facts/event-selectors.ts';
import type { Trail } from '#domain/facts/trail.ts';
import { isAtHome } from '#domain/facts/trail.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import { parseArn } from '#domain/values/arn.ts';
import { trailTargetOf, printTrailTarget } from '#domain/findings/trail-target.ts';
import type { FormerSettings } from '#domain/findings/finding.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { evidenceOf, showBucketPolicy } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { changedAt, formerSettings, updateTrail, asWeakening } from '#domain/findings/settings.ts';
import { recordedOf } from '#domain/findings/coverage.ts';
import type { WeighedLoss } from '#domain/findings/what-is-left.ts';
import { recordedHere, weighLoss } from '#domain/findings/what-is-left.ts';

/** Whether an organization trail of another account delivers to the bucket: this account cannot have set it. */
function isOrganizationBucket(look: SeenLook, bucket: string): boolean {
  return look.sights.some(
    ({ trail }) => trail.organization && trail.owner !== look.account && trail.bucket === bucket,
  );
}

function strangeBucket(
  look: SeenLook,
  { bucket }: Trail,
  was: FormerSettings | undefined,
): string | undefined {
  const { buckets: declared = [], known = [] } = look.expected ?? {};
  if (bucket === undefined || [...declared, ...known].includes(bucket) || isOrganizationBucket(look, bucket))
    return undefined;
  const changed = was?.bucket !== undefined && was.bucket !== bucket;
  return declared.length > 0 || changed ? bucket : undefined;
}

function strangeKey(
  look: SeenLook,
  { kmsKey, owner }: Trail,
  was: FormerSettings | undefined,
): string | undefined {
  const { keys = [], known = [], accounts = [] } = look.expected ?? {};
  if (kmsKey === undefined || [...keys, ...known].includes(kmsKey)) return undefined;
  if (keys.length > 0) return kmsKey;
  const account = parseArn(kmsKey)?.account;
  const own: readonly (string | undefined)[] = [owner, parseArn(was?.kmsKey)?.account, ...accounts];
  return was !== undefined && was.kmsKey !== kmsKey && !own.includes(account) ? kmsKey : undefined;
}

/** The weight of a loss to which the trail itself is left, although it cannot be relied upon. */
function weightOf(loss: WeighedLoss): Pick<WeighedLoss, 'severity' | 'weakening'> {
  return { severity: loss.severity === 'critical' ? 'high' : loss.severity, weakening: loss.weakening };
}

function judgeTrail(look: SeenLook, rule: Rule, sight: TrailSight): Judgement {
  const { trail } = sight;
  const subject = trail.arn;
  const was = formerSettings(look, rule.id, subject);
  const strange = strangeBucket(look, trail, was) ?? strangeKey(look, trail, was);
  const moved =
    was !== undefined && 'bucket' in was && was.bucket === trail.bucket && was.prefix !== trail.prefix;
  if (strange === undefined && !moved) return { verdict: 'healthy', subject };
  const before = was && trailTargetOf(was);
  const after = printTrailTarget(trail);
  const since = changedAt(look, rule.id, subject);
  const recorded = recordedHere(look, trail, recordedOf(sight) ?? recordsEverything);
  // What goes elsewhere is lost where it went before; that the trail itself still records is no comfort.
  const loss = weighLoss(look, { rule: rule.id, trail: { ...trail, ...before }, was: recorded, since });
  const weight = strange === undefined ? asWeakening : weightOf(loss);
  return {
    verdict: 'stands',
    subject,
    // Another prefix in the same bucket is a weakening only.
    severity: weight.severity,
    weakening: weight.weakening,
    cause: causeKey('redirected', subject),
    since,
    evidence: {
      ...evidenceOf(sight),
      left:
        strange === undefined
          ? undefined
          : loss.evidence.left === 'nothing'
            ? 'doubtful'
            : loss.evidence.left,
      resource: strange ?? trail.bucket,
      was: before,
      change: before?.bucket === undefined ? `goes to ${after}` : `${printTrailTarget(before)} -> ${after}`,
    },
  };
}

/** A trail delivers to an unknown bucket or prefix, or encrypts with an unknown key. */
export const redirected: Rule<'redirected'> = {
  id: 'redirected',
  harm: 'redirected',
  severities: ['high', 'medium', 'low'],
  title: 'Log files now go elsewhere',
  meaning:
    'The trail logs and delivers without an error, but to a bucket or with a key that is not known to be yours: its owner decides who reads the log files, and whether they are kept.',
  causedBy: ['UpdateTrail', 'CreateTrail'],
  repairedBy: ['UpdateTrail', 'CreateTrail'],
  mitre: disableCloudLogs,
  falseAlarms:
    'A planned move to a new bucket: name it in the configuration (baseline.buckets), and it is known.',
  proof: 'state',
  remedy: (finding) => {
    const { bucket, prefix, kmsKey } = finding.evidence.was ?? {};
    return {
      words:
        'Send the log files to the former bucket again, and find out who owns the new one and what is in it by now.',
      command:
        bucket === undefined
          ? showBucketPolicy(finding)
          : updateTrail(finding, {
              's3-bucket-name': bucket,
              's3-key-prefix': prefix ?? '',
              'kms-key-id': kmsKey,
            }),
    };
  },
  judge: (look, rule) =>
    look.sights.filter(({ trail }) => isAtHome(look, trail)).map((sight) => judgeTrail(look, rule, sight)),
};
