import { afterEach, describe, expect, it } from 'vitest';
import { slackReportChannel } from '#adapters/slack/report-channel.ts';
import { dailyReport } from '#domain/reports/daily-report.ts';
import type { SlackStandIn } from '#simulators/slack/start-slack.ts';
import { startSlack } from '#simulators/slack/start-slack.ts';
import type { SendResult } from '#ports/channel.ts';
import { badDay } from '#test/given/days.ts';

const running: SlackStandIn[] = [];
afterEach(async () => {
  for (const slack of running.splice(0)) await slack.stop();
});

async function start() {
  const channels = ['sec', 'default'].map((name, index) => ({ id: `C0000000${index + 1}`, name }));
  const slack = await startSlack({
    clock: { now: () => Date.now() },
    token: 'xoxb-right',
    channels,
    users: [],
  });
  running.push(slack);
  slack.rates.on = false;
  const options = {
    token: async () => 'xoxb-right',
    apiUrl: slack.url,
    defaultChannel: '#default',
    timeout: 10_000,
  };
  return { slack, channel: slackReportChannel(options) };
}

function value<Value>(delivery: SendResult<Value>): Value {
  if (delivery.kind !== 'done') throw new Error(`${delivery.kind}: ${delivery.why}`);
  return delivery.value;
}

const report = dailyReport(badDay());
const file = { name: 'day.csv', title: 'day.csv', content: 'a,b\r\nä,1\r\n' };

describe('reports in Slack', () => {
  it('are one message that is found again by its marker', async () => {
    const { slack, channel } = await start();
    const told = value(await channel.postReport('#sec', report, 'report-1'));
    expect(slack.channel('sec').messages).toHaveLength(1);
    expect(value(await channel.findReport('#sec', 'report-1', Date.now() - 1000))).toEqual(told);
    expect(value(await channel.findReport('#sec', 'report-2', Date.now() - 1000))).toBeUndefined();
  });

  it('have their file in the thread, byte by byte', async () => {
    const { slack, channel } = await start();
    const told = value(await channel.postReport('#sec', report, 'report-1'));
    expect(value(await channel.listAttached(told))).toEqual([]);
    value(await channel.attachFile(told, file));
    expect(value(await channel.listAttached(told))).toEqual(['day.csv']);
    expect(slack.channel('sec').messages[0]?.replies[0]?.files[0]?.content.toString()).toBe(file.content);
  });

  it('go to the default channel, with a note, when nobody has the name', async () => {
    const { slack, channel } = await start();
    value(await channel.postReport('nobody', report, 'report-1'));
    expect(JSON.stringify(slack.channel('default').messages[0]?.blocks)).toContain(
      'This was meant for nobody',
    );
  });

  it('say that a post is to be tried again, or that nobody knows what became of it', async () => {
    const { slack, channel } = await start();
    const told = value(await channel.postReport('#sec', report, 'report-1'));
    await slack.stop();
    running.length = 0;
    expect((await channel.attachFile(told, file)).kind).toBe('later');
    expect((await channel.postReport('#sec', report, 'report-2')).kind).toBe('later');
  });
});
