import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who is let in: the port that is listened on and the token in the address. */
export interface Admission {
  readonly port: number;
  readonly token: string;
}

/** The part of the path after the token, or the status and reason of a refusal. */
export type Admitted =
  | { readonly path: string; readonly query: URLSearchParams }
  | { readonly status: 403 | 404 | 405; readonly why: string };

/** Headers of every answer: nothing but the page's own files is loaded or sent anywhere, framed, cached or guessed. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), usb=(), payment=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
};

function equals(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** The hosts by which this machine's loopback is addressed; a name that merely resolves to it is refused (DNS rebinding). */
function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

/** Whether a request may come from a page: from the console's own alone; browsers send `Sec-Fetch-Site` unasked. */
function isOwnOrigin({ headers, method }: IncomingMessage): boolean {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (origin === undefined) return method === 'GET';
  return origin === `http://${host ?? ''}`;
}

/** Whether a request is let in; the order of the checks tells a stranger nothing about the token. */
export function admit(request: IncomingMessage, { port, token }: Admission): Admitted {
  const { headers, method = '', url = '/' } = request;
  if (!isOwnHost(headers.host, port))
    return { status: 403, why: "This address is not the console's: open the one that it printed." };
  if (!isOwnOrigin(request)) return { status: 403, why: 'Another page may not ask this one anything.' };
  const [, given = '', path = ''] = /^\/([^/?]*)\/?([^?]*)/.exec(url) ?? [];
  if (!equals(given, token))
    return { status: 403, why: 'The token is missing or wrong: open the address that the console printed.' };
  if (method !== 'GET' && method !== 'POST') return { status: 405, why: 'GET and POST alone are answered.' };
  return { path, query: new URLSearchParams(url.split('?')[1] ?? '') };
}
