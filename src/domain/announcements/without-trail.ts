import type { Sentence } from './announcement.ts';
import type { MemberLoss } from './loss-groups.ts';
import { plain, say, window } from './wording.ts';

/** The sentence on an account without a trail of which CloudWatch records something all the same. */
export function withoutTrailWords(
  { first: { finding }, until }: MemberLoss,
  events: string,
): Sentence | undefined {
  const { change } = finding.evidence;
  if (finding.rule !== 'no-trail' || change === undefined) return undefined;
  const verb = until === undefined ? 'reach no trail' : 'reached no trail';
  const early = '. That is when it was first seen; it may have begun earlier. ';
  return say(`${events} ${verb}`, ...window(finding.since, until), early, plain(change, 400), '.');
}
