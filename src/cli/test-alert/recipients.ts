import type { Config } from '#config/config.ts';
import { plain } from '#domain/announcements/wording.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { allRecipientsOf } from '#doors/owners.ts';
import type { Recipient } from '#ports/channel.ts';

function words(recipient: Recipient): string {
  if (recipient.channel === 'slack') return `Slack  ${plain(recipient.to, 100)}`;
  const { project, assignee, parentTicket } = recipient;
  const more = [
    ...(assignee === undefined ? [] : [`assigned to ${plain(assignee, 100)}`]),
    ...(parentTicket === undefined ? [] : [`linked to ${plain(parentTicket, 60)}`]),
  ];
  return ['Jira   project ' + plain(project, 60), ...more].join(', ');
}

/** The recipients of an account's alerts by this configuration, one per line; nothing is sent, AWS is not called. */
export function recipientLines(config: Config, account: AccountId): readonly string[] {
  const name = config.accounts.get(account);
  const who = name === undefined || name === '' ? account : `${plain(name, 60)} (${account})`;
  const all = allRecipientsOf(config)({ members: [{ account }] });
  if (all.length === 0)
    return [
      `No recipient would be told of account ${who}: see cloudtrails.reporting, slack.enabled and jira.enabled in config.json, and ticket_owners.json.`,
    ];
  const off = config.cloudtrails.enabled
    ? []
    : ['Detection is switched off (cloudtrails.enabled): nothing is told.'];
  const fallback = config.slack.defaultChannel;
  return [
    ...off,
    `Of account ${who} would be told:`,
    ...all.map((one) => `  ${words(one)}`),
    ...(fallback === undefined
      ? []
      : [`Owners not found in Slack: told in ${plain(fallback, 100)}, with a note.`]),
    'Nothing was sent.',
  ];
}
