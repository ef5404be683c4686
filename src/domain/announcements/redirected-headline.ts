import type { Member } from '#domain/issues/incident.ts';
import { plain, shortened } from './wording.ts';

/** The words while it lasts, and after it ended. */
type Happened = readonly [is: string, was: string];

/** Longest names of buckets in a headline, and the shortest that still says something, in characters. */
const longest = { now: 40, was: 30 };
const shortest = 12;
const goTo = 'CloudTrail log files now go to ';

/** `go to NAME (was NAME)` in at most `room` characters: without the former bucket where both do not fit. */
function toBucket(now: string, was: string, room: number): Happened {
  const former = was === '' ? '' : ` (was ${shortened(was, longest.was)})`;
  const fits = goTo.length + Math.min(now.length, longest.now) + former.length <= room;
  const left = Math.max(shortest, room - goTo.length - (fits ? former.length : 0));
  const name = shortened(now, Math.min(longest.now, left));
  return [`${goTo}${name}${fits ? former : ''}`, `CloudTrail log files went to ${name}`];
}

/** What a redirected trail does, in at most some `room` characters: the new bucket by name, the key, or the prefix. */
export function redirectedWords({ finding: { evidence } }: Member, room: number): Happened {
  const { resource = '' } = evidence;
  const was = plain(evidence.was?.bucket ?? '', 100);
  if (resource.startsWith('arn:'))
    return [
      'CloudTrail log files are now encrypted with an unknown key',
      'CloudTrail log files were encrypted with an unknown key',
    ];
  const now = plain(resource, 100);
  if (now === '') return ['CloudTrail log files now go elsewhere', 'CloudTrail log files went elsewhere'];
  if (now === was)
    return [
      'CloudTrail log files now have another prefix in their bucket',
      'CloudTrail log files had another prefix in their bucket',
    ];
  return toBucket(now, was, room);
}
