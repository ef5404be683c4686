import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { IncidentView, Member } from '#domain/issues/incident.ts';
import type { IssueStatus } from '#domain/issues/issue.ts';
import { severityOf, statusOf } from '#domain/issues/incident.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { AccountNames } from './affected.ts';
import { accountList, affectedTable, wasOverWhenSeen, isOpen, viewFor } from './affected.ts';
import type { Announcement, Sentence } from './announcement.ts';
import { causesOf } from './causes.ts';
import { dueAtOf } from './due.ts';
import { extentOf } from './extent.ts';
import { factsOf } from './facts.ts';
import { headlineOf } from './headline.ts';
import type { Link } from './links.ts';
import { eventLink, trailLink } from './links.ts';
import { lossWords } from './loss.ts';
import { milestonesOf } from './milestones.ts';
import { notesOf } from './notes.ts';
import { isOutOfScope, outOfScopeWords } from './out-of-scope.ts';
import { remedyOf } from './remedy.ts';
import { plain, say } from './wording.ts';

/** The key and address of a Jira ticket. */
export interface TicketLink {
  readonly key: string;
  readonly url: string;
  /** The display name of the person to whom it is assigned. Untrusted text. */
  readonly assignee?: string | undefined;
}

/** What an announcement takes from outside the incident. */
export interface AnnouncementContext {
  readonly accounts: AccountNames;
  /** The accounts that the destination answers for; other affected accounts are only counted. */
  readonly only?: ReadonlySet<AccountId> | undefined;
  readonly now: Instant;
  readonly ticket?: TicketLink | undefined;
  /** The address of the Slack message. */
  readonly thread?: string | undefined;
  /** The ticket of the earlier incident of the same finding. */
  readonly previousTicket?: TicketLink | undefined;
  /** Whom another channel could not tell, and why, in words; empty when all were told. */
  readonly untold?: readonly string[] | undefined;
  /** Number of accounts in the organization, to tell how many an organization trail can affect. */
  readonly organizationSize?: number | undefined;
}

function ticketWords({ key, assignee }: TicketLink): string {
  const name = plain(assignee ?? '', 40);
  return name === '' ? `Ticket ${key}` : `Ticket ${key}, assigned to ${name}`;
}

function linksOf(view: IncidentView, worst: Member | undefined, context: AnnouncementContext): Link[] {
  const [cause] = causesOf(view);
  const event = cause && eventLink(cause);
  const trail = worst && parseTrailArn(worst.finding.subject);
  const { ticket, thread, previousTicket } = context;
  return [
    ...(event ? [event] : []),
    ...(trail ? [trailLink(trail)] : []),
    ...(ticket ? [{ text: ticketWords(ticket), url: ticket.url }] : []),
    ...(thread === undefined ? [] : [{ text: 'The message in Slack', url: thread }]),
    ...(previousTicket ? [{ text: `Happened before: ${previousTicket.key}`, url: previousTicket.url }] : []),
  ];
}

/** What the worst finding means, while it is open; for `unreadable` the loss says it already. */
function meaningOf(worst: Member | undefined): readonly Sentence[] {
  if (worst === undefined || !isOpen(worst) || worst.finding.harm === 'unreadable') return [];
  return [say(ruleOf(worst.finding.rule).meaning)];
}

function labelsOf(told: readonly Member[], status: IssueStatus): readonly string[] {
  const rules = [...new Set(told.map(({ finding }) => finding.rule))].sort();
  return status === 'whitelisted' ? [...rules, 'whitelisted'] : rules;
}

/** The members that are told: those that harm recording, or all where none does. */
function toldMembers({ members }: IncidentView): readonly Member[] {
  const harmful = members.filter(({ finding }) => finding.harmful);
  return harmful.length > 0 ? harmful : members;
}

/** The announcement of an incident in its current state; independent of the order of its members. */
export function announcementOf(whole: IncidentView, context: AnnouncementContext): Announcement {
  const view = viewFor(whole, context.only);
  const { accounts: names, now, untold = [] } = context;
  const extent = extentOf(whole, view, context);
  const status = statusOf(view);
  const told = toldMembers(view);
  const [worst] = told;
  // When all harm is over, only weakenings may be left to repair.
  const ongoing = told.some(isOpen) ? told : view.members;
  const interrupted = told.length > 0 && told.every(wasOverWhenSeen);
  const isLeftToAPerson = interrupted || whole.incident.recurring === true;
  const isGivenUp = status === 'closed' && isOutOfScope(told);
  const headline = headlineOf(view, names, { status, interrupted, worst, extent });
  const upTo = extent?.settlesAt === undefined ? undefined : extent.size;
  const loss = lossWords(told, { names, now, upTo });
  const table = affectedTable(told, names);
  return {
    incident: whole.incident.id,
    status,
    severity: severityOf(view),
    headline,
    loss: isGivenUp ? outOfScopeWords(told) : [...loss, ...meaningOf(worst)],
    ...factsOf({ view, names, status, told, worst, isPreviousLinked: context.previousTicket !== undefined }),
    affected: table.rows,
    affectedLeftOut: table.leftOut,
    accountList: accountList(told, names),
    remedy: remedyOf({ told: ongoing, worst: ongoing[0], status, interrupted, names, upTo }),
    links: linksOf(view, worst, context),
    previousTicket: context.previousTicket?.key,
    notes: [
      ...untold.map((why) => say(plain(why, 300))),
      ...notesOf({ whole, view, told, worst, extent }, context),
    ],
    milestones: milestonesOf({ whole, view, names, status, interrupted, loss, headline, extent }),
    dueAt: dueAtOf(told),
    labels: labelsOf(told, status),
    ...(isGivenUp ? { outOfScope: true } : {}),
    done: told.length > 0 && status !== 'open' && (status === 'whitelisted' || !isLeftToAPerson),
  };
}
