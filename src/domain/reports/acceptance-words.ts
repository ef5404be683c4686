import type { AccountNames } from '#domain/announcements/affected.ts';
import { accountWords, regionWords } from '#domain/announcements/affected.ts';
import type { Sentence } from '#domain/announcements/announcement.ts';
import { code, listedUpTo, plain, say, time } from '#domain/announcements/wording.ts';
import type { Exemption } from '#domain/issues/exemption.ts';
import { hasExpired } from '#domain/issues/exemption.ts';
import type { Instant } from '#domain/values/instant.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';

/** An exemption in one or two sentences: what is accepted, where, why, who answers for it and until when. */
export function acceptanceWords(exemption: Exemption, names: AccountNames, now: Instant): Sentence {
  const { accountId, region, regions, trail, rules, actor, reason, owner, expires } = exemption;
  const name = parseTrailArn(trail)?.name ?? trail;
  const what = rules === undefined ? 'Everything' : plain(listedUpTo([...rules], 4), 200);
  const where = region ?? (regions === undefined ? 'all Regions' : regionWords(regions));
  const end =
    expires === undefined
      ? ['. It has no end.']
      : hasExpired(exemption, now)
        ? ['. It ended ', time(expires), ' and covers nothing any more.']
        : [', until ', time(expires), '.'];
  return say(
    `${what} in ${accountWords(accountId, names)}, ${where}`,
    ...(name === undefined ? [] : [', trail ', code(name, 60)]),
    ...(actor === undefined ? [] : [', by the role ', code(actor, 120)]),
    ...end,
    reason === undefined ? '' : ` Reason: ${plain(reason, 200).replace(/\.$/, '')}.`,
    owner === undefined ? '' : ` ${plain(owner, 60)} answers for it.`,
  );
}
