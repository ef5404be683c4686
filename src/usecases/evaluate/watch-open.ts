import { isAtHome } from '#domain/facts/trail.ts';
import type { Region } from '#domain/values/region.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { Subject } from '#domain/findings/finding.ts';
import type { Clock } from '#ports/clock.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import type { OpenPlace, OpenPlaces } from '#ports/open-places.ts';

/** What watching open issues needs. */
export interface WatchParts {
  readonly open: OpenPlaces;
  readonly followUps: Pick<FollowUps, 'fanOut'>;
  readonly clock: Clock;
  /** How often places are looked at where another trail still logs; where none does, it is every minute. */
  readonly everyMinutes: number;
  readonly enabled: boolean;
}

const minute = 60_000;
const keyOf = (account: string, region: string, subject: Subject): string =>
  `${account} ${region} ${subject}`;

/** Where a trail's own state is: a place elsewhere need not be looked at before that one has healed. */
function isShadow(place: OpenPlace, subject: Subject, open: ReadonlySet<string>): boolean {
  const home = parseTrailArn(subject);
  if (!home || isAtHome(place, home)) return false;
  return open.has(keyOf(home.owner, home.homeRegion, subject));
}

/** The places to look at now: those whose cause is there, and all that are left once their cause has healed. */
export function placesToLookAt(places: readonly OpenPlace[]): readonly OpenPlace[] {
  const open = new Set(
    places.flatMap(({ account, region, subjects }) =>
      subjects.map((subject) => keyOf(account, region, subject)),
    ),
  );
  return places.filter((place) => place.subjects.some((subject) => !isShadow(place, subject, open)));
}

/**
 * Asks for another look at what is open: every minute where no trail logs, because no event may come from there any
 * more, and every few minutes elsewhere. Answers how many accounts are looked at.
 */
export function watchOpen(parts: WatchParts): () => Promise<number> {
  return async () => {
    if (!parts.enabled) return 0;
    const everywhere = Math.floor(parts.clock.now() / minute) % parts.everyMinutes === 0;
    const due = placesToLookAt(await parts.open.listOpenPlaces()).filter(({ blind }) => blind || everywhere);
    const byAccount = Map.groupBy(due, ({ account }) => account);
    // No event asks for them, so none waits for them: after the repair of an organization trail it is every member.
    await parts.followUps.fanOut(
      [...byAccount].map(([account, those]): EvaluationRequest => {
        const regions: Region[] = those.map(({ region }) => region);
        return { account, regions, why: 'look-again', triggers: [], unhurried: true };
      }),
    );
    return byAccount.size;
  };
}
