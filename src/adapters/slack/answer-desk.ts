import type { KnownBlock } from '@slack/web-api';
import { plain } from '#domain/announcements/wording.ts';
import type { AnswerDesk, Press } from '#ports/answers.ts';
import { acceptForm } from './answer-buttons.ts';
import type { SlackAccess } from './directory.ts';
import { escaped } from './markup.ts';
import { isLookRefused } from './failure.ts';
import type { SlackOptions } from './posting.ts';
import { access, sendResultOf, withFreshToken } from './posting.ts';

const isAddress = (text: string): boolean => text.includes('@');

async function show(
  slack: SlackAccess,
  { channel, person }: Press,
  content: { readonly text: string; readonly blocks?: KnownBlock[] },
): Promise<void> {
  const shown = await sendResultOf(
    slack,
    async () => {
      await slack.client.chat.postEphemeral({
        token: await slack.token(),
        channel,
        user: person.id,
        parse: 'none',
        link_names: false,
        ...content,
      });
      return { kind: 'done', value: undefined };
    },
    'later',
  );
  // What a person alone is shown has no other way to them. It fails for good with the queue's attempts, in a dead letter: a
  // token is renewed and an app invited meanwhile, and what is refused all the same is a person's to know.
  if (shown.kind !== 'done') throw new Error(`Slack did not show an answer: ${shown.why}`);
}

async function isAmong(slack: SlackAccess, person: string, named: readonly string[]): Promise<boolean> {
  if (named.includes(person)) return true;
  for (const email of named.filter(isAddress)) {
    try {
      const { user } = await withFreshToken(slack, async () =>
        slack.client.users.lookupByEmail({ token: await slack.token(), email }),
      );
      if (user?.id === person) return true;
    } catch (error) {
      // An address that Slack does not know is no one's; without the permission to look, no address counts. A token that is
      // refused says nothing of the person: the press is carried out again.
      if (!isLookRefused(error)) throw error;
    }
  }
  return false;
}

/** Answers people who press buttons in Slack: what is shown there is seen by the person alone. */
export function slackAnswerDesk(options: SlackOptions): AnswerDesk {
  const slack = access(options);
  return {
    askForReason: (press, about) =>
      show(slack, press, {
        text: escaped(`Accept until when, and why? ${plain(about, 140)}`),
        blocks: acceptForm(press.incident, about),
      }),
    sayTo: (press, text) => show(slack, press, { text }),
    isAmong: (person, named) => isAmong(slack, person, named),
  };
}
