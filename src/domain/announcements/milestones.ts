import type { Severity } from '#domain/findings/finding.ts';
import { worseSeverity } from '#domain/findings/finding.ts';
import type { IncidentView, Member } from '#domain/issues/incident.ts';
import type { IssueStatus } from '#domain/issues/issue.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant, iso } from '#domain/values/instant.ts';
import type { AccountNames } from './affected.ts';
import { accountsOf, wasOverWhenSeen } from './affected.ts';
import type { Milestone, Sentence } from './announcement.ts';
import { answerMilestones } from './answers.ts';
import { causesOf } from './causes.ts';
import type { Extent } from './extent.ts';
import { isOutOfScope, outOfScopeMilestone } from './out-of-scope.ts';
import { howWords, whoWords } from './who.ts';
import { code, count, say, time, utcMinute } from './wording.ts';

/** The inputs of `milestonesOf`. */
export interface MilestoneInput {
  readonly whole: IncidentView;
  /** The part of `whole` that this destination is told of. */
  readonly view: IncidentView;
  /** How far an organization trail reaches whose members are being looked at. */
  readonly extent: Extent | undefined;
  readonly names: AccountNames;
  readonly status: IssueStatus;
  readonly interrupted: boolean;
  readonly loss: readonly Sentence[];
  readonly headline: string;
}

const latest = (moments: readonly Instant[]): Instant => instant(moments.reduce((a, b) => Math.max(a, b), 0));

/** The latest `resolvedAt` of members that were seen open; undefined when none has one. */
export function resolvedSince(members: readonly Member[]): Instant | undefined {
  const ends = members
    .filter((member) => !wasOverWhenSeen(member))
    .flatMap(({ finding }) => finding.resolvedAt ?? []);
  return ends.length === 0 ? undefined : latest(ends);
}

/** The latest time at which a finding opened after all earlier ones had ended; undefined when that never happened. */
export function reopenedAt(members: readonly Member[]): Instant | undefined {
  const lasting = members
    .filter((member) => !wasOverWhenSeen(member))
    .sort((left, right) => left.finding.openedAt - right.finding.openedAt);
  let ended = lasting[0]?.finding.openedAt ?? 0;
  let found: Instant | undefined;
  for (const { finding } of lasting) {
    if (finding.openedAt > ended) found = finding.openedAt;
    ended = Math.max(ended, finding.resolvedAt ?? Infinity);
  }
  return found;
}

function severityReached({ view, headline, status }: MilestoneInput): Milestone[] {
  if (view.members.length === 0) return [];
  const peak = view.members.map(({ finding }) => finding.peak).reduce<Severity>(worseSeverity, 'low');
  const words = status === 'open' ? `It got worse. ${headline}` : `The severity was ${peak} while it lasted.`;
  return [{ id: `severity-${peak}`, words: say(words) }];
}

function accountsReached({ view, extent }: MilestoneInput): Milestone[] {
  const accounts = accountsOf(view.members).length;
  // Of an organization trail the first line says how many it can be, and one reply how many it is.
  if (accounts < 10 || extent !== undefined) return [];
  const power = 10 ** (String(accounts).length - 1);
  const words = say(`Now ${count(accounts, 'account')} are affected.`);
  return [{ id: `accounts-${power}`, words, withAccounts: true }];
}

/** Says how many accounts are affected, after the first line said how many it can be. */
function finalCount({ extent, status }: MilestoneInput): Milestone[] {
  if (status !== 'open' || extent === undefined || extent.settlesAt !== undefined) return [];
  const { known, size } = extent;
  const of = known >= size ? `all ${count(size, 'account')}` : `${known} of ${count(size, 'account')}`;
  const words = say(`Final count: ${of} ${known === 1 ? 'is' : 'are'} affected.`);
  return [{ id: 'all-looked-at', words, withAccounts: true }];
}

function actorFound({ view, names }: MilestoneInput): Milestone[] {
  const [first] = causesOf(view);
  if (first === undefined) return [];
  const words = say('Who did it: ', ...whoWords(first.actor, names), '. How: ', ...howWords(first), '.');
  return [{ id: `actor-${first.eventId}`, words }];
}

function acceptanceOf({
  finding: { exemptBecause: why, exemptBy: owner, exemptUntil: end },
}: Member): Sentence {
  const reason = why === undefined ? 'without a reason given' : code(why, 200);
  const by = owner === undefined ? [] : [', accepted by ', code(owner, 80)];
  return say(reason, ...by, end === undefined ? '' : `, until ${utcMinute(end)}`);
}

/** Reason, owner and end of every exemption that applies, each once, as written in the whitelist. */
export function acceptancesOf(members: readonly Member[]): readonly Sentence[] {
  const accepted = members.filter(({ finding }) => finding.state === 'whitelisted').map(acceptanceOf);
  return [...new Map(accepted.map((words) => [JSON.stringify(words), words])).values()];
}

/** Whether a finding that ended at `at` was exempt then, so that its end is not reported. */
function endedQuietly(members: readonly Member[], at: Instant | undefined): boolean {
  return members.some(({ finding }) => finding.endedExempt === true && finding.resolvedAt === at);
}

const hour = 3_600_000;

/** The moment in a milestone's id; of an incident that keeps coming back only the hour, so that it is said once in it. */
function stamp({ incident }: IncidentView, at: Instant): string {
  return iso(incident.recurring === true ? instant(at - (at % hour)) : at);
}

function ending(telling: MilestoneInput): Milestone[] {
  const { view, status, loss, interrupted } = telling;
  const first = loss[0] ?? [];
  switch (status) {
    case 'open': {
      const again = reopenedAt(view.members);
      if (again === undefined) return [];
      return [
        {
          id: `reopened@${stamp(view, again)}`,
          words: say('It is back since ', time(again), '. ', ...first),
        },
      ];
    }
    case 'whitelisted': {
      const opened = latest(view.members.map(({ finding }) => finding.openedAt));
      const [why = []] = acceptancesOf(view.members);
      return [{ id: `whitelisted@${iso(opened)}`, words: say('Accepted as known: ', ...why, '.') }];
    }
    case 'resolved':
    case 'closed': {
      if (isOutOfScope(view.members)) return outOfScopeMilestone(view.members);
      const at = resolvedSince(view.members);
      if (endedQuietly(view.members, at)) return [];
      const words = say(interrupted ? 'It was over when it was seen. ' : 'Resolved. ', ...first);
      const id = at === undefined || interrupted ? 'interrupted' : `resolved@${stamp(view, at)}`;
      return [{ id, words, withAccounts: true }];
    }
  }
}

/**
 * The milestones that the current state calls for. Ids are derived from state alone, so that a channel can post each
 * once by comparing them with the ids already posted (the first message counts as posting its own).
 */
export function milestonesOf(telling: MilestoneInput): readonly Milestone[] {
  const rooms = [severityReached, accountsReached, finalCount, actorFound, ending];
  return [...rooms.flatMap((room) => room(telling)), ...answerMilestones(telling.whole)];
}
