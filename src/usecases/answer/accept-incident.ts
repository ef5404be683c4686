import type { Accepting } from '#domain/issues/acceptance.ts';
import { acceptancesFor, mostAccountsAccepted, notAcceptableByButton } from '#domain/issues/acceptance.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Acceptances } from '#ports/acceptances.ts';
import type { IncidentStore } from '#ports/incident-store.ts';
import type { AskLooksParts } from './ask-looks.ts';
import { askLooks } from './ask-looks.ts';

/** The stores and queues for accepting an incident at run time. */
export interface AcceptParts extends AskLooksParts {
  readonly incidents: Pick<IncidentStore, 'readIncident'>;
  readonly acceptances: Acceptances;
}

/** What came of accepting: the accounts whose findings are accepted, or why nothing was, in words. */
export type AcceptOutcome =
  | { readonly kind: 'accepted'; readonly accounts: number; readonly until: Instant }
  | { readonly kind: 'refused'; readonly why: string };

/** Longest time that a button in Slack may accept for, in milliseconds: 30 days. */
export const longestByButton = 30 * 24 * 3600_000;
/** Longest time that may be accepted at all, in milliseconds: a year. What lasts longer belongs in the whitelist. */
const longest = 366 * 24 * 3600_000;

function whyNot(view: IncidentView, accepting: Accepting, by: 'button' | 'command'): string | undefined {
  const { reason, owner, until, at } = accepting;
  if (reason.trim() === '') return 'a reason is needed';
  if (owner.trim() === '') return 'an owner is needed: who answers for it';
  if (until <= at) return 'its end lies in the past';
  if (until - at > longest)
    return 'it may be accepted for a year at most; what lasts longer belongs in whitelist.json';
  if (by === 'command') return undefined;
  if (until - at > longestByButton) return 'from Slack it may be accepted for 30 days at most';
  return notAcceptableByButton(view);
}

const refused = (why: string): AcceptOutcome => ({ kind: 'refused', why });

/**
 * Accepts what is open in an incident until a moment, and has its places looked at, by which the acceptance takes effect
 * and is told. The acceptance is stored before the looks are asked for; repeating it is harmless. `by`: a button in Slack
 * may accept less than the command of an operator.
 */
export function acceptIncident(
  parts: AcceptParts,
): (accepting: Accepting, by: 'button' | 'command') => Promise<AcceptOutcome> {
  return async (accepting, by) => {
    const view = await parts.incidents.readIncident(accepting.incident);
    if (!view) return refused('there is no such incident');
    const why = whyNot(view, accepting, by);
    if (why !== undefined) return refused(why);
    const acceptances = acceptancesFor(view, accepting);
    if (acceptances.length === 0) return refused('it is not open any more');
    if (acceptances.length > mostAccountsAccepted)
      return refused(
        `it is open in ${acceptances.length} accounts, and ${mostAccountsAccepted} are the most: accept it in whitelist.json`,
      );
    for (const acceptance of acceptances) await parts.acceptances.keepAcceptance(acceptance);
    const places = acceptances.flatMap(({ accountId: account, findings }) =>
      findings.flatMap(({ regions }) => regions.map((region) => ({ account, region }))),
    );
    const accounts = await askLooks(parts, places);
    return { kind: 'accepted', accounts, until: accepting.until };
  };
}
