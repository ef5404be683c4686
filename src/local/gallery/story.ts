import type { Trigger } from '#domain/facts/trigger.ts';
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
  /** Only Slack has had the time to be told. */
  readonly slackOnly?: boolean;
}

/** How one incident is told, moment by moment, by production code. */
export interface Story {
  /** The name of its page and picture. */
  readonly slug: string;
  readonly title: string;
  /** What happens, in a sentence. */
  readonly about: string;
  readonly names: ReadonlyMap<AccountId, string>;
  readonly incident?: Partial<Incident>;
  /** Who is told of an account; everybody of everything where left out. */
  readonly destinations?: (account: AccountId) => readonly Recipient[];
  /** It returns from an earlier incident, which had a ticket. */
  readonly returns?: boolean;
  readonly moments: readonly Moment[];
}

/** Where everything is told of when a story does not say otherwise. */
export const everywhere: readonly Recipient[] = [
  { channel: 'slack', to: '#cloudtrail' },
  { channel: 'jira', project: 'AWSSEC' },
];
