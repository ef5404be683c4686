import type { KnownBlock } from '@slack/web-api';
import type { Announcement } from '#domain/announcements/announcement.ts';
import { plain } from '#domain/announcements/wording.ts';
import type { PressAction } from '#ports/answers.ts';
import { run } from './rich-text.ts';

/** What the ids of our buttons begin with. */
export const actionPrefix = 'trailwarden-';
/** The fields of the form. */
export const daysField = 'days';
export const reasonField = 'reason';

function button(action: PressAction, text: string, value: string, style?: 'primary' | 'danger') {
  return {
    type: 'button' as const,
    action_id: `${actionPrefix}${action}`,
    text: { type: 'plain_text' as const, text, emoji: false },
    value,
    ...(style === undefined ? {} : { style }),
  };
}

/** The buttons under a message, where people can answer; none where no person is configured to answer. */
export function answerButtons({ incident, answers }: Announcement): KnownBlock[] {
  if (answers === undefined) return [];
  const { accept, asked } = answers;
  const own: KnownBlock = {
    type: 'actions',
    elements: [
      button('on-it', "I'm on it", incident, 'primary'),
      button('recheck', 'Check again', incident),
      ...(accept ? [button('accept', 'Accept …', incident)] : []),
    ],
  };
  if (asked.length === 0) return [own];
  const question: KnownBlock = {
    type: 'section',
    text: {
      type: 'plain_text',
      text: `${plain(asked.join(', '), 200)}: was this you?`,
      emoji: false,
    },
  };
  const replies: KnownBlock = {
    type: 'actions',
    elements: [
      button('was-me', 'Yes, it was me', incident),
      button('was-not-me', 'No, it was not me', incident, 'danger'),
    ],
  };
  return [own, question, replies];
}

const ends = [1, 7, 14, 30] as const;

/**
 * The form for an acceptance, shown to one person: of what, until when, why, and the button that accepts. Slack shows it
 * below the newest message, so that it says itself what it is `about`, and not the text that a message has beside its blocks.
 */
export function acceptForm(incident: string, about: string): KnownBlock[] {
  const options = ends.map((days) => ({
    text: { type: 'plain_text' as const, text: days === 1 ? '1 day' : `${days} days`, emoji: false },
    value: String(days),
  }));
  const [, week] = options;
  return [
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            ...run('Accept until when, and why? ', { bold: true }),
            ...run(plain(about, 140) || 'This incident'),
          ],
        },
      ],
    },
    {
      type: 'input',
      label: { type: 'plain_text', text: 'Accept for', emoji: false },
      element: {
        type: 'static_select',
        action_id: daysField,
        options,
        ...(week === undefined ? {} : { initial_option: week }),
      },
    },
    {
      type: 'input',
      label: { type: 'plain_text', text: 'because', emoji: false },
      element: { type: 'plain_text_input', action_id: reasonField, max_length: 500 },
    },
    { type: 'actions', elements: [button('accept-form', 'Accept', incident, 'primary')] },
  ];
}
