import type { HttpRequest } from '#simulators/stand-in/server.ts';

/** One call of Slack's Web API: the method's name, the token it came with and its arguments as text. */
export interface SlackCall {
  /** e.g. `chat.postMessage`, or `upload/<file id>` for the bytes of a file. */
  readonly method: string;
  readonly token: string | undefined;
  /** Arguments as they travel in a form: text, with JSON inside for blocks and metadata. */
  readonly args: Readonly<Record<string, string>>;
  /** The bytes of an upload. */
  readonly upload?: Buffer;
}

/** An error in Slack's form: `{ok: false, error: code, ...extra}` with HTTP status 200. */
export class SlackRefusal extends Error {
  readonly code: string;
  readonly extra: Readonly<Record<string, unknown>>;
  constructor(code: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

/** Parses a form, a multipart form, a JSON body or a query; never throws. */
export function understandSlack(request: HttpRequest): SlackCall {
  const method = decodeURIComponent(request.path.replace(/^\/(?:api\/)?/, ''));
  const type = request.headers['content-type'] ?? '';
  const bearer = /^Bearer (.+)$/.exec(request.headers['authorization'] ?? '')?.[1];
  if (method.startsWith('upload/')) {
    return { method, token: bearer, args: {}, upload: uploadedBytes(request, type) };
  }
  const args: Record<string, string> = Object.fromEntries(request.query);
  if (type.startsWith('application/json')) Object.assign(args, jsonArguments(request.body.toString('utf8')));
  else Object.assign(args, Object.fromEntries(new URLSearchParams(request.body.toString('utf8'))));
  const { token, ...others } = args;
  return { method, token: bearer ?? token, args: others };
}

function jsonArguments(body: string): Record<string, string> {
  try {
    const entries = Object.entries(JSON.parse(body) as Record<string, unknown>);
    return Object.fromEntries(
      entries.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
    );
  } catch {
    return {}; // Slack too treats an unreadable body as one without arguments.
  }
}

/** The first file of a multipart form, or the whole body of any other kind. */
function uploadedBytes({ body }: HttpRequest, type: string): Buffer {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary === undefined) return body;
  const file = body.indexOf('filename=');
  const start = body.indexOf('\r\n\r\n', file) + 4;
  return file < 0 ? Buffer.alloc(0) : body.subarray(start, body.indexOf(`\r\n--${boundary}`, start));
}

/** The argument; when it is missing, throws `invalid_arguments` with its name. */
export function required(call: SlackCall, name: string): string {
  const value = call.args[name];
  if (value === undefined || value === '') {
    const message = `[ERROR] missing required field: ${name}`;
    throw new SlackRefusal('invalid_arguments', { response_metadata: { messages: [message] } });
  }
  return value;
}

/** Whether the argument is `true` or `1`. */
export function flag(call: SlackCall, name: string): boolean {
  return call.args[name] === 'true' || call.args[name] === '1';
}

/** The argument parsed as JSON, undefined when absent; text that is not JSON is refused with `code`. */
export function json(call: SlackCall, name: string, code: string): unknown {
  const text = call.args[name];
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new SlackRefusal(code);
  }
}
