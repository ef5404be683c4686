import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Admission } from './guard.ts';
import { admit, safeHeaders } from './guard.ts';
import type { Live } from './live.ts';
import type { ActAnswer, IncidentDetail, PlaceDetail } from './model.ts';
import type { PageFiles } from './page-files.ts';

/** What the server answers with. */
export interface ConsoleSource {
  readonly live: Live;
  /** Undefined when the place is unknown. */
  readPlace(account: string, region: string): Promise<PlaceDetail | undefined>;
  /** Undefined when the incident is unknown. */
  readIncident(id: string): Promise<IncidentDetail | undefined>;
  /** Carries out an act as the page asks for it; `asked` is unchecked. */
  act(asked: unknown): Promise<ActAnswer>;
}

/** A console that listens. */
export interface RunningConsole {
  /** The address to open, with its token. */
  readonly url: string;
  close(): Promise<void>;
}

/** Largest body of a request, in bytes. */
const maxBody = 16_384;
/** Unsent bytes after which a page that does not read is cut off; it connects again by itself. */
const maxUnsent = 16 * 1024 * 1024;
const keepAliveMs = 15_000;

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...safeHeaders, 'content-type': type });
  response.end(body);
}

const json = (response: ServerResponse, value: unknown): void =>
  value === undefined
    ? answer(response, 404, 'text/plain; charset=utf-8', 'Nothing is known of it.')
    : answer(response, 200, 'application/json; charset=utf-8', JSON.stringify(value));

/** Server-sent events: all that is kept, then every update, until the page goes. */
function stream(response: ServerResponse, live: Live): void {
  response.writeHead(200, { ...safeHeaders, 'content-type': 'text/event-stream; charset=utf-8' });
  const stop = live.watch((update) => {
    response.write(`data: ${JSON.stringify(update)}\n\n`);
    if (response.writableLength > maxUnsent) response.destroy();
  });
  const beat = setInterval(() => response.write(': still here\n\n'), keepAliveMs);
  response.on('close', () => {
    clearInterval(beat);
    stop();
  });
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > maxBody) throw new RangeError('The request is too long.');
  }
  return JSON.parse(text);
}

interface Parts extends Admission {
  readonly source: ConsoleSource;
  readonly files: PageFiles;
}

async function postAct(request: IncomingMessage, response: ServerResponse, { source }: Parts): Promise<void> {
  const asked = await bodyOf(request).catch((error: unknown) => {
    // A page of ours sends JSON; anything else is answered as what it is.
    answer(response, 400, 'text/plain; charset=utf-8', String(error));
    return undefined;
  });
  if (asked !== undefined) json(response, await source.act(asked));
}

async function answerTo(
  request: IncomingMessage,
  response: ServerResponse,
  { path, query, ...parts }: Parts & { readonly path: string; readonly query: URLSearchParams },
): Promise<void> {
  const { source, files } = parts;
  const text = (name: string): string => query.get(name) ?? '';
  switch (`${request.method ?? ''} ${path}`) {
    case 'GET ':
      answer(response, 200, 'text/html; charset=utf-8', files.html);
      break;
    case 'GET app.js':
      answer(response, 200, 'text/javascript; charset=utf-8', files.script);
      break;
    case 'GET app.css':
      answer(response, 200, 'text/css; charset=utf-8', files.style);
      break;
    case 'GET icon.svg':
      answer(response, 200, 'image/svg+xml', files.icon);
      break;
    case 'GET live':
      stream(response, source.live);
      break;
    case 'GET place':
      json(response, await source.readPlace(text('account'), text('region')));
      break;
    case 'GET incident':
      json(response, await source.readIncident(text('id')));
      break;
    case 'POST act':
      await postAct(request, response, parts);
      break;
    default:
      answer(response, 404, 'text/plain; charset=utf-8', 'There is nothing here.\n');
  }
}

async function route(request: IncomingMessage, response: ServerResponse, parts: Parts): Promise<void> {
  const admitted = admit(request, parts);
  if ('status' in admitted) {
    answer(response, admitted.status, 'text/plain; charset=utf-8', `${admitted.why}\n`);
    return;
  }
  await answerTo(request, response, { ...parts, ...admitted });
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // Loopback alone: no other machine can connect.
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** Starts a console on loopback, by default on a free port, with a new token of 256 bits. */
export async function startConsole(
  source: ConsoleSource,
  files: PageFiles,
  wantedPort = 0,
): Promise<RunningConsole> {
  const token = randomBytes(32).toString('base64url');
  const late = { port: 0 };
  const server = createServer((request, response) => {
    route(request, response, { source, files, token, port: late.port }).catch((error: unknown) => {
      // AWS refused, or the connection broke: the page shows it, and the console goes on.
      const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      if (!response.headersSent) answer(response, 502, 'text/plain; charset=utf-8', words.slice(0, 500));
      else response.destroy();
    });
  });
  late.port = await listening(server, wantedPort);
  return {
    url: `http://127.0.0.1:${late.port}/${token}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
