import type { RuleId } from '#domain/findings/rule-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import type { Sentence, Span } from './announcement.ts';
import type { MemberLoss } from './loss-groups.ts';
import { code, say, time, window } from './wording.ts';

/** How long CloudTrail retries a delivery, in seconds (CloudTrail user guide, "Data durability"). */
const deliveryRetries = 30 * 24 * 3600;

/** What fails to arrive and where, for rules that are not about log files in the bucket. */
const delivered: Partial<Record<RuleId, readonly [what: string, where: string]>> = {
  'cloudwatch-delivery-failing': ['Events', 'the CloudWatch log group'],
  'digest-delivery-failing': ['Digest files', 'the bucket'],
  'delivery-overdue': ['Digest files', 'the bucket'],
  'notification-delivery-failing': ['Notices of new log files', 'the SNS topic'],
};

/** What fails to arrive, since when, and how long CloudTrail retries; `whose` names the accounts and Regions. */
export function undeliveredWords(loss: MemberLoss, whose: string, now: Instant): Sentence {
  const { finding } = loss.first;
  const { resource, deliveredAt, change } = finding.evidence;
  const [files, where] = delivered[finding.rule] ?? ['Log files', 'the bucket'];
  const what = `${files} of ${whose}`;
  const isKey = resource?.includes(':kms:') === true;
  // A key is named by the command that repairs it, and among the details.
  const target: Span[] =
    resource === undefined || isKey ? [] : [{ kind: 'text', text: ' ' }, code(resource, 120)];
  const place = isKey ? 'the bucket because of the key' : where;
  // That the key is being deleted is the headline.
  const isSaid = change === undefined || finding.rule === 'key-pending-deletion';
  const because = isSaid ? [] : [': ', code(change, 300)];
  if (finding.rule === 'delivery-will-fail') return foreseen(loss, [what, place, ...target], because);
  if (loss.until !== undefined)
    return say(`${what} did not reach ${place}`, ...target, ...window(finding.since, loss.until), '.');
  const last = deliveredAt === undefined ? [] : ['; the last delivery was at ', time(deliveredAt)];
  return say(
    `${what} do not reach ${place}`,
    ...target,
    ...because,
    ', first seen at ',
    time(finding.since),
    ...last,
    '.',
    ...(finding.rule === 's3-delivery-failing' ? keepsTrying(finding.since, now) : []),
  );
}

/** A failure that is foreseen but not yet seen; CloudTrail's next delivery, within about five minutes, shows it. */
function foreseen(
  loss: MemberLoss,
  [what, ...where]: readonly [string, ...(string | Span)[]],
  because: readonly (string | Span)[],
): Sentence {
  const { since } = loss.first.finding;
  if (loss.until !== undefined)
    return say(`${what} were not going to reach `, ...where, ...window(since, loss.until), ...because, '.');
  return say(
    `${what} will not reach `,
    ...where,
    ...because,
    '. CloudTrail delivers about every five minutes, which will confirm it or take it back.',
  );
}

function keepsTrying(since: Instant, now: Instant): (string | Span)[] {
  const end = plusSeconds(since, deliveryRetries);
  return now > end
    ? [' CloudTrail has tried for 30 days: the oldest files are lost.']
    : [' CloudTrail tries again until ', time(end), '.'];
}
