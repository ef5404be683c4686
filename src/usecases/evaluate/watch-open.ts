import { isAtHome } from '#domain/facts/trail.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { FindingKey } from '#domain/findings/finding.ts';
import { subjectOfKey } from '#domain/findings/finding.ts';
import { instant } from '#domain/values/instant.ts';
import type { Clock } from '#ports/clock.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import type { AskedLooks, OpenPlace, OpenPlaces } from '#ports/open-places.ts';

/** The list of open places, and the queue that looks are asked for on. */
export interface WatchParts {
  readonly open: OpenPlaces;
  readonly followUps: Pick<FollowUps, 'fanOut'>;
  readonly clock: Clock;
  /** The interval for places where another trail still logs, in minutes; places where none does are due every minute. */
  readonly everyMinutes: number;
  readonly enabled: boolean;
}

const minute = 60_000;
/** How long a look that was asked for may wait in its queue, or the place be unreadable, in milliseconds. */
const waitsAtMostMs = 60 * minute;

const keyOf = (account: string, region: string, key: FindingKey): string => `${account} ${region} ${key}`;

/** Whether the same finding is open in the trail's home: this place is then not looked at before the home has healed. */
function isShadow(place: OpenPlace, key: FindingKey, open: ReadonlySet<string>): boolean {
  const home = parseTrailArn(subjectOfKey(key));
  if (!home || isAtHome(place, home)) return false;
  return open.has(keyOf(home.owner, home.homeRegion, key));
}

/** The places to look at: the homes of the trails with issues, and other places once the home has no issue. */
export function placesToLookAt(places: readonly OpenPlace[]): readonly OpenPlace[] {
  const open = new Set(
    places.flatMap(({ account, region, keys }) => keys.map((key) => keyOf(account, region, key))),
  );
  return places.filter(
    (place) => place.keys.length === 0 || place.keys.some((key) => !isShadow(place, key, open)),
  );
}

/** Whether a look at a place was asked for and not made since: it still waits in its queue. */
function waitingLooks(asked: readonly AskedLooks[]): (place: OpenPlace) => boolean {
  const byAccount = new Map<AccountId, AskedLooks[]>();
  for (const looks of asked)
    for (const account of looks.accounts) byAccount.set(account, [...(byAccount.get(account) ?? []), looks]);
  return ({ account, region, lookedAt = 0 }) =>
    byAccount
      .get(account)
      ?.some(({ at, regions }) => lookedAt < at && (regions === 'all' || regions.includes(region))) === true;
}

/** Looks at accounts, one record for all that are asked for in the same Regions. */
function recordsOf(requests: readonly EvaluationRequest[], at: Instant): AskedLooks[] {
  const alike = Map.groupBy(requests, ({ regions }) => String(regions));
  return [...alike.values()].map((group) => ({
    at,
    regions: group[0]?.regions ?? [],
    accounts: group.map(({ account }) => account),
  }));
}

/**
 * Asks for another look at every open issue: every minute where no trail logs, as no event may come from there any
 * more, and every `everyMinutes` elsewhere. A place whose last look is still in its queue is not asked for again; nor,
 * for an hour, is one that could not be read. Returns the number of accounts to be looked at.
 */
export function watchOpen(parts: WatchParts): () => Promise<number> {
  return async () => {
    if (!parts.enabled) return 0;
    const now = parts.clock.now();
    const everywhere = Math.floor(now / minute) % parts.everyMinutes === 0;
    const [places, asked] = await Promise.all([
      parts.open.listOpenPlaces(),
      parts.open.listAsked(instant(now - waitsAtMostMs)),
    ]);
    const isWaiting = waitingLooks(asked);
    const due = placesToLookAt(places).filter((place) => (place.blind || everywhere) && !isWaiting(place));
    // Unhurried, so that events do not queue behind them: after an organization trail is repaired it is every member.
    const requests = [...Map.groupBy(due, ({ account }) => account)].map(
      ([account, those]): EvaluationRequest => {
        const regions: Region[] = those.map(({ region }) => region);
        return { account, regions, why: 'look-again', triggers: [], unhurried: true };
      },
    );
    await parts.followUps.fanOut(requests);
    await Promise.all(recordsOf(requests, now).map((looks) => parts.open.noteAsked(looks)));
    return requests.length;
  };
}
