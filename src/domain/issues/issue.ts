import type { FindingKey } from '#domain/findings/finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { Coverage } from '#domain/findings/coverage.ts';
import type { FindingDraft, TrackedFinding } from './tracked-finding.ts';

/** Where the issue of an account and Region stands. */
export type IssueStatus = 'open' | 'whitelisted' | 'resolved' | 'closed';

/** When what happened to an issue; the names are the playbook's. */
export interface IssueTimestamps {
  readonly identified: Instant;
  readonly updated: Instant;
  readonly reported?: Instant | undefined;
  readonly remediated?: Instant | undefined;
  readonly resolved?: Instant | undefined;
  readonly closed?: Instant | undefined;
}

/** Everything wrong in one account and Region; one item of the issue table. */
export interface Issue<Tracked extends FindingDraft = TrackedFinding> {
  readonly account: AccountId;
  readonly region: Region;
  /** Counts the evaluator's writes; 0 for an item that an older Hammer wrote. */
  readonly version: number;
  readonly status: IssueStatus;
  readonly timestamps: IssueTimestamps;
  /** No trail with IsLogging true covers this account and Region. */
  readonly disabled: boolean;
  readonly findings: ReadonlyMap<FindingKey, Tracked>;
  /** Rows of its incidents may still be missing: whoever wrote it had more to write than goes into one transaction. */
  readonly partial?: boolean | undefined;
  /** The ticket of an item that Hammer wrote; the first incident takes it over. */
  readonly inheritedTicket?: string | undefined;
}

/** open if any finding is open, else whitelisted if any is, else resolved. */
export function issueStatus(findings: Iterable<FindingDraft>): Exclude<IssueStatus, 'closed'> {
  const states = new Set([...findings].map(({ state }) => state));
  return states.has('open') ? 'open' : states.has('whitelisted') ? 'whitelisted' : 'resolved';
}

function disabledNow(known: Issue | undefined, coverage: Coverage | undefined): boolean {
  if (coverage === undefined || coverage.logging === 'unknown') return known?.disabled ?? false;
  return coverage.logging === 'no';
}

/** The issue after a look, or undefined when there is nothing to remember and never was. */
export function issueAfter(
  known: Issue | undefined,
  place: { account: AccountId; region: Region; at: Instant; coverage: Coverage | undefined },
  findings: ReadonlyMap<FindingKey, TrackedFinding>,
): Issue | undefined {
  const { account, region, at, coverage } = place;
  // An item of Hammer's without findings of ours is settled by the first look that sees that nothing is wrong.
  const settles = known !== undefined && known.version === 0 && coverage !== undefined;
  if (findings.size === 0 && !settles) return undefined;
  const status = issueStatus(findings.values());
  const fresh = known === undefined || known.status === 'closed';
  const inherited = known?.version === 0 ? known.timestamps.identified : undefined;
  const identified = fresh ? (inherited ?? at) : known.timestamps.identified;
  const resolved =
    status === 'resolved' ? (known?.status === 'resolved' ? known.timestamps.resolved : at) : undefined;
  return {
    account,
    region,
    version: (known?.version ?? 0) + 1,
    status,
    timestamps: { identified, updated: at, resolved, remediated: resolved },
    disabled: disabledNow(known, coverage),
    findings,
  };
}
