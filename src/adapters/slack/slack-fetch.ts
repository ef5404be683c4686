/** An answer with status 200 that is not one of Slack's API, e.g. a page of a proxy: the call may have been carried out. */
export class NotSlackError extends Error {
  constructor() {
    super('The answer is not one of the Slack API.');
  }
}

/** Seconds to wait when Slack names no time, which its client would take for a bug. */
const unnamedPauseSeconds = 30;

/** Whether `text` has the form of every answer of Slack's API: `ok` true, or `ok` false with an error code. */
function isSlackAnswer(text: string): boolean {
  try {
    const { ok, error } = (JSON.parse(text) ?? {}) as { readonly ok?: unknown; readonly error?: unknown };
    return ok === true || (ok === false && typeof error === 'string' && /^\w{1,100}$/.test(error));
  } catch {
    return false; // No JSON, so no answer of Slack.
  }
}

/**
 * `fetch` for Slack's client, which takes any text for an error code and a 429 without seconds in `Retry-After` for a bug.
 * Here the first rejects with `NotSlackError`, and the second says 30 s.
 */
export async function slackFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const { status } = response;
  const headers = new Headers(response.headers);
  if (status === 429 && !/^\s*\d+/.test(headers.get('retry-after') ?? '')) {
    headers.set('retry-after', String(unnamedPauseSeconds));
    return new Response(response.body, { status, headers });
  }
  if (status !== 200) return response;
  const text = await response.text();
  if (!isSlackAnswer(text)) throw new NotSlackError();
  return new Response(text, { status, headers });
}
