import type { ThreadDesk } from '#ports/thread-desk.ts';
import { access, sendResultOf, type SlackOptions } from './posting.ts';

/** Reads whether Trailwarden's messages still exist in Slack. */
export function slackThreadDesk(options: SlackOptions): ThreadDesk {
  const slack = access(options);
  const { client, token } = slack;
  return {
    readMessageState: ({ place: channel, ref }) =>
      sendResultOf(
        slack,
        async () => {
          const { messages = [] } = await client.conversations.history({
            token: await token(),
            channel,
            oldest: ref,
            latest: ref,
            inclusive: true,
            limit: 1,
          });
          return { kind: 'done', value: messages.some(({ ts }) => ts === ref) ? 'there' : 'gone' };
        },
        'later',
      ),
  };
}
