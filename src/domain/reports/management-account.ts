import type { AccountNames } from '#domain/announcements/affected.ts';
import { accountWords } from '#domain/announcements/affected.ts';
import { say, time } from '#domain/announcements/wording.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { ReportRemark } from './day-facts.ts';
import type { LastBeat } from './silent-places.ts';
import { believable, isSilent } from './silent-places.ts';

/**
 * The remark at the beginning of every report while no heartbeat arrives from the management account, so that changes
 * of the organization trail are not seen at once. Stack sets skip that account: its rules are deployed by hand.
 */
export function managementRemarks(
  beats: readonly LastBeat[],
  context: {
    management: AccountId | undefined;
    names: AccountNames;
    now: Instant;
    everyMinutes: number;
  },
): readonly ReportRemark[] {
  const { management, names, now, everyMinutes } = context;
  if (management === undefined) return [];
  const own = believable(beats, now)
    .filter(({ account }) => account === management)
    .sort((a, b) => b.at - a.at);
  const [last] = own;
  if (last && !isSilent(last.at, now, everyMinutes)) return [];
  const words = say(
    { kind: 'strong', text: 'The organization trail is not watched in real time' },
    `: no heartbeat ${last ? 'comes' : 'has come'} from the management account, ${accountWords(management, names)}`,
    ...(last ? [' since ', time(last.at)] : []),
    '. What is done to the trail there is seen by the daily sweep only. docs/deploying.md, step 4, says how to reach it.',
  );
  return [{ accounts: [management], words }];
}
