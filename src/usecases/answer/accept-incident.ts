import type { Acceptance, Accepting } from '#domain/issues/acceptance.ts';
import { acceptancesFor, mostAccountsAccepted, notAcceptableByButton } from '#domain/issues/acceptance.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
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

/** The places of an account: one Region, or all where none is named. */
export interface OnlyIn {
  readonly account: AccountId;
  readonly region?: Region | undefined;
}

function narrowed(view: IncidentView, only: OnlyIn | undefined): IncidentView {
  if (only === undefined) return view;
  const { account, region } = only;
  const members = view.members.filter(
    (one) => one.account === account && (region ?? one.region) === one.region,
  );
  return { ...view, members };
}

/** `fresh`, with what is accepted of the same account and incident already: one is kept for both. */
async function widened({ acceptances }: AcceptParts, fresh: Acceptance): Promise<Acceptance> {
  const held = await acceptances.listAcceptancesOf(fresh.accountId, fresh.at);
  const same = held.filter(({ incident }) => incident === fresh.incident);
  const all = [...fresh.findings, ...same.flatMap(({ findings }) => findings)];
  const groups = [...Map.groupBy(all, ({ rule, subject }) => `${rule}#${subject}`).values()];
  const findings = groups.flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const regions = [first, ...others].flatMap((one) => one.regions);
    return [{ ...first, regions: [...new Set(regions)].sort() }];
  });
  return { ...fresh, findings };
}

/**
 * Accepts what is open in an incident until a moment, and has its places looked at, by which the acceptance takes effect
 * and is told. The acceptance is stored before the looks are asked for; repeating it is harmless. `by`: a button in Slack
 * may accept less than the command of an operator. `only`: the rest of the incident is not accepted. What was
 * accepted of the account before stays accepted, with the new reason, owner and end.
 */
export function acceptIncident(
  parts: AcceptParts,
): (accepting: Accepting, by: 'button' | 'command', only?: OnlyIn) => Promise<AcceptOutcome> {
  return async (accepting, by, only) => {
    const whole = await parts.incidents.readIncident(accepting.incident);
    if (!whole) return refused('there is no such incident');
    const view = narrowed(whole, only);
    const why = whyNot(view, accepting, by);
    if (why !== undefined) return refused(why);
    const acceptances = acceptancesFor(view, accepting);
    if (acceptances.length === 0) return refused('it is not open any more');
    if (acceptances.length > mostAccountsAccepted)
      return refused(
        `it is open in ${acceptances.length} accounts, and ${mostAccountsAccepted} are the most: accept it in whitelist.json`,
      );
    for (const acceptance of acceptances)
      await parts.acceptances.keepAcceptance(await widened(parts, acceptance));
    const places = acceptances.flatMap(({ accountId: account, findings }) =>
      findings.flatMap(({ regions }) => regions.map((region) => ({ account, region }))),
    );
    const accounts = await askLooks(parts, places);
    return { kind: 'accepted', accounts, until: accepting.until };
  };
}
