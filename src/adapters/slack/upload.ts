import type { SendResult, ToldRef } from '#ports/channel.ts';
import type { ReportFile } from '#ports/report-channel.ts';
import type { SlackAccess } from './directory.ts';

/**
 * Uploads a file to the thread of a message, in the three steps that Slack requires since files.upload was retired
 * (docs.slack.dev, working with files).
 */
export async function upload(
  { client, token, timeout }: SlackAccess,
  told: ToldRef,
  file: ReportFile,
): Promise<SendResult> {
  const bytes = new TextEncoder().encode(file.content);
  const address = await client.files.getUploadURLExternal({
    token: await token(),
    filename: file.name,
    length: bytes.byteLength,
  });
  // Four times the timeout of a call, because a file is larger than a message.
  const signal = AbortSignal.timeout(timeout * 4);
  const sent = await fetch(address.upload_url ?? '', { method: 'POST', body: bytes, signal }).catch(
    () => undefined,
  );
  // The file is not visible before the last step, so the upload can be restarted.
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
