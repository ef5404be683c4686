import { isAtHome } from '#domain/facts/trail.ts';
import type { Region } from '#domain/values/region.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { Subject } from '#domain/findings/finding.ts';
import type { Clock } from '#ports/clock.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import type { OpenPlace, OpenPlaces } from '#ports/open-places.ts';

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
const keyOf = (account: string, region: string, subject: Subject): string =>
  `${account} ${region} ${subject}`;

/** Whether the same issue is open in the trail's home: this place is then not looked at before the home has healed. */
function isShadow(place: OpenPlace, subject: Subject, open: ReadonlySet<string>): boolean {
  const home = parseTrailArn(subject);
  if (!home || isAtHome(place, home)) return false;
  return open.has(keyOf(home.owner, home.homeRegion, subject));
}

/** The places to look at: the homes of the trails with issues, and other places once the home has no issue. */
export function placesToLookAt(places: readonly OpenPlace[]): readonly OpenPlace[] {
  const open = new Set(
    places.flatMap(({ account, region, subjects }) =>
      subjects.map((subject) => keyOf(account, region, subject)),
    ),
  );
  return places.filter((place) => place.subjects.some((subject) => !isShadow(place, subject, open)));
}

/**
 * Asks for another look at every open issue: every minute where no trail logs, as no event may come from there any
 * more, and every `everyMinutes` elsewhere. Returns the number of accounts to be looked at.
 */
export function watchOpen(parts: WatchParts): () => Promise<number> {
  return async () => {
    if (!parts.enabled) return 0;
    const everywhere = Math.floor(parts.clock.now() / minute) % parts.everyMinutes === 0;
    const due = placesToLookAt(await parts.open.listOpenPlaces()).filter(({ blind }) => blind || everywhere);
    const byAccount = Map.groupBy(due, ({ account }) => account);
    // Unhurried, so that events do not queue behind them: after an organization trail is repaired it is every member.
    await parts.followUps.fanOut(
      [...byAccount].map(([account, those]): EvaluationRequest => {
        const regions: Region[] = those.map(({ region }) => region);
        return { account, regions, why: 'look-again', triggers: [], unhurried: true };
      }),
    );
    return byAccount.size;
  };
}
