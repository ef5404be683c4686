import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { matchesEvent, PatternError } from '#simulators/aws-cloud/pattern.ts';

interface Case {
  readonly name: string;
  readonly pattern: unknown;
  readonly event: unknown;
  readonly expected: 'match' | 'no-match' | 'invalid-pattern';
}

const file = new URL('../../fixtures/eventbridge-patterns/cases.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };

function answer({ pattern, event }: Case): Case['expected'] {
  try {
    return matchesEvent(pattern, event) ? 'match' : 'no-match';
  } catch (error) {
    if (error instanceof PatternError) return 'invalid-pattern';
    throw error;
  }
}

describe('an event pattern', () => {
  it('is judged on all 85 cases', () => expect(cases).toHaveLength(85));
  it.each(cases)('answers as EventBridge does: $name', (one) => expect(answer(one)).toBe(one.expected));
});
