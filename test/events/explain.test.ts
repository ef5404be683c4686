import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import { explainFiles } from '#cli/commands/explain.ts';
import { readEventsFile } from '#cli/input/events-file.ts';
import { ownDirectory } from '#simulators/at-end.ts';
import { made } from '#test/given/made-event.ts';

const { path: folder, remove } = ownDirectory('explain-');
afterAll(remove);

function file(name: string, content: string | Buffer): string {
  const at = path.join(folder, name);
  writeFileSync(at, content);
  return at;
}

async function run(files: readonly string[], json = true) {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await explainFiles(files, json, {
    out: (line) => out.push(line),
    error: (line) => errors.push(line),
  });
  return {
    code,
    out,
    errors,
    names: () => out.map((line) => (JSON.parse(line) as { eventName: string }).eventName),
  };
}

const stop = made('cloudtrail', 'StopLogging', { requestParameters: { name: 'main' } });
const start = made('cloudtrail', 'StartLogging', { requestParameters: { name: 'main' } });
const log = JSON.stringify({ Records: [stop, start] }, null, 2);

describe('trailwarden explain', () => {
  test.each([
    ['a log file', 'log.json', log],
    ['a gzipped log file', 'log.json.gz', gzipSync(log)],
    ['a list', 'list.json', JSON.stringify([stop, start])],
    [
      'what lookup-events answers',
      'lookup.json',
      JSON.stringify({
        Events: [stop, start].map((record) => ({ EventId: 'e', CloudTrailEvent: JSON.stringify(record) })),
      }),
    ],
    [
      'what a log group holds',
      'group.json',
      JSON.stringify({ events: [stop, start].map((record) => ({ message: JSON.stringify(record) })) }),
    ],
    [
      'a batch of a queue behind a topic',
      'batch.json',
      JSON.stringify({
        Records: [stop, start].map((detail) => ({
          body: JSON.stringify({
            Type: 'Notification',
            Message: JSON.stringify({
              'detail-type': 'AWS API Call via CloudTrail',
              source: 'aws.cloudtrail',
              detail,
            }),
          }),
        })),
      }),
    ],
    [
      'a log group that was exported to S3, with times',
      'exported.gz',
      gzipSync(
        [stop, start].map((record) => `2026-09-09T17:55:00.000Z ${JSON.stringify(record)}`).join('\n'),
      ),
    ],
    [
      'what aws logs tail prints',
      'tail.txt',
      [stop, start]
        .map((record) => `2026-09-09T17:55:00+00:00 111_CloudTrail_x ${JSON.stringify(record)}\n`)
        .join(''),
    ],
    [
      'what Logs Insights answers',
      'insights.json',
      JSON.stringify({
        results: [stop, start].map((record) => [
          { field: '@timestamp', value: '2026-09-09 17:55:00.000' },
          { field: '@message', value: JSON.stringify(record) },
          { field: '@ptr', value: 'x' },
        ]),
        status: 'Complete',
      }),
    ],
    [
      'what the console of Logs Insights exports as JSON',
      'insights-console.json',
      JSON.stringify([stop, start].map((record) => ({ '@timestamp': 'x', '@message': record }))),
    ],
    [
      'what it exports as CSV',
      'insights.csv',
      `@timestamp,@message\n${[stop, start].map((record) => `2026-09-09,"${JSON.stringify(record).replaceAll('"', '""')}"`).join('\n')}\n`,
    ],
    [
      'what Firehose joins without a separator',
      'firehose',
      gzipSync([stop, start].map((record) => JSON.stringify(record)).join('')),
    ],
    [
      'what Firehose joins of a subscription, with its control message',
      'firehose-subscription',
      [
        { messageType: 'CONTROL_MESSAGE', logEvents: [{ message: 'CWL CONTROL MESSAGE: Checking health' }] },
        {
          messageType: 'DATA_MESSAGE',
          logEvents: [stop, start].map((record) => ({ message: JSON.stringify(record) })),
        },
      ]
        .map((record) => JSON.stringify(record))
        .join(''),
    ],
    [
      'a result of Athena as CSV',
      'athena.csv',
      `"eventtime","eventsource","eventname","awsregion","useridentity","requestparameters","recipientaccountid"\n${[
        stop,
        start,
      ]
        .map(
          ({ eventTime, eventSource, eventName, awsRegion, requestParameters }) =>
            `"${String(eventTime)}","${String(eventSource)}","${String(eventName)}","${String(awsRegion)}","{type=Root, principalid=1, arn=arn:aws:iam::111122223333:root, accountid=111122223333, invokedby=null}","${JSON.stringify(requestParameters).replaceAll('"', '""')}","111122223333"`,
        )
        .join('\n')}\n`,
    ],
    ['NDJSON', 'lines.ndjson', `\uFEFF${JSON.stringify(stop)}\r\n\r\n${JSON.stringify(start)}\n`],
  ])('%s gives one object per event in input order', async (_, name, content) => {
    const result = await run([file(name, content)]);
    expect(result).toMatchObject({ code: 0, errors: [] });
    expect(result.names()).toEqual(['StopLogging', 'StartLogging']);
  });

  test.each([
    [
      'a digest file',
      { awsAccountId: '1', digestStartTime: 'x', digestS3Bucket: 'logs', logFiles: [] },
      'digest file',
    ],
    [
      'a notification of S3',
      { Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: {} }] },
      'notification of S3',
    ],
    ['the test of a notification', { Service: 'Amazon S3', Event: 's3:TestEvent' }, 'notification of S3'],
    [
      'an event of S3 about an object',
      { source: 'aws.s3', 'detail-type': 'Object Created', detail: {} },
      'notification of S3',
    ],
  ])('%s is named as what it is, with exit code 2', async (_, document, words) => {
    const { code, out, errors } = await run([file('other.json', JSON.stringify(document))]);
    expect({ code, out }).toEqual({ code: 2, out: [] });
    expect(errors).toEqual([expect.stringContaining(words)]);
  });

  test('who did it is read from a struct of Athena', async () => {
    const csv = `eventname,eventsource,useridentity\nStopLogging,cloudtrail.amazonaws.com,"{type=IAMUser, principalid=AIDA, arn=arn:aws:iam::111122223333:user/eve, accountid=111122223333, username=eve}"\n`;
    const [event] = await readEventsFile(file('who.csv', csv));
    const decision = readEvent(event?.kind === 'event' ? event.raw : undefined);
    expect(decision).toMatchObject({ trigger: { actor: { kind: 'iam-user', person: 'eve' } } });
  });

  test('the object says what, why and where', async () => {
    const { out } = await run([file('one.json', JSON.stringify(stop))]);
    expect(JSON.parse(out[0] ?? '')).toEqual({
      eventId: stop.eventID,
      eventName: 'StopLogging',
      decision: 'evaluate',
      reason: expect.stringContaining('StopLogging succeeded'),
      accountId: '111122223333',
      regions: ['eu-west-1'],
      trail: 'main',
    });
  });

  test('a broken line is named with what to do; the other events are still explained', async () => {
    const broken = file(
      'broken.ndjson',
      `${JSON.stringify(stop)}\n{"eventName": \n${JSON.stringify(start)}\n`,
    );
    const result = await run([broken, file('fine.json', log)]);
    expect(result.code).toBe(2);
    expect(result.names()).toEqual(['StopLogging', 'StartLogging', 'StopLogging', 'StartLogging']);
    expect(result.errors).toEqual([
      expect.stringMatching(/broken\.ndjson, line 2: This is not JSON .*Correct the line/),
    ]);
  });

  test('a broken document is one fault at its line, not one per line', async () => {
    const result = await run([file('cut.json', log.slice(0, log.indexOf('"eventTime"')))]);
    expect(result).toMatchObject({ code: 2, out: [] });
    expect(result.errors).toEqual([expect.stringMatching(/cut\.json, line \d\d: This is not JSON/)]);
  });

  test.each([
    ['nothing', '', 'empty'],
    ['no records', '{"Records": []}', 'no records'],
    ['a number', '42', 'no event'],
    ['half a gzip', gzipSync(log).subarray(0, 60), 'cut off'],
  ])('%s is told as such', async (name, content, words) => {
    const result = await run([file(`${name}.json`, content)]);
    expect(result).toMatchObject({ code: 2, out: [] });
    expect(result.errors[0]).toContain(words);
  });

  test('a missing file and a directory are told as such', async () => {
    expect((await run([path.join(folder, 'nowhere.json')])).errors[0]).toContain('no such file');
    expect((await run([folder])).errors[0]).toContain('directory');
  });

  test('for people a name in an event can neither colour nor move the terminal', async () => {
    const nasty = made('cloudtrail', 'StopLogging', { requestParameters: { name: 'a\u001b[2J\u202Eb\nc' } });
    const { out } = await run([file('nasty.json', JSON.stringify(nasty))], false);
    expect(out.join('')).toContain('a\\u{1b}[2J\\u{202e}b\\u{a}c');
    expect(out[0]).toContain('StopLogging in account 111122223333 (eu-west-1): look now.');
  });

  test('an element that is no record is passed over with a reason', async () => {
    const { out, code } = await run([file('mixed.json', JSON.stringify([1, null, stop]))]);
    expect(code).toBe(0);
    expect(out.map((line) => (JSON.parse(line) as { decision: string }).decision)).toEqual([
      'ignore',
      'ignore',
      'evaluate',
    ]);
  });
});
