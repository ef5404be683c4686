import type { RuleId } from '#domain/findings/rule-id.ts';
import type { IncidentView, Member } from '#domain/issues/incident.ts';
import type { IssueStatus } from '#domain/issues/issue.ts';
import { severityOf } from '#domain/issues/incident.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { AccountNames } from './affected.ts';
import { accountsOf, accountWords, isOpen, regionCount } from './affected.ts';
import { causesOf } from './causes.ts';
import type { Extent } from './extent.ts';
import { isOutOfScope } from './out-of-scope.ts';
import { redirectedWords } from './redirected-headline.ts';
import { clipped, count, duration, plain } from './wording.ts';

/** The headline's words for each rule, while the finding lasts and after it ended. */
const happened: Readonly<Record<Exclude<RuleId, 'redirected'>, readonly [is: string, was: string]>> = {
  'logging-stopped': ['CloudTrail logging is stopped', 'CloudTrail logging was stopped'],
  'trail-gone': ['the CloudTrail trail is gone', 'the CloudTrail trail was gone'],
  'no-trail': ['there is no CloudTrail trail', 'there was no CloudTrail trail'],
  'logging-interrupted': ['CloudTrail logging was interrupted', 'CloudTrail logging was interrupted'],
  's3-delivery-failing': ['CloudTrail cannot deliver log files', 'CloudTrail could not deliver log files'],
  'cloudwatch-delivery-failing': [
    'CloudTrail cannot deliver to CloudWatch Logs',
    'CloudTrail could not deliver to CloudWatch Logs',
  ],
  'management-events-unrecorded': [
    'CloudTrail does not record management events',
    'CloudTrail did not record management events',
  ],
  'management-events-narrowed': [
    'CloudTrail records fewer management events',
    'CloudTrail recorded fewer management events',
  ],
  'single-region-only': [
    'the CloudTrail trail covers one Region only',
    'the CloudTrail trail covered one Region only',
  ],
  'organization-trail-reduced': [
    'the organization trail covers one account only',
    'the organization trail covered one account only',
  ],
  'trusted-access-off': [
    'CloudTrail may not record the organization',
    'CloudTrail might not record the organization',
  ],
  'global-services-off': [
    'CloudTrail does not record global services',
    'CloudTrail did not record global services',
  ],
  'digest-delivery-failing': [
    'CloudTrail cannot deliver digest files',
    'CloudTrail could not deliver digest files',
  ],
  'notification-delivery-failing': [
    'CloudTrail cannot announce log files through SNS',
    'CloudTrail could not announce log files through SNS',
  ],
  'delivery-overdue': [
    'CloudTrail has delivered nothing for hours',
    'CloudTrail delivered nothing for hours',
  ],
  'delivery-will-fail': ['CloudTrail deliveries will fail', 'CloudTrail deliveries were going to fail'],
  'bucket-gone': ['the bucket of CloudTrail logs is gone', 'the bucket of CloudTrail logs was gone'],
  'bucket-foreign': [
    'the bucket of CloudTrail logs belongs to an unknown account',
    'the bucket of CloudTrail logs belonged to an unknown account',
  ],
  'bucket-unknown': [
    'CloudTrail logs go to a bucket that is not known',
    'CloudTrail logs went to a bucket that was not known',
  ],
  'key-disabled': ['the key of CloudTrail logs is disabled', 'the key of CloudTrail logs was disabled'],
  'key-pending-deletion': [
    'the key of CloudTrail logs is being deleted',
    'the key of CloudTrail logs was being deleted',
  ],
  'key-foreign': [
    'CloudTrail logs are encrypted with a foreign key',
    'CloudTrail logs were encrypted with a foreign key',
  ],
  'versioning-suspended': [
    'versioning of the bucket of CloudTrail logs is suspended',
    'versioning of the bucket of CloudTrail logs was suspended',
  ],
  'logs-expire-early': ['kept CloudTrail logs expire early', 'kept CloudTrail logs expired early'],
  'data-store-stopped': ['CloudTrail Lake keeps no new events', 'CloudTrail Lake kept no new events'],
  'data-store-narrowed': ['CloudTrail Lake keeps fewer events', 'CloudTrail Lake kept fewer events'],
  'validation-off': ['CloudTrail log file validation is off', 'CloudTrail log file validation was off'],
  'encryption-removed': [
    'CloudTrail log files are not encrypted with a key any more',
    'CloudTrail log files were not encrypted with a key',
  ],
  'logs-unhooked': [
    'CloudTrail events do not go to CloudWatch Logs any more',
    'CloudTrail events did not go to CloudWatch Logs',
  ],
  'notifications-unhooked': [
    'CloudTrail does not announce log files through SNS any more',
    'CloudTrail did not announce log files through SNS',
  ],
  unreadable: [
    'a harmful CloudTrail call could not be verified',
    'a harmful CloudTrail call could not be verified',
  ],
  'access-lost': ['Trailwarden is not let in any more', 'Trailwarden was not let in'],
  'detector-changed': ['Trailwarden itself was changed', 'Trailwarden itself was changed'],
  'events-not-forwarded': ['events do not reach Trailwarden', 'events did not reach Trailwarden'],
};

