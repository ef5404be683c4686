import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { renderTicket } from '#simulators/jira/render-ticket.ts';
import { renderMessage } from '#simulators/slack/render-message.ts';
import { excerpt } from './excerpt.ts';
import { address, mallory, trailsOf } from './people.ts';
import type { Stage } from './stage.ts';
import type { Chapter, Seen } from './story.ts';
import { accounts } from './world.ts';

/**
 * The limit, in milliseconds: a quiet machine takes half a second with new processes, a busy one ten times as long and
 * more. The time itself is shown, and `npm run bench` holds it against the goal.
 */
const promised = 60_000;

async function stop(stage: Stage): Promise<Seen> {
  const { moments, screen, rehearsal } = stage;
  const from = moments.all.length;
  const trails = trailsOf(stage, 'payments', 'eu-west-1');
  screen.deed('AWS', `${mallory} stops the trail main of payments`, rehearsal.cloud.clock.now());
  await trails.send(new StopLoggingCommand({ Name: 'main' }));
  const message = await moments.next('message', from, promised);
  const event = await moments.next('event', from, promised);
  const ms = message.noted - event.noted;
  return { actual: ms < promised ? 'told in time' : 'told late', ms };
}

/** A multi-Region trail is stopped: the owners are alerted at once, and a ticket is created. */
export const stoppedTrail: Chapter<Stage> = {
  title: 'A trail is stopped',
  about: 'One call, and nothing that happens in payments is recorded any more, in any Region.',
  steps: [
    {
      step: 'told-in-slack',
      promise: 'Slack was told',
      measures: 'from the event on the bus to the request to Slack, by processes that just started',
      expected: 'told in time',
      actual: stop,
    },
    {
      step: 'ticket',
      promise: 'There is one message and one ticket, with the highest priority',
      expected: { messages: 1, tickets: 1, priority: 'Highest', status: 'To Do' },
      actual: async (stage) => {
        await stage.moments.next('ticket', 0, promised);
        await stage.rehearsal.cloud.advance(5000);
        const { fields, status } = stage.ticket();
        const priority = fields.priority ?? 'none';
        return {
          actual: { messages: stage.messages(), tickets: stage.tickets(), priority, status },
        };
      },
    },
    {
      step: 'who-did-it',
      promise: 'The message says who did it, from where, and which ticket it has',
      expected: { who: true, from: true, ticket: true },
      actual: async (stage) => {
        const text = renderMessage(stage.message());
        return {
          actual: {
            who: text.includes(mallory),
            from: text.includes(address),
            ticket: text.includes(stage.ticket().key),
          },
        };
      },
      show: ({ screen, message, ticket }) => {
        screen.picture('Slack, #cloudtrail', renderMessage(message()));
        screen.picture('Jira', excerpt(renderTicket(ticket()), { head: 8 }));
      },
    },
    {
      step: 'issue-open',
      promise: 'The issue table holds an open item for each Region of payments',
      expected: {
        'us-east-1': 'open',
        'eu-west-1': 'open',
        'eu-central-1': 'open',
        'ap-southeast-2': 'open',
      },
      actual: async (stage) => ({ actual: await stage.statuses(accounts.payments) }),
    },
  ],
};
