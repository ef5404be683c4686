import type { TrailSight } from '#domain/facts/observation.ts';
import type { Finding, FormerSettings } from '#domain/findings/finding.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { keySightOf } from '#domain/findings/bucket-sight.ts';
import { harmedSince, judgeEach } from '#domain/findings/of-destination.ts';
import { evidenceOf } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { formerSettings, updateTrail } from '#domain/findings/settings.ts';

/** The key that the trail had before; undefined when it is not known, or it had none. */
function formerKey(look: SeenLook, { id }: Rule, { trail }: TrailSight): FormerSettings | undefined {
  const kmsKey = formerSettings(look, id, trail.arn)?.kmsKey;
  return kmsKey === undefined || kmsKey === trail.kmsKey ? undefined : { kmsKey };
}

/** The command that has the trail encrypt with its former key; a shell that has no KEY refuses it where that is not known. */
function encryptWithOwn(finding: Finding): string | undefined {
  const kmsKey = finding.evidence.was?.kmsKey;
  return updateTrail(
    finding,
    { 'kms-key-id': kmsKey },
    kmsKey === undefined ? '--kms-key-id "${KEY:?}"' : '',
  );
}

function judgeTrail(look: SeenLook, rule: Rule, sight: TrailSight): Judgement | 'cannot-tell' | 'healthy' {
  const { arn: subject, kmsKey } = sight.trail;
  if (kmsKey === undefined || look.expected?.keys.includes(kmsKey) || look.expected?.known.includes(kmsKey))
    return 'healthy';
  const key = keySightOf(look, sight.trail);
  if (!key || key.found.is === 'hidden') return 'cannot-tell';
  if (key.found.is !== 'foreign') return 'healthy';
  const owner = key.found.owner ?? 'unknown';
  return {
    verdict: 'stands',
    subject,
    severity: 'high',
    weakening: false,
    // The same cause key as `redirected`: a new bucket and a foreign key are one cause.
    cause: causeKey('redirected', subject),
    since: harmedSince(look, rule, subject, key),
    evidence: {
      ...evidenceOf(sight),
      resource: key.id,
      change: `the key belongs to account ${owner}`,
      was: formerKey(look, rule, sight),
    },
  };
}

/** A trail encrypts with a key of an unknown account. */
export const keyForeign: Rule<'key-foreign'> = {
  id: 'key-foreign',
  harm: 'redirected',
  severities: ['high'],
  title: 'Log files are encrypted with a foreign key',
  meaning:
    'The owner of the key decides who can read the log files, and can make all of them unreadable at any moment.',
  causedBy: ['UpdateTrail', 'CreateTrail'],
  repairedBy: ['UpdateTrail', 'CreateTrail'],
  mitre: disableCloudLogs,
  falseAlarms:
    'A key in an account of yours that Trailwarden does not watch: name it in baseline.keys, or its account in baseline.accounts.',
  proof: 'state',
  remedy: (finding) => ({
    words: `Encrypt with a key of your own again, and save the log files under it while the foreign key still works.${finding.evidence.was?.kmsKey === undefined ? ' Set KEY to its ARN; its policy has to let CloudTrail use it: without KEY the command does nothing.' : ''}`,
    command: encryptWithOwn(finding),
  }),
  judge: (look, rule) => judgeEach(look, (sight) => judgeTrail(look, rule, sight)),
};
