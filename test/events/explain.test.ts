import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { explainFiles } from '#cli/commands/explain.ts';
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
    ['NDJSON', 'lines.ndjson', `\uFEFF${JSON.stringify(stop)}\r\n\r\n${JSON.stringify(start)}\n`],
  ])('%s gives one object per event in input order', async (_, name, content) => {
    const result = await run([file(name, content)]);
    expect(result).toMatchObject({ code: 0, errors: [] });
    expect(result.names()).toEqual(['StopLogging', 'StartLogging']);
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

  test('a missing file, a directory and no file at all are told as such', async () => {
    expect((await run([path.join(folder, 'nowhere.json')])).errors[0]).toContain('no such file');
    expect((await run([folder])).errors[0]).toContain('directory');
    expect((await run([])).code).toBe(2);
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
