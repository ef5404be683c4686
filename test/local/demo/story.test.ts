import { describe, expect, it } from 'vitest';
import type { Seen, Step, StepResult } from '#local/demo/story.ts';
import { playStory } from '#local/demo/story.ts';
import { excerpt } from '#local/demo/excerpt.ts';
import { sinceBeginning } from '#local/demo/terminal-screen.ts';

const step = (name: string, actual: () => Promise<Seen>, shown: string[] = []): Step<null> => ({
  step: name,
  promise: name,
  expected: { told: 1 },
  actual,
  show: () => shown.push(name),
});

async function play(...steps: Step<null>[]): Promise<{ held: boolean; results: StepResult[] }> {
  const results: StepResult[] = [];
  const held = await playStory([{ title: '', about: '', steps }], null, {
    chapter: () => undefined,
    result: (_, result) => results.push(result),
  });
  return { held, results };
}

const told = (count: number) => async () => ({ actual: { told: count }, ms: 7 });

describe('a story', () => {
  it('holds when every step sees what it expects, and says what was measured', async () => {
    const { held, results } = await play(step('one', told(1)));
    expect(held).toBe(true);
    expect(results).toEqual([{ step: 'one', expected: { told: 1 }, actual: { told: 1 }, ok: true, ms: 7 }]);
  });

  it('does not hold when one step of several sees something else, and still plays the rest', async () => {
    const { held, results } = await play(step('one', told(1)), step('two', told(2)), step('three', told(1)));
    expect(held).toBe(false);
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
  });

  it('takes a step that throws for an expectation that did not hold', async () => {
    const { held, results } = await play(
      step('one', async () => {
        throw new Error('no such trail');
      }),
    );
    expect(held).toBe(false);
    expect(results[0]?.actual).toBe('failed: no such trail');
  });

  it('without any step does not hold', async () => {
    expect((await play()).held).toBe(false);
  });

  it('shows pictures only of what held', async () => {
    const shown: string[] = [];
    await play(step('one', told(1), shown), step('two', told(2), shown));
    expect(shown).toEqual(['one']);
  });
});

describe('the screen', () => {
  it.each([
    [0, '+0.00 s'],
    [283, '+0.28 s'],
    [59_994, '+59.99 s'],
    [124_000, '+2 min 04 s'],
  ])('says %d ms as %s', (ms, words) => {
    expect(sinceBeginning(ms)).toBe(words);
  });

  it('leaves out the middle of a long picture and says how much', () => {
    const picture = ['| a', '| b', '| c', '| d', '| > e', '| f'].join('\n');
    expect(excerpt(picture, { head: 1, from: '>' })).toBe(
      ['| a', '| … 3 more lines', '| > e', '| f'].join('\n'),
    );
    expect(excerpt(picture, { head: 2 })).toBe(['| a', '| b', '| … 4 more lines'].join('\n'));
    expect(excerpt(picture, { head: 5 })).toBe(picture);
  });
});
