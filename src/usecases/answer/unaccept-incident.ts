import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Acceptances } from '#ports/acceptances.ts';
import type { AskLooksParts } from './ask-looks.ts';
import { askLooks } from './ask-looks.ts';

/** The store and queues for taking an acceptance back. */
export interface UnacceptParts extends AskLooksParts {
  readonly acceptances: Acceptances;
}

/** What came of taking it back: the accounts that are looked at again, or why nothing was done, in words. */
export type UnacceptOutcome =
  | { readonly kind: 'taken-back'; readonly accounts: number }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Ends the acceptances of an incident at `at`, and has their places looked at: what still stands becomes an incident of its
 * own, linked to this one. Exemptions in whitelist.json are not touched. Repeating it is harmless.
 */
export function unacceptIncident(
  parts: UnacceptParts,
): (back: {
  readonly incident: IncidentId;
  readonly by: string;
  readonly at: Instant;
}) => Promise<UnacceptOutcome> {
  return async ({ incident, by, at }) => {
    const all = await parts.acceptances.listAcceptancesIn(incident);
    // Those that this very run, repeated, has ended are looked at again.
    const held = all.filter(({ until, endedBy }) => until > at || endedBy === by);
    if (held.length === 0)
      return {
        kind: 'refused',
        why: 'it is not accepted at run time; whitelist.json is changed with a deploy',
      };
    for (const one of held.filter(({ until }) => until > at))
      await parts.acceptances.keepAcceptance({ ...one, until: at, endedBy: by });
    const places = held.flatMap(({ accountId: account, findings }) =>
      findings.flatMap(({ regions }) => regions.map((region) => ({ account, region }))),
    );
    return { kind: 'taken-back', accounts: await askLooks(parts, places) };
  };
}