/** Longest headline, in characters. */
const maxLength = 140;

/** The inputs of a headline besides the incident and the account names. */
export interface HeadlineFacts {
  readonly status: IssueStatus;
  /** Whether all of it was already over when first seen. */
  readonly interrupted: boolean;
  /** The worst reported member, which the headline names. */
  readonly worst: Member | undefined;
  /** How far an organization trail reaches whose members are being looked at. */
  readonly extent?: Extent | undefined;
}

/** The trail's name on one line, cut to 48 characters; undefined when it is not known. */
export function trailName({ finding }: Member): string | undefined {
  const name = finding.evidence.trailName ?? parseTrailArn(finding.subject)?.name;
  return name === undefined ? undefined : plain(name, 48);
}

/** `prod (111122223333), 17 Regions`, or `214 accounts, 17 Regions`. */
export function whereWords(members: readonly Member[], names: AccountNames): string {
  const accounts = accountsOf(members);
  const [first, ...others] = accounts;
  const who =
    first !== undefined && others.length === 0
      ? accountWords(first, names)
      : count(accounts.length, 'account');
  return `${who}, ${regionCount(members.map(({ region }) => region))}`;
}

function label(view: IncidentView, { status, interrupted }: HeadlineFacts): string {
  if (status === 'whitelisted') return 'ACCEPTED';
  if (status === 'open' || interrupted) return severityOf(view).toUpperCase();
  if (status === 'closed' && isOutOfScope(view.members)) return 'OUT OF SCOPE';
  return status === 'closed' ? 'CLOSED' : 'RESOLVED';
}

/** `up to 500 accounts (120 so far), 17 Regions`: while the members of an organization trail are looked at. */
function reachWords(members: readonly Member[], { size, known }: Extent): string {
  const soFar = known > 1 ? ` (${count(known, 'account').replace(/ .*/, '')} so far)` : '';
  return `up to ${count(size, 'account')}${soFar}, ${regionCount(members.map(({ region }) => region))}`;
}

function trailWords(members: readonly Member[], worst: Member): string {
  const name = trailName(worst);
  const trails = new Set(members.map(({ finding }) => finding.subject)).size;
  if (name === undefined || name === '') return '';
  const kind = worst.finding.evidence.organization === true ? 'organization trail' : 'trail';
  return trails > 1 ? `: ${kind} ${name} and ${trails - 1} more` : `: ${kind} ${name}`;
}

/** What a harmful call leaves in doubt when the state cannot be read. */
const inDoubt: Readonly<Record<string, string>> = {
  StopLogging: 'whether logging is off',
  DeleteTrail: 'whether the trail is gone',
  UpdateTrail: 'how the trail is set now',
  PutEventSelectors: 'what is recorded now',
};

/** AWS's reason in words: `access denied`, or its error code. */
function reasonOf(error: string | undefined): string {
  const name = /^([A-Za-z][\w.]{1,60})(?::|$)/.exec(error ?? '')?.[1];
  if (name === undefined) return '';
  return /^(?:AccessDenied|Unauthorized)/.test(name) ? ' (access denied)' : ` (${name})`;
}

function unverified(view: IncidentView, { finding }: Member): readonly [string, string] {
  const name = causesOf(view)[0]?.eventName ?? '';
  if (!/^\w{1,40}$/.test(name)) return happened.unreadable;
  const what = Object.hasOwn(inDoubt, name) ? inDoubt[name] : 'what it did';
  const words = `${name} was called; ${what ?? ''} cannot be checked${reasonOf(finding.evidence.error)}`;
  return [words, words];
}

function happenedTo(view: IncidentView, worst: Member, room: number): readonly [is: string, was: string] {
  const { rule } = worst.finding;
  if (rule === 'unreadable') return unverified(view, worst);
  return rule === 'redirected' ? redirectedWords(worst, room) : happened[rule];
}

/** One plain line of at most 140 characters: how bad, what happened, where, and to which trail. */
export function headlineOf(view: IncidentView, names: AccountNames, facts: HeadlineFacts): string {
  const { worst, status } = facts;
  if (worst === undefined) return `${label(view, facts)}: nothing is known to be affected`;
  const open = view.members.filter(isOpen);
  const living = status === 'open' ? open : view.members;
  const harmful = living.filter(({ finding }) => finding.harmful);
  const told = harmful.length > 0 ? harmful : living;
  const { rule, since, until, resolvedAt } = worst.finding;
  // An incident can stay open for a weakening although the reported harm is over.
  const over = status === 'resolved' || status === 'closed' || worst.finding.state === 'resolved';
  const end = until ?? resolvedAt;
  const hasLength = end !== undefined && end > since && rule !== 'unreadable';
  const long = over && hasLength ? ` for ${duration(end - since)}` : '';
  const { extent } = facts;
  const where = extent?.settlesAt !== undefined && !over ? reachWords(told, extent) : whereWords(told, names);
  const place = ` in ${where}${trailWords(told, worst)}`;
  const room = maxLength - `${label(view, facts)}: ${long}${place}`.length;
  const [is, was] = happenedTo(view, worst, room);
  return clipped(`${label(view, facts)}: ${over ? was : is}${long}${place}`, maxLength);
}
