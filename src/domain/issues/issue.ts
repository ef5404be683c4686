import type { FindingKey } from '#domain/findings/finding.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Place } from '#domain/values/place.ts';
import type { Coverage } from '#domain/findings/coverage.ts';
import type { FindingDraft, TrackedFinding } from './tracked-finding.ts';

/** The status of an issue or of an incident, derived from the states of its findings. */
export type IssueStatus = 'open' | 'whitelisted' | 'resolved' | 'closed';

/** The times of an issue's changes; the names are those of Hammer's issue table. */
export interface IssueTimestamps {
  readonly identified: Instant;
  readonly updated: Instant;
  readonly reported?: Instant | undefined;
  readonly remediated?: Instant | undefined;
  readonly resolved?: Instant | undefined;
  readonly closed?: Instant | undefined;
}

/** All findings of one account and Region; one item of the issue table. */
export interface Issue<Tracked extends FindingDraft = TrackedFinding> extends Place {
  /** Number of writes by the evaluator; 0 for an item written by Hammer. */
  readonly version: number;
  readonly status: IssueStatus;
  readonly timestamps: IssueTimestamps;
  /** Whether no trail with IsLogging true covers this account and Region. */
  readonly disabled: boolean;
  readonly findings: ReadonlyMap<FindingKey, Tracked>;
  /** Set while a write that exceeds one DynamoDB transaction is in progress: member rows may still be missing. */
  readonly partial?: boolean | undefined;
  /** Set when the stored item has no map of timestamps, as another writer left it: then it is written whole. */
  readonly withoutTimestamps?: true | undefined;
  /** Ticket of an item written by Hammer; the first incident takes it over. */
  readonly inheritedTicket?: string | undefined;
}

/** The status of an issue with these findings: the first of open, whitelisted, resolved that occurs. */
export function issueStatus(findings: Iterable<FindingDraft>): Exclude<IssueStatus, 'closed'> {
  const states = new Set([...findings].map(({ state }) => state));
  return states.has('open') ? 'open' : states.has('whitelisted') ? 'whitelisted' : 'resolved';
}

function disabledNow(known: Issue | undefined, coverage: Coverage | undefined): boolean {
  if (coverage === undefined || coverage.logging === 'unknown') return known?.disabled ?? false;
  return coverage.logging === 'no';
}

/** The issue to store after a look; undefined when there are no findings and no issue was stored before. */
export function issueAfter(
  known: Issue | undefined,
  look: Place & { readonly at: Instant; readonly coverage: Coverage | undefined },
  findings: ReadonlyMap<FindingKey, TrackedFinding>,
): Issue | undefined {
  const { account, region, at, coverage } = look;
  // An item written by Hammer is resolved by the first look that could read the coverage and found nothing.
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
