import type { Clock } from '#simulators/wire.ts';
import type { HttpAnswer } from '#simulators/stand-in/server.ts';

/** Slack's rate limits; all values may be changed while the stand-in runs. */
export interface SlackRates {
  /** False lets every call through; default true. */
  on: boolean;
  /** The least time between two posts into one channel, in milliseconds and on average; default 1000. */
  messageIntervalMs: number;
  /** Posts into one channel that may come at once; default 2, the shortest burst there is. */
  messageBurst: number;
  /** Calls per minute and method where Slack's tier is not the default of 50. */
  readonly perMinute: Record<string, number>;
}

/**
 * Slack's published pace: one post per second and channel, "short bursts >1 allowed" without saying how short, tiers 2
 * (20), 3 (50) and 4 (100) per minute (docs.slack.dev, rate limits).
 */
export function slackRates(): SlackRates {
  return {
    on: true,
    messageIntervalMs: 1000,
    messageBurst: 2,
    perMinute: {
      'chat.postMessage': Number.POSITIVE_INFINITY,
      'users.list': 20,
      'conversations.list': 20,
      'users.info': 100,
      'files.completeUploadExternal': 100,
      'auth.test': Number.POSITIVE_INFINITY,
    },
  };
}

/** 429 with `Retry-After` in whole seconds, as Slack answers. */
export function slackRateLimited(retryAfterSeconds: number): HttpAnswer {
  return {
    status: 429,
    headers: { 'retry-after': String(retryAfterSeconds) },
    body: { ok: false, error: 'ratelimited' },
  };
}

/** Counts calls by the clock; answers 429 for a call over the limit, else undefined. */
export function slackPace(
  clock: Clock,
  rates: SlackRates,
): (method: string, channel?: string) => HttpAnswer | undefined {
  /** Per channel, the moment at which the pace allows a post again if all earlier ones are spread evenly. */
  const free = new Map<string, number>();
  const calls = new Map<string, number[]>();
  return (method, channel) => {
    if (!rates.on) return undefined;
    const now = clock.now();
    if (method === 'chat.postMessage' && channel !== undefined) {
      const from = Math.max(free.get(channel) ?? 0, now);
      const wait = from - now - (rates.messageBurst - 1) * rates.messageIntervalMs;
      if (wait > 0) return slackRateLimited(Math.ceil(wait / 1000));
      free.set(channel, from + rates.messageIntervalMs);
    }
    const recent = (calls.get(method) ?? []).filter((at) => at > now - 60_000);
    const oldest = recent[0];
    if (oldest !== undefined && recent.length >= (rates.perMinute[method] ?? 50)) {
      return slackRateLimited(Math.max(1, Math.ceil((oldest + 60_000 - now) / 1000)));
    }
    calls.set(method, [...recent, now]);
    return undefined;
  };
}
