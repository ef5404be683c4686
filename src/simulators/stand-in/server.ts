import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '#simulators/wire.ts';

/** One HTTP request as it arrived; header names in lower case. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** An HTTP answer; the body is sent as is for text and bytes, as JSON for other values, empty when undefined. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * How a request is handled: served; answered by the hook instead of the service; disconnected before or after the
 * service has acted (the caller cannot tell these two apart); or served at once and answered `delayMs` real
 * milliseconds late.
 */
export type Fate = 'serve' | 'drop-before' | 'drop-after' | HttpAnswer | { readonly delayMs: number };

/** Decides how each request is handled; called before the service. */
export type Hook<Call> = (call: Call) => Fate | Promise<Fate>;

/** A recorded request, with its arrival (ms since the epoch) and the answer once it is sent. */
export type Recorded<Call> = Call & {
  readonly at: number;
  status?: number;
  answer?: unknown;
  dropped?: true;
};

/** The service of a stand-in: how a request is parsed, and how it is served. */
export interface StandInParts<Call> {
  readonly clock: Clock;
  readonly understand: (request: HttpRequest) => Call | Promise<Call>;
  readonly serve: (call: Call) => HttpAnswer | Promise<HttpAnswer>;
}

/** A running stand-in on 127.0.0.1; `hook` may be replaced at any time. */
export interface StandIn<Call> {
  readonly origin: string;
  readonly requests: Recorded<Call>[];
  hook: Hook<Call>;
  stop(): Promise<void>;
}

/** Starts an HTTP server on a free loopback port that records every request and lets `hook` decide its handling. */
export async function startStandIn<Call extends object>(parts: StandInParts<Call>): Promise<StandIn<Call>> {
  const requests: Recorded<Call>[] = [];
  const server = createServer((incoming, response) => {
    answerOne(incoming, response).catch((error: unknown) => {
      send(response, { status: 500, body: `stand-in failed: ${String(error)}` });
    });
  });

  async function answerOne(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await parts.understand(await readRequest(incoming));
    const record: Recorded<Call> = { ...call, at: parts.clock.now() };
    requests.push(record);
    const fate = await standIn.hook(call);
    if (fate === 'drop-before') {
      drop(record, response);
      return;
    }
    const answer = typeof fate === 'object' && 'status' in fate ? fate : await parts.serve(call);
    if (typeof fate === 'object' && 'delayMs' in fate) await pause(fate.delayMs);
    if (fate === 'drop-after') {
      drop(record, response);
      return;
    }
    record.status = answer.status;
    record.answer = answer.body;
    send(response, answer);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const standIn: StandIn<Call> = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    hook: () => 'serve',
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return standIn;
}

function drop(record: { dropped?: true }, response: ServerResponse): void {
  record.dropped = true;
  response.destroy();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? '/', 'http://stand-in');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.concat(chunks),
  };
}

function send(response: ServerResponse, { status, headers = {}, body }: HttpAnswer): void {
  if (response.destroyed) return;
  const plain = typeof body === 'string' || Buffer.isBuffer(body);
  const type = plain ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  response.writeHead(status, { ...(body === undefined ? {} : { 'content-type': type }), ...headers });
  response.end(plain || body === undefined ? body : JSON.stringify(body));
}
