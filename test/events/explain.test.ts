import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import { explainFiles } from '#cli/commands/explain.ts';
import { readEventsFile } from '#cli/input/events-file.ts';
import { ownDirectory } from '#simulators/at-end.ts';
import { made } from '#test/given/made-event.ts';
import { formats, log, others, start, stop } from './formats.ts';

const { path: folder, remove } = ownDirectory('explain-');
afterAll(remove);

function file(name: string, content: string | Buffer): string {
  const at = path.join(folder, name);
  writeFileSync(at, content);
  return at;
}

async function run(files: readonly string[], json = true, all = false) {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await explainFiles(
    files,
    { json, all },
    {
      out: (line) => void out.push(line),
      error: (line) => errors.push(line),
    },
  );
  return {
    code,
    out,
    errors,
    names: () => out.map((line) => (JSON.parse(line) as { eventName: string }).eventName),
  };
}

describe('trailwarden explain', () => {
  test.each(formats)('$what gives one object per event in input order', async ({ name, content }) => {
    const result = await run([file(name, content)]);
    expect(result).toMatchObject({ code: 0, errors: [] });
    expect(result.names()).toEqual(['StopLogging', 'StartLogging']);
  });

  test.each(others)('$what is named as what it is, with exit code 2', async ({ document, words }) => {
    const { code, out, errors } = await run([file('other.json', JSON.stringify(document))]);
    expect({ code, out }).toEqual({ code: 2, out: [] });
    expect(errors).toEqual([expect.stringContaining(words)]);
  });

  test('docs/explain.md lists every format, and where it is described', async () => {
    const table = (rows: readonly { readonly what: string; readonly source: string }[]) =>
      [
        '| what | described in |',
        '| --- | --- |',
        ...rows.map((row) => `| ${row.what} | ${row.source} |`),
      ].join('\n');
    const text = `# What \`explain\` and \`replay\` read

A test reads every one of these, and writes this page. Files may be gzipped, also twice; \`-\` is standard input. Order is kept. What
cannot be read is named with its line, and the exit code is 2. Files may be of any length: one event is held at a time, only CSV is
read as a whole (512 MB at most).

${table(formats)}

These hold no events. They are named as what they are, with exit code 2.

${table(others)}
`;
    await expect(text).toMatchFileSnapshot('../../docs/explain.md');
  });

  test.each([
    [
      'of a user',
      '{type=IAMUser, principalid=AIDA, arn=arn:aws:iam::111122223333:user/eve, accountid=111122223333, username=eve}',
      { kind: 'iam-user', person: 'eve', accountId: '111122223333' },
    ],
    [
      'of a session, whose issuer has a name as well',
      '{type=AssumedRole, principalid=AROA:eve@example.com, arn=arn:aws:sts::111122223333:assumed-role/Admin/eve@example.com, accountid=111122223333, invokedby=null, accesskeyid=ASIA1, username=null, onbehalfof=null, sessioncontext={attributes={mfaauthenticated=true, creationdate=2026-11-20T10:00:00Z}, sessionissuer={type=Role, principalid=AROA, arn=arn:aws:iam::111122223333:role/Admin, accountid=111122223333, username=Admin}, ec2roledelivery=null, webidfederationdata=null}}',
      { kind: 'assumed-role', person: 'eve@example.com', role: 'Admin', mfa: true },
    ],
    [
      'of a name with commas and braces of its own',
      '{type=IAMUser, principalid=AIDA, arn=null, accountid=111122223333, username=eve, the great}',
      { kind: 'iam-user', person: 'eve, the great' },
    ],
    ['that is cut off', '{type=IAMUser, username=', { kind: 'unknown' }],
    ['in JSON, as a query can cast it', '{"type":"IAMUser","userName":"eve"}', { person: 'eve' }],
  ])('who did it is read from a struct of Athena %s', async (_, struct, actor) => {
    const cell = struct.replaceAll('"', '""');
    const csv = `eventname,eventsource,useridentity\nStopLogging,cloudtrail.amazonaws.com,"${cell}"\n`;
    const [event] = await readEventsFile(file('who.csv', csv));
    const decision = readEvent(event?.kind === 'event' ? event.raw : undefined);
    expect(decision).toMatchObject({ trigger: { actor } });
  });

  test('a list of structs of Athena names the resource', async () => {
    const key = 'arn:aws:kms:eu-west-1:111122223333:key/1';
    const csv = `eventname,eventsource,resources\nDisableKey,kms.amazonaws.com,"[{arn=${key}, accountid=111122223333, type=AWS::KMS::Key}]"\n`;
    const { out } = await run([file('resources.csv', csv)]);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ dependsOn: { kind: 'key', id: key } });
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
      time: '2026-11-21T12:00:08.000Z',
      who: expect.stringMatching(/\S/),
    });
  });

  const listing = made('s3', 'ListBuckets', {});
  const many = JSON.stringify({ Records: [listing, stop, ...Array<unknown>(500).fill(listing), start] });

  test('what matters of a long file is shown, what is passed over is one line, and all of it on demand', async () => {
    const { out, code } = await run([file('many.json', many)], false);
    expect(out.map((text) => text.split('\n')[0])).toEqual([
      expect.stringMatching(
        /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC {2}StopLogging in account \d+ \(eu-west-1\): look now\.$/,
      ),
      expect.stringContaining('StartLogging'),
      expect.stringMatching(
        /^503 events \(what matters: .* UTC\): 2 to look at, 501 passed over \(--all shows them\)\.$/,
      ),
    ]);
    expect(out[0]).toMatch(/\n {2}By .*StopLogging succeeded.* Event [\w-]+\.$/);
    expect(code).toBe(0);
    const all = await run([file('many.json', many)], false, true);
    expect(all.out).toHaveLength(504);
    expect(all.out.at(-1)).toMatch(/501 passed over\.$/);
    expect((await run([file('many.json', many)])).out).toHaveLength(503);
  });

  test('of a few events each is shown, with why it is passed over', async () => {
    const { out } = await run([file('one.json', JSON.stringify(listing))], false);
    expect(out).toEqual([expect.stringMatching(/ListBuckets.*: pass over\.\n/)]);
  });

  // Longer than what is read as a whole.
  const block = JSON.stringify({ ...listing, additionalEventData: { text: '{["\\'.repeat(2000) } });
  const times = 400;
  const between: readonly (readonly [string, (events: readonly string[]) => string])[] = [
    ['NDJSON', (events) => events.join('\n')],
    ['a log file', (events) => `{ "Records" : [${events.join(',\n')}]}`],
    ['a list', (events) => `[\n${events.join(',')}\n]`],
    ['joined objects', (events) => events.join('')],
    [
      'the lines of aws logs tail',
      (events) => events.map((one) => `2026-11-21T12:00:00.000Z stream-1 ${one}`).join('\n'),
    ],
    ['log files after each other', (events) => events.map((one) => `{"Records":[${one}]}`).join('')],
  ];
  test.each(between)('%s of any length is read piece by piece', async (name, together) => {
    const events = [JSON.stringify(stop), ...Array<string>(times).fill(block), JSON.stringify(start)];
    const text = together(events);
    expect(text.length).toBeGreaterThan(2_200_000);
    const long = file(`long-${name}.json.gz`, gzipSync(text));
    const { out, errors, code } = await run([long], false);
    expect({ code, errors }).toEqual({ code: 0, errors: [] });
    expect(out).toHaveLength(3);
    expect(out[2]).toContain('402 events');
  });

  test('a broken line of a long file is named, and the others are read', async () => {
    const lines = [
      ...Array<string>(times).fill(block),
      '{"eventName": ]}',
      'nothing',
      JSON.stringify(stop),
      '{"cut',
    ];
    const { out, errors, code } = await run([file('long.ndjson', lines.join('\n'))], false);
    expect(code).toBe(2);
    expect(out[0]).toContain('StopLogging');
    expect(errors).toEqual([
      expect.stringMatching(/long\.ndjson, line 401: This is not JSON/),
      expect.stringMatching(/long\.ndjson, line 402: This is not JSON/),
      expect.stringMatching(/long\.ndjson, line 404: This is not JSON/),
    ]);
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
