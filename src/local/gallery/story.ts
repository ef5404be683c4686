import type { Trigger } from '#domain/facts/trigger.ts';
import type { Answer } from '#domain/issues/answer.ts';
import type { Incident, Member } from '#domain/issues/incident.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { JiraStandIn } from '#simulators/jira/start-jira.ts';
import type { SlackStandIn } from '#simulators/slack/start-slack.ts';
import type { Recipient } from '#ports/channel.ts';

/** An incident as it is at one moment of a story. */
export interface Moment {
  readonly name: string;
  readonly at: Instant;
  readonly members: readonly Member[];
  readonly calls?: readonly Trigger[];
  /** What a person did in Slack or Jira just before. */
  readonly meanwhile?: (people: { readonly slack: SlackStandIn; readonly jira: JiraStandIn }) => void;
  /** What people answered by buttons up to then. */
  readonly answers?: readonly Answer[];
  /** To whom the ticket is assigned by then. */
  readonly assignee?: string;
  /** Whether only Slack has been reported to so far. */
  readonly slackOnly?: boolean;
}

/** One incident as reported by production code, moment by moment. */
export interface Story {
  /** The name of its page and picture. */
  readonly slug: string;
  readonly title: string;
  /** What happens, in a sentence. */
  readonly about: string;
  readonly names: ReadonlyMap<AccountId, string>;
  readonly incident?: Partial<Incident>;
  /** The recipients for an account; default: everything goes to the default channel and project. */
  readonly destinations?: (account: AccountId) => readonly Recipient[];
  /** Whether people can answer by buttons in Slack. */
  readonly hasButtons?: boolean;
  /** Whether it recurs after an earlier incident that had a ticket. */
  readonly returns?: boolean;
  readonly moments: readonly Moment[];
}

/** The default recipients of a story. */
export const everywhere: readonly Recipient[] = [
  { channel: 'slack', to: '#cloudtrail' },
  { channel: 'jira', project: 'AWSSEC' },
];
