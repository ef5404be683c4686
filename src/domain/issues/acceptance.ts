import type { RuleId } from '#domain/findings/rule-id.ts';
import type { Subject } from '#domain/findings/finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { Exemption } from './exemption.ts';
import type { IncidentId } from './incident-id.ts';
import type { IncidentView, Member } from './incident.ts';
import { openMembers } from './incident.ts';

/** One rule about one subject, in the Regions where it was open when a person accepted it. */
export interface AcceptedFinding {
  readonly rule: RuleId;
  readonly subject: Subject;
  readonly regions: readonly Region[];
}

/** The findings of one account in one incident, accepted at run time until a moment; kept in the state table. */
export interface Acceptance {
  readonly accountId: AccountId;
  readonly incident: IncidentId;
  readonly findings: readonly AcceptedFinding[];
  /** Free text of the person who accepted it. */
  readonly reason: string;
  /** The person who answers for it. */
  readonly owner: string;
  /** The first moment at which it no longer holds. */
  readonly until: Instant;
  readonly at: Instant;
  /** Who entered it, and through what, e.g. `Jane Doe (U012AB3CD) in Slack`. */
  readonly by: string;
  /** Who took it back before its end; `until` is then that moment. */
  readonly endedBy?: string | undefined;
}

/** What a person says when accepting an incident. */
export interface Accepting extends Pick<Acceptance, 'reason' | 'owner' | 'until' | 'by' | 'at'> {
  readonly incident: IncidentId;
}

/** Longest reason and owner that are kept, in characters. */
export const longestReason = 500;
const longestName = 200;
/** Most accounts whose findings one acceptance may cover; more belong in the whitelist, which is reviewed. */
export const mostAccountsAccepted = 100;

/** Rules about the detector's own parts: to accept them would blind it. */
const ofOwnParts: ReadonlySet<RuleId> = new Set(['access-lost', 'events-not-forwarded', 'detector-changed']);

function acceptedOf(members: readonly Member[]): AcceptedFinding[] {
  const groups = Map.groupBy(members, ({ finding: { rule, subject } }) => `${rule}#${subject}`);
  return [...groups.values()].flatMap(([first, ...others]) =>
    first
      ? [
          {
            rule: first.finding.rule,
            subject: first.finding.subject,
            regions: [...new Set([first, ...others].map(({ region }) => region))].sort(),
          },
        ]
      : [],
  );
}

/** The acceptances of what is open in the incident, one for each account; texts are capped. */
export function acceptancesFor(view: IncidentView, accepting: Accepting): readonly Acceptance[] {
  const { reason, owner, by } = accepting;
  const said = {
    reason: reason.slice(0, longestReason),
    owner: owner.slice(0, longestName),
    by: by.slice(0, longestName),
  };
  return [...Map.groupBy(openMembers(view), ({ account }) => account)].map(([accountId, members]) => ({
    ...accepting,
    ...said,
    accountId,
    findings: acceptedOf(members),
  }));
}

/** What an acceptance exempts: exactly its rules, subjects and Regions, until its end. */
export function exemptionsOf(acceptance: Acceptance): readonly Exemption[] {
  const { accountId, findings, reason, owner, until: expires } = acceptance;
  return findings.map(({ rule, subject, regions }) => ({
    accountId,
    regions,
    rules: [rule],
    ...(subject === '-' ? {} : { trail: subject }),
    reason,
    owner,
    expires,
  }));
}

/**
 * Why an incident may not be accepted by a button in Slack, in words; undefined when it may: never while nothing is
 * recorded, where no trail is, what cannot be read, or what is about Trailwarden's own parts.
 */
export function notAcceptableByButton(view: IncidentView): string | undefined {
  const open = openMembers(view).map(({ finding }) => finding);
  if (open.some(({ rule }) => ofOwnParts.has(rule)) || view.incident.cause.startsWith('unwatched|'))
    return "it is about Trailwarden's own parts";
  if (open.some(({ harm }) => harm === 'unreadable')) return 'what cannot be read cannot be accepted';
  if (open.some(({ rule }) => rule === 'no-trail')) return 'there is no trail';
  if (open.some(({ severity }) => severity === 'critical')) return 'nothing is recorded there';
  return undefined;
}
