import { StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { renderTicket } from '#simulators/jira/render-ticket.ts';
import { renderMessage } from '#simulators/slack/render-message.ts';
import { excerpt } from './excerpt.ts';
import { mallory, trailsOf } from './people.ts';
import type { Stage } from './stage.ts';
import type { Chapter, Seen } from './story.ts';
import { accounts } from './world.ts';

const minute = 60_000;

async function restore(stage: Stage): Promise<Seen> {
  const { rehearsal, moments, screen } = stage;
  const { cloud } = rehearsal;
  screen.deed('Clock', 'two minutes go by', cloud.clock.now());
  await cloud.advance(2 * minute);
  const from = moments.all.length;
  screen.deed('AWS', `${mallory} starts it again; in the dark no event tells of it`, cloud.clock.now());
  await trailsOf(stage, 'payments', 'eu-west-1').send(new StartLoggingCommand({ Name: 'main' }));
  await cloud.advanceUntil(() => stage.ticket().status === 'Done', 120 * minute);
  // Edits are debounced by up to half a minute: Slack's may come after Jira's.
  await cloud.advance(minute / 2);
  const heard = moments.all.slice(from).some(({ kind }) => kind === 'event');
  return { actual: { event: heard, ticket: stage.ticket().status } };
}

/** Logging is restored: messages and tickets are updated and closed without manual work. */
export const restoredTrail: Chapter<Stage> = {
  title: 'Logging is restored',
  about: 'No event comes from where nothing is recorded, so open issues are looked at again every minute.',
  steps: [
    {
      step: 'ticket-done',
      promise: 'It was noticed without an event, and the ticket is done',
      expected: { event: false, ticket: 'Done' },
      actual: restore,
    },
    {
      step: 'message-resolved',
      promise: 'The message itself now says so, its thread as well, and so does a comment',
      expected: { message: 'RESOLVED', thread: true, comment: true, messages: 1, tickets: 1 },
      actual: async (stage) => {
        const message = stage.message();
        return {
          actual: {
            message: /RESOLVED/.exec(renderMessage(message))?.[0] ?? 'unchanged',
            thread: message.replies.some(({ text, broadcast }) => broadcast && /resolved/i.test(text)),
            comment: stage.ticket().comments.length > 0,
            messages: stage.messages(),
            tickets: stage.tickets(),
          },
        };
      },
      show: ({ screen, message, ticket }) => {
        screen.picture('Slack, #cloudtrail', excerpt(renderMessage(message()), { head: 4, from: '↳' }));
        screen.picture('Jira', excerpt(renderTicket(ticket()), { head: 7, from: '── ' }));
      },
    },
    {
      step: 'issue-resolved',
      promise: 'The items in the issue table are resolved',
      expected: {
        'us-east-1': 'resolved',
        'eu-west-1': 'resolved',
        'eu-central-1': 'resolved',
        'ap-southeast-2': 'resolved',
      },
      actual: async (stage) => ({ actual: await stage.statuses(accounts.payments) }),
    },
  ],
};
