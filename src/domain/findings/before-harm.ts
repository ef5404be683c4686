import type { RecordedEvents } from '#domain/facts/event-selectors.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import type { FormerSettings } from './finding.ts';
import { findingKey } from './finding.ts';
import type { KnownFinding, Look } from './rule.ts';
import type { RuleId } from './rule-id.ts';

/** Rules whose findings keep settings that a trail had, with which it is created again. */
const keepSettings: readonly RuleId[] = [
  ...(['redirected', 'key-foreign', 'encryption-removed', 'validation-off', 'logs-unhooked'] as const),
  ...(['notifications-unhooked', 'global-services-off'] as const),
  ...(['management-events-narrowed', 'management-events-unrecorded'] as const),
];

const isSame = (one: RecordedEvents, other: RecordedEvents | undefined): boolean =>
  one.writes === other?.writes &&
  one.reads === other.reads &&
  one.excludedSources.toSorted().join() === other.excludedSources.toSorted().join();

/** `last` with what a finding says that the trail had before; what belongs together is replaced together. */
function undone(last: FormerSettings, { evidence: { was = {} } }: KnownFinding): FormerSettings {
  const { bucket, prefix, kmsKey, recorded, answeredSelectors, ...others } = was;
  const isNarrowed = recorded !== undefined && !isSame(recorded, last.recorded);
  const kept = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  return {
    ...last,
    ...kept,
    ...(bucket === undefined ? {} : { bucket, prefix }),
    ...(bucket === undefined && kmsKey === undefined ? {} : { kmsKey }),
    ...(isNarrowed ? { recorded, answeredSelectors } : {}),
  };
}

/**
 * The settings that a trail had before all harm that is open: `last`, as it was last seen, can be what a caller made of it
 * before it was deleted. Accepted changes stay.
 */
export function beforeHarm(look: Pick<Look, 'known'>, arn: TrailArn, last: FormerSettings): FormerSettings {
  return keepSettings
    .flatMap((rule) => look.known.get(findingKey(rule, arn)) ?? [])
    .filter(({ state }) => state === 'open')
    .toSorted((one, other) => other.since - one.since)
    .reduce(undone, last);
}

/** How far the trail reached before harm that is open reduced it; empty where nothing did. */
export function reachBeforeHarm(
  { known }: Pick<Look, 'known'>,
  arn: TrailArn,
): { readonly multiRegion?: true; readonly organization?: true } {
  const isOpen = (rule: RuleId): boolean => known.get(findingKey(rule, arn))?.state === 'open';
  return {
    ...(isOpen('single-region-only') && { multiRegion: true }),
    ...(isOpen('organization-trail-reduced') && { organization: true }),
  };
}
