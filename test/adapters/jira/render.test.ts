import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdfDocument } from '#adapters/jira/adf.ts';
import { renderDescription, renderLabels, renderComment, renderSummary } from '#adapters/jira/render.ts';
import { announcement, hostile, sentence } from './any-announcement.ts';
import { stoppedTrail } from './stopped-trail.ts';

const full = createRequire(import.meta.url)('@atlaskit/adf-schema/dist/json-schema/v1/full.json') as object;
// The schema names draft 4, which ajv 8 does not carry, and uses nothing in which the later drafts differ.
const rules = Object.fromEntries(Object.entries(full).filter(([key]) => key !== '$schema'));
const isAdf = new Ajv({ strict: false }).compile(rules);

const forbidden =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;
interface Node {
  readonly type?: string;
  readonly text?: string;
  readonly marks?: readonly { readonly type: string; readonly attrs?: { readonly href: string } }[];
  readonly content?: readonly Node[];
}

function nodes(node: Node): Node[] {
  return [node, ...(node.content ?? []).flatMap(nodes)];
}

function plain(whole: AdfDocument): string {
  return nodes(whole)
    .flatMap(({ text }) => text ?? [])
    .join('\n');
}

describe('whatever strangers wrote', () => {
  it('the title is one line of 1 to 255 characters without control or direction characters', () => {
    fc.assert(
      fc.property(announcement, (any) => {
        const summary = renderSummary(any);
        expect(summary.length).toBeGreaterThan(0);
        expect(summary.length).toBeLessThanOrEqual(255);
        expect(summary).not.toMatch(forbidden);
        expect(summary).not.toContain('\n');
        expect(summary.isWellFormed()).toBe(true);
      }),
    );
  });

  it("the text is a document by Atlassian's schema and within the limit, also a small one", () => {
    const limit = fc.oneof(fc.integer({ min: 255, max: 32_767 }), fc.constantFrom(255, 32_767));
    fc.assert(
      fc.property(announcement, limit, fc.array(hostile, { maxLength: 3 }), (any, textLimit, notes) => {
        const whole = renderDescription(any, { textLimit, notes });
        expect(isAdf(whole), JSON.stringify(isAdf.errors?.slice(0, 2))).toBe(true);
        expect(JSON.stringify(whole).length).toBeLessThanOrEqual(textLimit);
      }),
    );
  });

  it('no text holds control or direction characters, and no link leads anywhere but to https', () => {
    fc.assert(
      fc.property(announcement, sentence, (any, words) => {
        for (const whole of [renderDescription(any, { textLimit: 32_767 }), renderComment({ words })]) {
          for (const { text = 'x', marks = [] } of nodes(whole)) {
            expect(text).not.toMatch(forbidden);
            expect(text.isWellFormed()).toBe(true);
            for (const { attrs } of marks)
              if (attrs) expect(attrs.href).toMatch(/^https:\/\/[^@]*$|^https:\/\/[^/@]*\//);
          }
        }
      }),
    );
  });

  it('a milestone is a document too', () => {
    fc.assert(
      fc.property(sentence, (words) => {
        expect(isAdf(renderComment({ words }))).toBe(true);
      }),
    );
  });

  it('labels have no spaces, are not empty, and none comes twice', () => {
    fc.assert(
      fc.property(announcement, fc.array(hostile), (any, more) => {
        const labels = renderLabels(any, ['tw-x', ...more]);
        for (const label of labels) expect(label).toMatch(/^\S{1,255}$/u);
        expect(new Set(labels).size).toBe(labels.length);
        expect(labels[0]).toBe('tw-x');
      }),
    );
  });
});

describe('what a ticket says', () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      account: `account-${String(index)} (111122223333)`,
      regions: 'eu-west-1',
      state: 'nothing is recorded',
    }));

  it('one account and Region need no table', () => {
    expect(
      plain(renderDescription(stoppedTrail({ affected: rows(1) }), { textLimit: 32_767 })),
    ).not.toContain('Account\n');
    expect(plain(renderDescription(stoppedTrail({ affected: rows(2) }), { textLimit: 32_767 }))).toContain(
      'Account\n',
    );
  });

  it('five hundred accounts are cut to what fits, and the ticket says how many are missing', () => {
    const words = plain(
      renderDescription(stoppedTrail({ affected: rows(300), affectedLeftOut: 200 }), { textLimit: 32_767 }),
    );
    const shown = words.split('nothing is recorded').length - 1;
    expect(shown).toBeGreaterThanOrEqual(50);
    expect(words).toContain(`… cut: ${String(500 - shown)} more lines.`);
    expect(words).toContain('start-logging');
  });

  it('five hundred accounts in one state are one row, and are all named for whoever opens the list', () => {
    const names = Array.from({ length: 500 }, (_, index) => `team-${index} (${300_000_000_000 + index})`);
    const [account = '', ...others] = names;
    const affected = [{ account, others, regions: 'all 17 Regions', state: 'critical' }];
    const words = plain(renderDescription(stoppedTrail({ affected }), { textLimit: 32_767 }));
    expect(names.filter((name) => !words.includes(name))).toEqual([]);
    expect(words).toContain('team-2 (300000000002) and 497 more');
  });

  it('a command is shown whole or not at all', () => {
    const remedy = { words: [], command: `aws x ${'y'.repeat(13_000)}` };
    expect(plain(renderDescription(stoppedTrail({ remedy }), { textLimit: 32_767 }))).not.toContain('aws x');
  });

  it('a title that is too long says that it was cut, and an emoji is not cut in half', () => {
    const summary = renderSummary({ headline: '👩‍🚀'.repeat(100) });
    expect(summary).toMatch(/… cut$/);
    expect(summary.isWellFormed()).toBe(true);
  });

  it('notes about the ticket stand in it', () => {
    expect(
      plain(renderDescription(stoppedTrail(), { textLimit: 32_767, notes: ['Nobody is assigned.'] })),
    ).toContain('Nobody is assigned.');
  });

  it.each([
    ['open', 'critical', 'error'],
    ['open', 'medium', 'warning'],
    ['whitelisted', 'critical', 'note'],
    ['resolved', 'critical', 'success'],
    ['closed', 'low', 'success'],
  ] as const)('%s and %s is a panel of the kind %s', (status, severity, kind) => {
    const [first] = renderDescription(stoppedTrail({ status, severity }), { textLimit: 32_767 }).content;
    expect(first).toMatchObject({ type: 'panel', attrs: { panelType: kind } });
  });
});
