import type { Unreadable } from '#domain/facts/observation.ts';
import type { Claim } from '#domain/facts/claim.ts';
import { causeKey } from '#domain/findings/finding.ts';
import type { Judgement, Look, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';

// Without a harmful call nobody is told at once: the daily report lists what cannot be read.
function harmfulCall(look: Look): Claim | undefined {
  return look.claims.findLast((claim) => claim.effect === 'harm');
}

function stands(look: Look, why: Unreadable, claim: Claim): Judgement {
  return {
    verdict: 'stands',
    subject: claim.trail ?? '-',
    severity: 'high',
    weakening: false,
    cause: causeKey('unreadable', `${look.account}|${claim.trail ?? 'account'}`),
    since: claim.at,
    evidence: { error: `${why.code}: ${why.message}`, resource: why.operation },
  };
}

/** The judgement on an account and Region whose trails cannot even be listed. */
export function judgeUnseen(look: Look, why: Unreadable): readonly Judgement[] {
  const claim = harmfulCall(look);
  return claim ? [stands(look, why, claim)] : [];
}

function judgeSeen(look: SeenLook): Judgement[] {
  const claim = harmfulCall(look);
  const hidden = look.sights.find(
    (sight) => sight.status.kind === 'unreadable' && sight.trail.arn === claim?.trail,
  );
  if (claim && hidden?.status.kind === 'unreadable') return [stands(look, hidden.status.why, claim)];
  const told = look.sights.map((sight): Judgement => {
    const verdict = sight.status.kind === 'seen' ? 'healthy' : 'cannot-tell';
    return { verdict, subject: sight.trail.arn };
  });
  return [{ verdict: 'healthy', subject: '-' }, ...told];
}

/** A harmful call succeeded, but what it did cannot be read. */
export const unreadable: Rule<'unreadable'> = {
  id: 'unreadable',
  harm: 'unreadable',
  title: 'A harmful call could not be verified',
  meaning:
    'The call succeeded, but the state of the trail cannot be read, so its effect could not be verified.',
  causedBy: ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'],
  repairedBy: ['StartLogging', 'CreateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'The read role is missing in the account, or a service control policy denies the read calls.',
  proof: 'state',
  remedy: ({ evidence }) => ({
    words: `Look at the trail by hand, and let the read role call ${evidence.resource ?? 'CloudTrail'} in this account again.`,
  }),
  judge: judgeSeen,
};
