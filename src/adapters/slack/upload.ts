import type { SendResult, ToldRef } from '#ports/channel.ts';
import type { ReportFile } from '#ports/report-channel.ts';
import type { SlackAccess } from './directory.ts';

/** Sends the bytes of a file to Slack, where it is visible to no person yet; the result is the file's id. */
async function sendBytes(
  { client, token, timeout }: SlackAccess,
  file: ReportFile,
): Promise<SendResult<string>> {
  const { content, alt } = file;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  const address = await client.files.getUploadURLExternal({
    token: await token(),
    filename: file.name,
    length: bytes.byteLength,
    // Slack's name of the argument (docs.slack.dev, files.getUploadURLExternal); the client's types lack it.
    ...(alt === undefined ? {} : { alt_txt: alt.slice(0, 1000) }),
  });
  // Four times the timeout of a call, because a file is larger than a message.
  const signal = AbortSignal.timeout(timeout * 4);
  const sent = await fetch(address.upload_url ?? '', { method: 'POST', body: bytes, signal }).catch(
    () => undefined,
  );
  if (sent?.ok !== true)
    return { kind: 'later', seconds: 60, why: `Slack did not take the file ${file.name}` };
  return { kind: 'done', value: address.file_id ?? '' };
}

/**
 * Uploads a file to the thread of a message, in the three steps that Slack requires since files.upload was retired
 * (docs.slack.dev, working with files). The file is not visible before the last step, so the upload can be restarted.
 */
export async function upload(slack: SlackAccess, told: ToldRef, file: ReportFile): Promise<SendResult> {
  const sent = await sendBytes(slack, file);
  if (sent.kind !== 'done') return sent;
  await slack.client.files.completeUploadExternal({
    token: await slack.token(),
    files: [{ id: sent.value, title: file.title }],
    channel_id: told.place,
    thread_ts: told.ref,
  });
  return { kind: 'done', value: undefined };
}

/** Uploads a picture that a message then shows; it is in no channel by itself. The result is the file's id. */
export async function uploadPicture(slack: SlackAccess, file: ReportFile): Promise<SendResult<string>> {
  const sent = await sendBytes(slack, file);
  if (sent.kind !== 'done') return sent;
  await slack.client.files.completeUploadExternal({
    token: await slack.token(),
    files: [{ id: sent.value, title: file.title }],
  });
  return sent;
}
