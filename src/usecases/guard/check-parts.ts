import type { DatedGap, ForwardingGap } from '#domain/facts/forwarding.ts';
import {
  datedGaps,
  gapsOf,
  isWhole,
  lookedAtClosely,
  losesEvents,
  queueGapsIn,
} from '#domain/facts/forwarding.ts';
import type { KnownTemplates } from '#domain/facts/member-template.ts';
import { rulesIn } from '#domain/facts/member-template.ts';
import type { Sight, Unreadable } from '#domain/facts/observation.ts';
import { isSilent } from '#domain/reports/silent-places.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { iso } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { ForwardingCheck, ForwardingLog, ForwardingObserver } from '#ports/forwarding.ts';
import type { ReadForwardingRole, WholeRegion } from '#ports/forwarding.ts';
import type { Heartbeat, Heartbeats } from '#ports/heartbeats.ts';

/** The observers and stores of the check of the parts in an account. */
export interface CheckPartsParts {
  readonly forwarding: ForwardingObserver;
  readonly readForwardingRole: ReadForwardingRole;
  readonly heartbeats: Pick<Heartbeats, 'listHeartbeatsOf'>;
  readonly log: ForwardingLog;
  readonly templates: () => Promise<KnownTemplates>;
  /** The interval of heartbeats, in minutes. */
  readonly heartbeatMinutes: number;
}

/** Between two counts of dead letters, in milliseconds. */
const countEveryMs = 20 * 3600 * 1000;

function roleGaps(
  { current, older }: KnownTemplates,
  role: Sight<string>,
  regions: readonly Region[],
  found: readonly ForwardingGap[],
): readonly ForwardingGap[] {
  const region = regions.find((one) => one === 'us-east-1') ?? regions[0];
  // A role of an earlier version may not read itself yet, and where no rule is, no role is missed.
  if (region === undefined || found.some(({ kind }) => kind === 'outdated' || kind === 'no-rules')) return [];
  if (role.kind === 'unreadable') return [{ region, kind: 'refused', what: role.why.operation }];
  const known = [current, ...older].some(({ forwardingRole }) => forwardingRole === role.value);
  return known ? [] : [{ region, kind: 'role-changed', what: role.value === 'gone' ? 'gone' : undefined }];
}

function silentGaps(
  { heartbeatMinutes }: CheckPartsParts,
  beats: readonly Heartbeat[],
  regions: readonly Region[],
  at: Instant,
): readonly ForwardingGap[] {
  return beats
    .filter((beat) => regions.includes(beat.region) && isSilent(beat.at, at, heartbeatMinutes))
    .map((beat) => ({ region: beat.region, kind: 'silent', what: iso(beat.at) }));
}

function wholeAfter(
  before: ForwardingCheck | undefined,
  { current }: KnownTemplates,
  regions: readonly Region[],
  gaps: readonly ForwardingGap[],
): readonly WholeRegion[] {
  const known = new Map((before?.whole ?? []).map(({ region, template }) => [region, template]));
  for (const region of regions) {
    const outdated = gaps.some((gap) => gap.region === region && gap.kind === 'outdated');
    if (isWhole(region, gaps)) known.set(region, current.id);
    else if (outdated && !known.has(region)) known.set(region, 'earlier');
  }
  return [...known].map(([region, template]) => ({ region, template }));
}

/** Reads the parts of the account and keeps what they lack; undefined when the account refuses it as a whole. */
export async function checkParts(
  parts: CheckPartsParts,
  { account, at }: { readonly account: AccountId; readonly at: Instant },
  regions: readonly Region[],
): Promise<{ readonly gaps: readonly DatedGap[] } | { readonly refused: Unreadable }> {
  const [before, known] = await Promise.all([parts.log.readCheck(account), parts.templates()]);
  const counts = at - (before?.countedAt ?? 0) >= countEveryMs;
  const earlier = before?.gaps ?? [];
  const [sight, role, beats] = await Promise.all([
    parts.forwarding.lookAtForwarding(account, regions, {
      closely: (region) => lookedAtClosely(rulesIn(known.current, region), earlier, { account, region, at }),
      deadLetters: counts,
    }),
    parts.readForwardingRole(account),
    parts.heartbeats.listHeartbeatsOf(account),
  ]);
  if (sight.kind === 'unreadable') return { refused: sight.why };
  const last = new Map((before?.whole ?? []).map(({ region, template }) => [region, template]));
  const ofRules = sight.value.flatMap((one) => gapsOf(known, one, last.get(one.region)));
  const found = [...ofRules, ...roleGaps(known, role, regions, ofRules)];
  const current = regions.filter((region) => isWhole(region, found));
  const gaps = datedGaps(earlier, [...found, ...silentGaps(parts, beats, current, at)], at);
  const lackedAt = gaps.some(losesEvents) ? at : before?.lackedAt;
  await parts.log.keepCheck({
    account,
    at,
    gaps: counts ? gaps : [...gaps, ...queueGapsIn(earlier)],
    lackedAt,
    countedAt: counts ? at : before?.countedAt,
    whole: wholeAfter(before, known, regions, found),
  });
  return { gaps };
}
