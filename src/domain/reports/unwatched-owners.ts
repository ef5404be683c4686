import type { AccountNames } from '#domain/announcements/affected.ts';
import { accountWords } from '#domain/announcements/affected.ts';
import { code, count, say } from '#domain/announcements/wording.ts';
import type { SweepResult } from '#domain/sweeps/sweep.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { ReportRemark } from './day-facts.ts';

/**
 * Remarks on organization trails that cover watched accounts while their owner account is not watched: a trail's
 * settings and log destinations are only evaluated in its owner account.
 */
export function unwatchedOwners(
  sweep: SweepResult | undefined,
  names: AccountNames,
): readonly ReportRemark[] {
  if (!sweep) return [];
  const watched = new Set(sweep.sweep.accounts);
  const covered = new Map<TrailArn, number>();
  for (const { coveredBy = [] } of sweep.outcomes)
    for (const arn of coveredBy) covered.set(arn, (covered.get(arn) ?? 0) + 1);
  return [...covered].flatMap(([arn, accounts]): ReportRemark[] => {
    const trail = parseTrailArn(arn);
    if (trail === undefined || watched.has(trail.owner)) return [];
    const words = say(
      'The organization trail ',
      code(trail.name, 80),
      ` covers ${count(accounts, 'watched account')} and belongs to ${accountWords(trail.owner, names)}, which is not watched. `,
      'Whether it logs is only known from what the covered accounts are told, and its settings, its bucket and its key are not looked at. Add that account to the watched ones.',
    );
    return [{ accounts: [], words }];
  });
}
