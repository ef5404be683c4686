import { describe, expect, inject, it } from 'vitest';
import { demoStory } from '#local/demo/demo-story.ts';
import { quietDay } from '#local/demo/quiet-day.ts';
import { runDemo } from '#local/demo/run-demo.ts';
import type { StepResult } from '#local/demo/story.ts';

async function played(story: typeof demoStory): Promise<{ exitCode: number; results: StepResult[] }> {
  const lines: string[] = [];
  const exitCode = await runDemo(story, {
    json: true,
    write: (line) => lines.push(line),
    dynamoDb: inject('dynamoDb'),
  });
  return { exitCode, results: lines.map((line) => JSON.parse(line) as StepResult) };
}

describe('the demo', () => {
  it('tells its whole story, every expectation holds, and the exit code is 0', async () => {
    const { exitCode, results } = await played(demoStory);
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    expect(results.map(({ step }) => step)).toEqual(
      demoStory.flatMap(({ steps }) => steps.map(({ step }) => step)),
    );
    for (const result of results)
      expect(Object.keys(result)).toEqual(['step', 'expected', 'actual', 'ok', 'ms']);
    expect(exitCode).toBe(0);
  });

  it('ends with exit code 1 when a single expectation is wrong', async () => {
    const steps = quietDay.steps
      .filter(({ step }) => step === 'healthy')
      .map((step) => ({ ...step, expected: { looks: 15, messages: 0, tickets: 0 } }));
    const { exitCode, results } = await played([{ ...quietDay, steps }]);
    expect(exitCode).toBe(1);
    expect(results).toMatchObject([{ step: 'healthy', ok: false, actual: { looks: 16 } }]);
  });
});
