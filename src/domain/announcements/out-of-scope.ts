import type { Member } from '#domain/issues/incident.ts';
import type { Closing } from '#domain/issues/tracked-finding.ts';
import type { Instant } from '#domain/values/instant.ts';
import { iso } from '#domain/values/instant.ts';
import type { Milestone, Sentence } from './announcement.ts';
import { listed, say } from './wording.ts';

/** Why something is no longer followed although nobody saw it repaired. */
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

/** Whether something of it was given up without having been seen repaired. */
export function isOutOfScope(members: readonly Member[]): boolean {
  return leftOpen(members).length > 0;
}

/** Why it is no longer followed, in a sentence; empty when it is not out of scope. */
export function outOfScopeWords(members: readonly Member[]): Sentence[] {
  const reasons = [...new Set(leftOpen(members).map(({ because }) => outOfScope[because]))];
  if (reasons.length === 0) return [];
  return [say(`No longer followed: ${listed(reasons)}. Nobody has seen it repaired.`)];
}

/** The milestone that says so, once. */
export function outOfScopeMilestone(members: readonly Member[]): Milestone[] {
  const at = leftOpen(members).reduce((latest, closed) => Math.max(latest, closed.at), 0) as Instant;
  return outOfScopeWords(members).map((words) => ({ id: `out-of-scope@${iso(at)}`, words }));
}
