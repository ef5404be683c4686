import { afterEach, describe, expect, it } from 'vitest';
import { slackReportChannel } from '#adapters/slack/report-channel.ts';
import { slackThreadDesk } from '#adapters/slack/thread-desk.ts';
import { dailyReport } from '#domain/reports/daily-report.ts';
import type { SlackStandIn } from '#simulators/slack/start-slack.ts';
import { startSlack } from '#simulators/slack/start-slack.ts';
import { badDay } from '#test/given/days.ts';

let slack: SlackStandIn | undefined;
afterEach(async () => slack?.stop());

describe('looking for a message in Slack', () => {
  it('finds it, notices that it is gone, and takes nothing for gone that it may not see', async () => {
    const channels = [{ id: 'C00000001', name: 'sec' }];
    slack = await startSlack({ clock: { now: () => Date.now() }, token: 'xoxb-right', channels, users: [] });
    slack.rates.on = false;
    const options = { token: async () => 'xoxb-right', apiUrl: slack.url, timeout: 10_000 };
    const posted = await slackReportChannel(options).postReport('#sec', dailyReport(badDay()), 'report-1');
    if (posted.kind !== 'done') throw new Error(posted.why);
    const desk = slackThreadDesk(options);
    expect(await desk.readMessageState(posted.value)).toEqual({ kind: 'done', value: 'there' });
    expect(await desk.readMessageState({ ...posted.value, ref: '1.000100' })).toEqual({
      kind: 'done',
      value: 'gone',
    });
    expect(await desk.readMessageState({ ...posted.value, place: 'C99999999' })).toMatchObject({
      kind: 'refused',
    });
  });
});
