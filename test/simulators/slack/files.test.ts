import { expect, test } from 'vitest';
import { refusalCode, workspace } from './slack-fixture.ts';

const channel_id = 'C0ALERTS';

test('a file uploaded by the client is shared with its bytes', async () => {
  const { slack, client } = await workspace();
  const content = 'account,region\n111122223333,eu-west-1\n';
  await client.filesUploadV2({ channel_id, filename: 'report.csv', content, initial_comment: 'The report' });
  const [message] = slack.channel('alerts').messages;
  expect(message?.text).toBe('The report');
  expect(message?.files.map(({ name, content: bytes }) => [name, bytes.toString()])).toEqual([
    ['report.csv', content],
  ]);
});

test('a file that was announced but not uploaded cannot be shared', async () => {
  const { client } = await workspace();
  const { file_id = '' } = await client.files.getUploadURLExternal({ filename: 'a.csv', length: 3 });
  const complete = (id: string) => client.files.completeUploadExternal({ files: [{ id }], channel_id });
  expect(await refusalCode(complete(file_id))).toBe('file_not_found');
  expect(await refusalCode(complete('F1'))).toBe('file_not_found');
});

test('an upload of another length, or to an unknown address, is refused', async () => {
  const { slack, client } = await workspace();
  const { upload_url = '' } = await client.files.getUploadURLExternal({ filename: 'a.csv', length: 3 });
  expect((await fetch(upload_url, { method: 'POST', body: 'four' })).status).toBe(400);
  expect((await fetch(upload_url, { method: 'POST', body: 'abc' })).status).toBe(200);
  const elsewhere = slack.url.replace('/api/', '/upload/F9');
  expect((await fetch(elsewhere, { method: 'POST', body: 'abc' })).status).toBe(404);
});

test('an empty file and a share without files are refused', async () => {
  const { client } = await workspace();
  const empty = client.files.getUploadURLExternal({ filename: 'a', length: 0 });
  expect(await refusalCode(empty)).toBe('invalid_arguments');
  const none = client.apiCall('files.completeUploadExternal', { files: [], channel_id });
  expect(await refusalCode(none)).toBe('invalid_arguments');
});
