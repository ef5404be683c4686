import { sameMoment } from '#domain/facts/claim.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { isAtHome } from '#domain/facts/trail.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { Harm } from '#domain/findings/finding.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { parseArn } from '#domain/values/arn.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Place } from '#domain/values/place.ts';
import { instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import { parseRegion } from '#domain/values/region.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { FindingDraft } from './tracked-finding.ts';

/** Harms whose cause is a call on a log destination, which may be in another account than the trail. */
const ofDestinations: readonly Harm[] = ['undeliverable', 'expiring'];
/** CloudTrail's event history holds 90 days (CloudTrail user guide). */
const historyReaches = 90 * 24 * 3600 * 1000;
/** What a sweep finds may have begun at any time since the previous daily sweep: 26 hours in milliseconds. */
const betweenSweeps = 26 * 3600 * 1000;

/** Whether the finding is about a CloudTrail Lake event data store in `place`. */
function isOfStoreAt(finding: FindingDraft, { account, region }: Place): boolean {
  const arn = finding.subject === '-' ? parseArn(finding.evidence.resource) : undefined;
  return (
    arn?.resource.startsWith('eventdatastore/') === true && arn.account === account && arn.region === region
  );
}

/**
 * Whether to search the event history for the cause of `finding` when evaluating `place`. True while no cause is known
 * and `place` is the home account and Region, so that a trail seen from many Regions and accounts is searched for once.
 */
export function isSearched(finding: FindingDraft, place: Place): boolean {
  const trail = parseTrailArn(finding.subject);
  const here = (trail !== undefined && isAtHome(place, trail)) || isOfStoreAt(finding, place);
  const named = finding.causedBy !== undefined || finding.unexplained !== undefined;
  const lasts = finding.state === 'open' || finding.resolvedAt === finding.openedAt;
  return here && !named && lasts && finding.closed === undefined && finding.harm !== 'unreadable';
}

/** The key of a finding in a Region among the reasons why no caller was found. */
export function unexplainedKey(region: Region, { rule, subject }: FindingDraft): string {
  return `${region} ${findingKey(rule, subject)}`;
}

/** A query of the event history: calls named `eventNames` between `from` and `to`, in each of `places`. */
export interface Search {
  readonly places: readonly Place[];
  readonly eventNames: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
}

function placesOf(finding: FindingDraft, home: Place, holders: readonly AccountId[]): Place[] {
  if (!ofDestinations.includes(finding.harm)) return [home];
  const arn = parseArn(finding.evidence.resource);
  const account = parseAccountId(arn?.account);
  const region = parseRegion(arn?.region);
  // A bucket's ARN holds neither account nor Region: its owner is any account that may hold logs.
  const others = account ? [{ account, region: region ?? home.region }] : [];
  const all = [home, ...others, ...holders.map((holder) => ({ account: holder, region: home.region }))];
  return [...new Map(all.map((place) => [`${place.account} ${place.region}`, place])).values()];
}

/** Where and when to search for the cause of `finding`; undefined when it began before the 90 days of event history. */
export function searchFor(
  finding: FindingDraft,
  home: Place,
  context: { readonly now: Instant; readonly holders: readonly AccountId[] },
): Search | undefined {
  if (finding.since < context.now - historyReaches) return undefined;
  return {
    places: placesOf(finding, home, context.holders),
    eventNames: ruleOf(finding.rule).causedBy,
    from: instant(Math.max(finding.since - betweenSweeps, context.now - historyReaches)),
    to: instant(finding.since + sameMoment),
  };
}

function names(trigger: Trigger, finding: FindingDraft): boolean {
  const { trail, dependsOn } = trigger;
  if (trail?.kind === 'arn') return trail.arn === finding.subject;
  if (trail) {
    const own = parseTrailArn(finding.subject);
    return trail.name === own?.name && trigger.accountId === own.owner;
  }
  if (!dependsOn) return trigger.parametersMissing;
  const { resource } = finding.evidence;
  return resource !== undefined && (resource === dependsOn.id || resource.includes(dependsOn.id));
}

/** The latest of `calls` that can have caused `finding` and was not made after it began; undefined when none can. */
export function explanation(finding: FindingDraft, calls: readonly Trigger[]): Trigger | undefined {
  const able = calls.filter(
    (call) =>
      call.outcome.kind === 'succeeded' &&
      ruleOf(finding.rule).causedBy.includes(call.eventName) &&
      (call.at ?? Infinity) <= finding.since + sameMoment &&
      names(call, finding),
  );
  return able.sort((left, right) => (right.at ?? 0) - (left.at ?? 0))[0];
}
