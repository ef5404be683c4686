import type { ToldRef } from '#ports/channel.ts';
import type { ReportChannel } from '#ports/report-channel.ts';
import type { SlackAccess } from './directory.ts';
import { slackDirectory } from './directory.ts';
import type { SlackOptions } from './posting.ts';
import { access, sendResultOf, findAtAddress, postToAddress } from './posting.ts';
import { renderReport } from './render-report.ts';
import { upload } from './upload.ts';

/** Posts reports to Slack: one message each, with its file in the thread. */
export function slackReportChannel(options: SlackOptions): ReportChannel {
  const slack = access(options);
  const directory = slackDirectory(slack, options.defaultChannel);
  return {
    postReport: (to, report, marker) =>
      sendResultOf(
        slack,
        () => postToAddress(slack, directory, { to, marker, render: (notes) => renderReport(report, notes) }),
        'unknown',
      ),
    findReport: (to, marker, since) =>
      sendResultOf(slack, () => findAtAddress(slack, directory, { to, marker, since }), 'later'),
    attachFile: (told, file) => sendResultOf(slack, () => upload(slack, told, file), 'unknown'),
    listAttached: (told) =>
      sendResultOf(slack, async () => ({ kind: 'done', value: await filesIn(slack, told) }), 'later'),
  };
}

async function filesIn({ client, token }: SlackAccess, told: ToldRef): Promise<string[]> {
  const { messages = [] } = await client.conversations.replies({
    token: await token(),
    channel: told.place,
    ts: told.ref,
    limit: 100,
  });
  return messages.flatMap(({ files = [] }) => files.flatMap(({ name }) => name ?? []));
}
