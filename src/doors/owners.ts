import type { Config } from '#config/config.ts';
import { toldThroughJira, toldThroughSlack } from '#config/config.ts';
import { jiraOwner, slackOwners } from '#config/ticket-owners.ts';
import type { OwnersOf } from '#usecases/report/recipients.ts';

/** Who hears of an account through Slack, by configuration; nobody while that channel is off. */
export function slackOwnersOf(config: Config): OwnersOf {
  if (!toldThroughSlack(config)) return () => [];
  return (account) => slackOwners(config, account).map((to) => ({ channel: 'slack', to }));
}

/** Where tickets for an account go, by configuration; nowhere while that channel is off. */
export function jiraOwnersOf(config: Config): OwnersOf {
  if (!toldThroughJira(config)) return () => [];
  return (account) => {
    const owner = jiraOwner(config, account);
    return owner ? [{ channel: 'jira', ...owner }] : [];
  };
}
