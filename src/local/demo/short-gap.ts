import { GetTrailStatusCommand, StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { renderMessage } from '#simulators/slack/render-message.ts';
import { excerpt } from './excerpt.ts';
import { mallory, trailsOf } from './people.ts';
import type { Stage } from './stage.ts';
import type { Chapter, Seen } from './story.ts';

const trail = { Name: 'organization-trail' };
const gap = 3000;
const hour = 3600_000;

async function blink(stage: Stage): Promise<Seen> {
  const { cloud, organization } = stage.rehearsal;
  const [messages, tickets] = [stage.messages(), stage.tickets()];
  const trails = trailsOf(stage, 'management', 'us-east-1');
  // CloudTrail's reads are eventually consistent: no look ever sees the trail stopped, however long this machine takes.
  organization.faults.consistencyDelay(hour);
  stage.screen.deed('AWS', `${mallory} stops the organization trail`, cloud.clock.now());
  await trails.send(new StopLoggingCommand(trail));
  await cloud.advance(gap);
  stage.screen.deed('AWS', `${mallory} starts it again`, cloud.clock.now());
  await trails.send(new StartLoggingCommand(trail));
  organization.faults.consistencyDelay(0);
  await cloud.advanceUntil(() => stage.messages() > messages && stage.tickets() > tickets, 20 * 60_000);
  await cloud.advance(10_000);
  return { actual: { messages: stage.messages() - messages, tickets: stage.tickets() - tickets } };
}

async function exactGap(stage: Stage): Promise<Seen> {
  const text = renderMessage(stage.message(), { width: 10_000 });
  const status = await trailsOf(stage, 'management', 'us-east-1').send(new GetTrailStatusCommand(trail));
  const clock = (moment: Date | undefined): string => moment?.toISOString().slice(11, 19) ?? 'never';
  return {
    actual: {
      interrupted: text.includes('was interrupted'),
      from: text.includes(`${clock(status.StopLoggingTime)} to`),
      to: text.includes(`to ${clock(status.StartLoggingTime)} UTC`),
    },
  };
}

/** Logging off and on again within seconds: no read shows the trail stopped, and it is reported all the same. */
export const shortGap: Chapter<Stage> = {
  title: 'Off and on again',
  about:
    'The organization trail is stopped for a few seconds. No look sees it stopped: the answers of AWS lag behind.',
  steps: [
    {
      step: 'interruption-told',
      promise: 'It is one message and one ticket for the whole organization',
      expected: { messages: 1, tickets: 1 },
      actual: blink,
    },
    {
      step: 'exact-gap',
      promise: 'The message names the gap, to the second, as AWS recorded it',
      expected: { interrupted: true, from: true, to: true },
      actual: exactGap,
      show: ({ screen, message }) =>
        screen.picture('Slack, #cloudtrail', excerpt(renderMessage(message()), { head: 10 })),
    },
  ],
};
