import { describe, expect, it } from 'vitest';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import type { Announcement } from '#domain/announcements/announcement.ts';
import { renderMessage } from '#adapters/slack/render.ts';
import { checkedBlocks } from '#simulators/slack/blocks.ts';
import { everywhere, names, now, view } from '#test/given/incidents.ts';

const command = (letter: string, length: number) => `aws ${letter.repeat(length - 4)}`;
const told = (...commands: readonly string[]): Announcement => ({
  ...announcementOf(view(everywhere()), { accounts: names, now }),
  remedy: { words: [{ kind: 'text', text: 'Do it.' }], command: commands.join('\n') },
  answers: { accept: true, asked: [] },
});
const blocksOf = (announcement: Announcement) => {
  const { blocks } = renderMessage(announcement);
  expect(() => checkedBlocks(blocks)).not.toThrow();
  return blocks.map((block) => JSON.stringify(block));
};
const placeOf = (blocks: readonly string[], text: string) =>
  blocks.findIndex((block) => block.includes(text));

describe('the commands of a message', () => {
  it('stand with the words, and further ones below the buttons', () => {
    const blocks = blocksOf(told(command('a', 300), command('b', 300), command('c', 300)));
    const [first, buttons, then] = ['aaa', '"actions"', 'bbb'].map((text) => placeOf(blocks, text));
    expect(first).toBe(placeOf(blocks, 'Do it.'));
    expect(buttons).toBeGreaterThan(first ?? 0);
    expect(then).toBe((buttons ?? 0) + 1);
    expect(placeOf(blocks, 'ccc')).toBe(then);
    expect(blocks.join('')).not.toContain('at the end of this message');
  });

  it('stand at the end of the message when they are long, and the words say so', () => {
    const blocks = blocksOf(told(command('a', 300), command('b', 4500)));
    expect(placeOf(blocks, 'bbb')).toBe(blocks.length - 1);
    expect(blocks[placeOf(blocks, 'Do it.')]).toContain(' The long command is at the end of this message.');
    expect(blocks.join('')).toContain(command('b', 4500));
  });

  it('also the only one', () => {
    const blocks = blocksOf(told(command('b', 4500)));
    expect(placeOf(blocks, 'bbb')).toBe(blocks.length - 1);
    expect(placeOf(blocks, '"rich_text_preformatted"')).toBe(blocks.length - 1);
  });

  it('are left out whole when Slack would refuse the message, and the words say so', () => {
    const blocks = blocksOf(told(command('a', 300), command('b', 4500), command('c', 4600)));
    expect(blocks.join('')).toContain('bbb');
    expect(blocks.join('')).not.toContain('ccc');
    expect(blocks.join('')).toContain(
      ' The longest command is too long for Slack: see the ticket, or the console.',
    );
  });
});
