import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLive } from '#console/live.ts';
import type { Update } from '#console/model.ts';
import { pageOf } from '#console/page-files.ts';
import type { RunningConsole } from '#console/server.ts';
import { startConsole } from '#console/server.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

const live = startLive();
const acts: unknown[] = [];
let running: RunningConsole;
beforeAll(async () => {
  running = await startConsole(
    {
      live,
      readPlace: async () => undefined,
      readIncident: async (id) => {
        throw new Error(`AccessDenied for ${id}`);
      },
      act: async (asked) => {
        acts.push(asked);
        return { done: true, words: 'Done.' };
      },
    },
    pageOf('/* script */', '/* style */'),
  );
});
afterAll(() => running.close());

/** One request with exactly these headers, as no browser and no fetch would send it. */
function ask(
  path: string,
  {
    headers = {},
    method = 'GET',
    body,
  }: { headers?: Record<string, string>; method?: string; body?: string } = {},
): Promise<Answer> {
  const { port, host } = new URL(running.url);
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, path, method, headers: { host, ...headers }, setHost: false },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

const inside = (path = ''): string => `${new URL(running.url).pathname}${path}`;
const own = (): string => new URL(running.url).origin;

describe('whoever has the address', () => {
  test('gets the page and its files, and nothing may load or send anything elsewhere', async () => {
    const page = await ask(inside());
    expect(page.status).toBe(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    // Every address in the document is relative, so that the token never leaves this origin.
    expect(page.text).not.toMatch(/(?:src|href)="(?:https?:|\/)/);
    expect((await ask(inside('app.js'))).text).toBe('/* script */');
    expect((await ask(inside('app.css'))).text).toBe('/* style */');
  });

  test('is told that a place is unknown, and why something could not be read', async () => {
    expect(await ask(inside('place?account=1&region=2'))).toMatchObject({ status: 404 });
    const failed = await ask(inside('incident?id=i-1'));
    expect(failed).toMatchObject({ status: 502 });
    expect(failed.text).toContain('AccessDenied for i-1');
  });

  test('may act from the page itself', async () => {
    const body = '{"act":"replay"}';
    const answer = await ask(inside('act'), { method: 'POST', body, headers: { origin: own() } });
    expect(answer).toMatchObject({ status: 200, text: '{"done":true,"words":"Done."}' });
    expect(acts).toEqual([{ act: 'replay' }]);
  });

  test.each([
    ['what is no JSON', '{', 400],
    ['what is too long', `"${'x'.repeat(20_000)}"`, 400],
  ])('is refused %s', async (_, body, status) => {
    const before = acts.length;
    expect(await ask(inside('act'), { method: 'POST', body, headers: { origin: own() } })).toMatchObject({
      status,
    });
    expect(acts).toHaveLength(before);
  });
});

describe('refused is', () => {
  const everything = [
    '',
    'app.js',
    'app.css',
    'icon.svg',
    'live',
    'place?account=1&region=2',
    'incident?id=1',
  ];

  test.each(everything)('/%s without the token, with a wrong one and with a part of it', async (path) => {
    const token = inside().slice(1, -1);
    for (const wrong of ['', 'x', token.slice(0, -1), `${token}x`, token.toUpperCase(), 'null'])
      expect(await ask(`/${wrong}/${path}`), wrong).toMatchObject({ status: 403 });
    expect((await ask('/')).text).not.toContain(token);
  });

  test.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost.evil.example:PORT',
    '127.0.0.1:PORT@evil.example',
    '[::1]:PORT',
    '',
  ])('a request whose Host is %j, as after DNS rebinding', async (host) => {
    const { port } = new URL(running.url);
    const headers = { host: host.replace('PORT', port) };
    expect(await ask(inside(), { headers })).toMatchObject({ status: 403 });
  });

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost', 'file://'])(
    'a request from the origin %s',
    async (origin) => {
      for (const path of ['', 'live', 'incident?id=1'])
        expect(await ask(inside(path), { headers: { origin } })).toMatchObject({ status: 403 });
      const before = acts.length;
      expect(await ask(inside('act'), { method: 'POST', body: '{}', headers: { origin } })).toMatchObject({
        status: 403,
      });
      expect(acts).toHaveLength(before);
    },
  );

  test.each(['cross-site', 'same-site'])('what a browser calls %s', async (site) => {
    expect(await ask(inside(), { headers: { 'sec-fetch-site': site } })).toMatchObject({ status: 403 });
  });

  test('an act without an origin, and any other method', async () => {
    const before = acts.length;
    expect(await ask(inside('act'), { method: 'POST', body: '{}' })).toMatchObject({ status: 403 });
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect((await ask(inside('act'), { method, headers: { origin: own() } })).status).toBeGreaterThan(399);
    expect(acts).toHaveLength(before);
  });

  test('what is not there, also with dots', async () => {
    for (const path of ['nothing', '../package.json', '..%2f..%2fpackage.json', 'app.js/../../x'])
      expect((await ask(inside(path))).status).toBeGreaterThan(399);
  });
});

describe('the stream', () => {
  /** Reads updates until `enough` have come. */
  async function updates(enough: number, meanwhile: () => void): Promise<Update[]> {
    const response = await fetch(`${running.url}live`);
    const found: Update[] = [];
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const before = found.length;
      found.splice(0, found.length);
      // An update has come when the empty line behind it has.
      for (const [, json = ''] of text.matchAll(/^data: (.*)\n\n/gm)) found.push(JSON.parse(json) as Update);
      if (before < enough - 1 && found.length === enough - 1) meanwhile();
      if (found.length >= enough) break;
    }
    return found;
  }

  test('sends what is kept, with all changes, and then what is new', async () => {
    live.publish({
      kind: 'map',
      map: { accounts: [['1', 'a']], regions: ['r', 's'], rows: ['55'], legend: [] },
    });
    live.publish({ kind: 'places', changes: [[0, 1, 0]] });
    const found = await updates(2, () => live.publish({ kind: 'places', changes: [[0, 0, 2]] }));
    expect(found).toEqual([
      { kind: 'map', map: { accounts: [['1', 'a']], regions: ['r', 's'], rows: ['50'], legend: [] } },
      { kind: 'places', changes: [[0, 0, 2]] },
    ]);
  });

  test('ends with its reader', async () => {
    await expect.poll(() => live.watchers).toBe(0);
  });
});

test('two consoles at once have two addresses', async () => {
  const nothing = { readPlace: async () => undefined, readIncident: async () => undefined };
  const act = async () => ({ done: false, words: '' });
  const other = await startConsole({ live: startLive(), ...nothing, act }, pageOf('', ''));
  expect(new URL(other.url).port).not.toBe(new URL(running.url).port);
  expect(new URL(other.url).pathname).not.toBe(new URL(running.url).pathname);
  await other.close();
});
