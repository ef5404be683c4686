import { LogLevel, WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { startSlack, type SlackOptions } from '#simulators/slack/start-slack.ts';

/** A clock that only moves when told to. */
export function handClock(start = Date.UTC(2026, 10, 21, 12)) {
  let now = start;
  return { now: () => now, pass: (milliseconds: number) => void (now += milliseconds) };
}

const people = [
  { id: 'U0ANNA', name: 'anna', realName: 'Anna Archer', email: 'anna@example.com' },
  { id: 'U0BORIS', name: 'boris', realName: 'Boris Baker', email: 'boris@example.com', deleted: true },
  { id: 'U0CLARA', name: 'clara', realName: 'Clara Cook', email: 'clara@example.com' },
];

/** A workspace with an open, a foreign, an archived and a private channel, and the client production will use. */
export async function workspace(
  options: Partial<SlackOptions> = {},
  { token = 'xoxb-right', timeout = 60_000 }: { token?: string; timeout?: number } = {},
) {
  const clock = handClock();
  const slack = await startSlack({
    clock,
    channels: [
      { id: 'C0ALERTS', name: 'alerts' },
      { id: 'C0OTHERS', name: 'others', isMember: false },
      { id: 'C0OLD', name: 'old', isArchived: true },
      { id: 'G0SECRET', name: 'secret', isMember: false },
    ],
    users: people,
    token: 'xoxb-right',
    ...options,
  });
  onTestFinished(() => slack.stop());
  const client = new WebClient(token, {
    slackApiUrl: slack.url,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logLevel: LogLevel.ERROR,
    logger: quiet,
  });
  return { slack, client, clock };
}

const nothing = () => undefined;
const quiet = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};

/** What Slack answered instead of ok: the error's data. */
export async function refusal(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return (error as { data?: Record<string, unknown> }).data ?? { thrown: error };
  }
  throw new Error('the call was accepted');
}

/** Only the code of the refusal. */
export async function refusalCode(call: Promise<unknown>): Promise<unknown> {
  return (await refusal(call))['error'];
}
