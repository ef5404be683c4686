import type { Member } from '#domain/issues/incident.ts';
import type { Closing } from '#domain/issues/tracked-finding.ts';
import type { Instant } from '#domain/values/instant.ts';
import { iso } from '#domain/values/instant.ts';
import type { Milestone, Sentence } from './announcement.ts';
import { listed, say } from './wording.ts';

/** The words for each reason to stop tracking a finding that was not seen repaired. */
export const outOfScope: Readonly<Record<Exclude<Closing['because'], 'healthy'>, string>> = {
  'account-left': 'the account left the organization or was closed',
  'region-disabled': 'the Region was disabled',
  'not-watched': 'it is no longer watched, by configuration',
};

function leftOpen(members: readonly Member[]): { because: keyof typeof outOfScope; at: Instant }[] {
  return members.flatMap(({ finding: { closed, state } }) =>
    closed && closed.because !== 'healthy' && state !== 'resolved'
      ? [{ because: closed.because, at: closed.at }]
      : [],
  );
}

/** Whether tracking of any member stopped without a repair having been seen. */
export function isOutOfScope(members: readonly Member[]): boolean {
  return leftOpen(members).length > 0;
}

/** A sentence with the reasons why tracking stopped; empty when it did not. */
export function outOfScopeWords(members: readonly Member[]): Sentence[] {
  const reasons = [...new Set(leftOpen(members).map(({ because }) => outOfScope[because]))];
  if (reasons.length === 0) return [];
  return [say(`No longer followed: ${listed(reasons)}. No repair was seen.`)];
}

/** The milestone that says that tracking stopped; empty when it did not. */
export function outOfScopeMilestone(members: readonly Member[]): Milestone[] {
  const at = leftOpen(members).reduce((latest, closed) => Math.max(latest, closed.at), 0) as Instant;
  return outOfScopeWords(members).map((words) => ({ id: `out-of-scope@${iso(at)}`, words }));
}
