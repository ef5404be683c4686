import { renderMessage } from '#simulators/slack/render-message.ts';
import type { Stage } from './stage.ts';
import type { Chapter } from './story.ts';

async function sweep({ rehearsal, screen }: Stage): Promise<number> {
  const { cloud, organization } = rehearsal;
  const before = organization.calls.length;
  screen.deed('AWS', 'the daily sweep asks for a look at every account', cloud.clock.now());
  cloud.runSchedule(cloud.nameOf('SweepLambdaFunction'));
  await cloud.settle();
  const looks = organization.calls
    .slice(before)
    .filter(({ operation, errorCode }) => operation === 'DescribeTrails' && errorCode === undefined);
  return new Set(looks.map(({ accountId, region }) => `${accountId} ${region}`)).size;
}

async function greeting({ rehearsal, greeted }: Stage): Promise<boolean> {
  await rehearsal.cloud.advanceUntil(greeted, 3600_000);
  // Slack accepts one message per second and channel: the next one must not be delayed by the greeting.
  await rehearsal.cloud.advance(60_000);
  return greeted();
}

/** A healthy organization: the sweep evaluates every account and Region, and no alert is sent. */
export const quietDay: Chapter<Stage> = {
  title: 'A quiet day',
  about:
    'Four accounts are watched in four Regions. An organization trail covers three of them; payments, just bought, has a trail of its own.',
  steps: [
    {
      step: 'healthy',
      promise: 'Every account was looked at in every Region, and no alarm was raised',
      expected: { looks: 16, messages: 0, tickets: 0 },
      actual: async (stage) => ({
        actual: { looks: await sweep(stage), messages: stage.messages(), tickets: stage.tickets() },
      }),
    },
    {
      step: 'greeting',
      promise: 'Who set it up is told once that it works',
      expected: { greeted: true, messages: 0, tickets: 0 },
      actual: async (stage) => ({
        actual: { greeted: await greeting(stage), messages: stage.messages(), tickets: stage.tickets() },
      }),
      show: ({ screen, rehearsal }) => {
        const [first] = rehearsal.slack.channel('cloudtrail').messages;
        if (first) screen.picture('Slack, #cloudtrail', renderMessage(first));
      },
    },
  ],
};
