import * as z from 'zod';
import { configSection, Switch, Text, textLike } from './values.ts';

const pattern = Text.refine(isPattern, { error: 'a regular expression that JavaScript understands' });
const patterns = z.array(pattern, { error: 'a list of regular expressions' });

const person = textLike(
  /^([UW][A-Z0-9]{4,}|[^@\s]+@[^@\s]+\.[^@\s]+)$/,
  'a person in Slack: a user id such as "U012AB3CD", or an e-mail address',
);

const Answers = configSection({
  enabled: Switch.prefault(false).describe(
    'Whether messages have buttons. A deploy then makes one public address, which takes what Slack has signed.',
  ),
  may_accept: z
    .array(person, { error: 'a list of people: Slack user ids or e-mail addresses' })
    .default([])
    .describe('Who may accept an incident by a button; others may not.'),
  people: z
    .record(textLike(/^arn:aws[a-z-]*:iam::\d{12}:user\/\S+$/, 'the ARN of an IAM user'), person, {
      error: 'an object: ARN of an IAM user to a person in Slack',
    })
    .default({})
    .describe('Who is behind an IAM user, so that they are asked whether a call was theirs.'),
});

/** The section `slack`: whether and how messages are sent, and whether people answer them by buttons. */
export const Slack = configSection({
  enabled: Switch.prefault(false).describe('Whether messages are sent.'),
  notify_default_owner: Switch.prefault(true).describe('Whether the global owners hear of every account.'),
  channels: z
    .record(Text, patterns, { error: 'an object: channel to a list of regular expressions' })
    .default({})
    .describe("Where Trailwarden's words about itself go: channel to patterns of such words."),
  ignore: patterns.default([]).describe('Words about itself that are not sent.'),
  team_id: textLike(/^T[A-Z0-9]{6,}$/, 'the id of a Slack workspace, such as "T012AB3CD"')
    .optional()
    .describe('The workspace, for a token that is installed in a whole Slack organization.'),
  answers: Answers.prefault({}),
  default_channel: Text.optional().describe(
    'For the daily report and for whatever has no other destination.',
  ),
});

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false; // The fault names the pattern; the reason is not needed.
  }
}
