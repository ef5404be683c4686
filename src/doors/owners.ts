import type { Config } from '#config/config.ts';
import { toldThroughJira, toldThroughSlack } from '#config/config.ts';
import { jiraOwner, slackOwners } from '#config/ticket-owners.ts';
import type { Recipient } from '#ports/channel.ts';
import type { AboutAccounts, OwnersOf } from '#usecases/report/recipients.ts';
import { recipientsOf } from '#usecases/report/recipients.ts';

/** The configured Slack recipients of an account; none while Slack is off. */
export function slackOwnersOf(config: Config): OwnersOf {
  if (!toldThroughSlack(config)) return () => [];
  return (account) => slackOwners(config, account).map((to) => ({ channel: 'slack', to }));
}

/** The configured Jira project of an account; none while Jira is off. */
export function jiraOwnersOf(config: Config): OwnersOf {
  if (!toldThroughJira(config)) return () => [];
  return (account) => {
    const owner = jiraOwner(config, account);
    return owner ? [{ channel: 'jira', ...owner }] : [];
  };
}

/** The configured recipients of an account in all channels. */
export function ownersInAllChannels(config: Config): OwnersOf {
  const channels = [slackOwnersOf(config), jiraOwnersOf(config)];
  return (account) => channels.flatMap((ownersOf) => ownersOf(account));
}

/** The configured recipients for the accounts concerned, in all channels. */
export function allRecipientsOf(config: Config): (concerned: AboutAccounts) => readonly Recipient[] {
  const ownersOf = ownersInAllChannels(config);
  return (concerned) => recipientsOf(concerned, ownersOf);
}
