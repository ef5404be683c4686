import type { Report } from '#domain/reports/report.ts';
import type { SendResult, ToldRef } from '#ports/channel.ts';
import type { ReportChannel, ReportFile } from '#ports/report-channel.ts';
import type { SlackAccess, SlackDirectory } from './directory.ts';
import { slackDirectory } from './directory.ts';
import type { SlackOptions } from './posting.ts';
import { access, sendResultOf, findAtAddress, plainerIfRefused, postToAddress } from './posting.ts';
import { milestonesIn, postMessage } from './messages.ts';
import type { SlackContent } from './render.ts';
import { renderDetails, renderReport } from './render-report.ts';
import { upload, uploadPicture } from './upload.ts';

/** Posts reports to Slack: one message each, with its file in the thread. */
export function slackReportChannel(options: SlackOptions): ReportChannel {
  const slack = access(options);
  const directory = slackDirectory(slack, options.defaultChannel);
  return {
    postReport: (to, report, marker, picture) =>
      sendResultOf(
        slack,
        () => postWithPicture(slack, directory, { to, report, marker, picture }),
        'unknown',
      ),
    findReport: (to, marker, since) =>
      sendResultOf(slack, () => findAtAddress(slack, directory, { to, marker, since }), 'later'),
    replyDetails: (told, report, id) =>
      sendResultOf(
        slack,
        async () => {
          const reply = { channel: told.place, thread: told.ref, milestone: id, quiet: true };
          await plainerIfRefused(renderDetails(report), (content) =>
            postMessage(slack, { ...reply, content }),
          );
          return { kind: 'done', value: undefined };
        },
        'unknown',
      ),
    listReplies: (told) =>
      sendResultOf(
        slack,
        async () => ({ kind: 'done', value: await milestonesIn(slack, told.place, told.ref) }),
        'later',
      ),
    attachFile: (told, file) => sendResultOf(slack, () => upload(slack, told, file), 'unknown'),
    listAttached: (told) =>
      sendResultOf(slack, async () => ({ kind: 'done', value: await filesIn(slack, told) }), 'later'),
  };
}

/** A report with its picture, and where it goes. */
interface ReportPost {
  readonly to: string;
  readonly report: Report;
  readonly marker: string;
  readonly picture: ReportFile | undefined;
}

/**
 * Posts the message with the picture in it. Slack works uploaded files off in the background, and refuses a message with
 * a picture that is not ready: then the message goes out without it, and the picture to its thread.
 */
async function postWithPicture(
  slack: SlackAccess,
  directory: SlackDirectory,
  { to, report, marker, picture }: ReportPost,
): Promise<SendResult<ToldRef>> {
  const uploaded = picture && (await sendResultOf(slack, () => uploadPicture(slack, picture), 'later'));
  const file = uploaded?.kind === 'done' ? uploaded.value : undefined;
  let isShown = file !== undefined;
  const render = (notes: readonly string[]): SlackContent => ({
    ...renderReport(report, notes, file),
    simpler: () => {
      isShown = false;
      return renderReport(report, notes);
    },
  });
  const told = await postToAddress(slack, directory, { to, marker, render });
  if (told.kind !== 'done' || !picture || isShown) return told;
  const attached = await sendResultOf(slack, () => upload(slack, told.value, picture), 'later');
  if (attached.kind === 'done') return told;
  const notes = [...(told.value.notes ?? []), `The picture could not be posted: ${attached.why}`];
  return { ...told, value: { ...told.value, notes } };
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
