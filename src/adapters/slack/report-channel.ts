import type { Delivery, Told } from '#ports/channel.ts';
import type { ReportChannel, ReportFile } from '#ports/report-channel.ts';
import type { SlackAccess } from './directory.ts';
import { slackDirectory } from './directory.ts';
import type { SlackOptions } from './posting.ts';
import { access, ended, findAt, openAt } from './posting.ts';
import { renderReport } from './render-report.ts';

/** Reports through Slack: one message, with its file in its thread. */
export function slackReportChannel(options: SlackOptions): ReportChannel {
  const slack = access(options);
  const directory = slackDirectory(slack, options.defaultChannel);
  return {
    post: (to, report, marker) =>
      ended(
        () => openAt(slack, directory, { to, marker, render: (notes) => renderReport(report, notes) }),
        'unknown',
      ),
    find: (to, marker, since) => ended(() => findAt(slack, directory, { to, marker, since }), 'later'),
    attach: (told, file) => ended(() => upload(slack, told, file, options.timeout ?? 2500), 'unknown'),
    attached: (told) => ended(async () => ({ kind: 'done', value: await filesIn(slack, told) }), 'later'),
  };
}

/** In three steps, as Slack wants it since files.upload ended (docs.slack.dev, working with files). */
async function upload(
  { client, token }: SlackAccess,
  told: Told,
  file: ReportFile,
  timeout: number,
): Promise<Delivery> {
  const bytes = new TextEncoder().encode(file.content);
  const address = await client.files.getUploadURLExternal({
    token: await token(),
    filename: file.name,
    length: bytes.byteLength,
  });
  // A file is larger than a message.
  const signal = AbortSignal.timeout(timeout * 4);
  const sent = await fetch(address.upload_url ?? '', { method: 'POST', body: bytes, signal }).catch(
    () => undefined,
  );
  // Until the last step nobody sees anything of it, so it can be begun anew.
  if (sent?.ok !== true)
    return { kind: 'later', seconds: 60, why: `Slack did not take the file ${file.name}` };
  await client.files.completeUploadExternal({
    token: await token(),
    files: [{ id: address.file_id ?? '', title: file.title }],
    channel_id: told.place,
    thread_ts: told.ref,
  });
  return { kind: 'done', value: undefined };
}

async function filesIn({ client, token }: SlackAccess, told: Told): Promise<string[]> {
  const { messages = [] } = await client.conversations.replies({
    token: await token(),
    channel: told.place,
    ts: told.ref,
    limit: 100,
  });
  return messages.flatMap(({ files = [] }) => files.flatMap(({ name }) => name ?? []));
}
