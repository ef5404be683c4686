import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Trail } from '#domain/facts/trail.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import type { Remembered } from '#test/given/story.ts';
import { blank, tell } from '#test/given/story.ts';
import { after, logging, observation, trailArn } from '#test/given/looks.ts';

const cases: readonly (readonly [RuleId, Partial<Trail>])[] = [
  ['redirected', { bucket: 'evil' }],
  ['validation-off', { logFileValidation: false }],
  ['encryption-removed', { kmsKey: undefined }],
  ['logs-unhooked', { logGroup: undefined }],
  ['single-region-only', { multiRegion: false }],
  ['global-services-off', { globalServiceEvents: false }],
];

function looks(start: Remembered, of: Partial<Trail>, times: readonly number[]): Remembered {
  return times.reduce(
    (kept, seconds) =>
      tell(kept, { seen: observation([logging('main', {}, of)], after(seconds)) }).remembered,
    start,
  );
}

// Memory is overwritten by every look, so that the one before the change is soon forgotten.
test.each(cases)('%s stands through any number of looks, until it is undone', (rule, of) => {
  const key = findingKey(rule, trailArn('main'));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 8 }), (gaps) => {
      const times = gaps.map((_gap, at) => gaps.slice(0, at + 1).reduce((sum, gap) => sum + gap, 0));
      const end = times.at(-1)!;
      const changed = looks(looks(blank, {}, [0]), of, times);
      expect(changed.findings.get(key)).toMatchObject({ state: 'open', since: after(times[0]!) });
      const undone = looks(changed, {}, [end + 60, end + 180]);
      expect(undone.findings.get(key)?.state).toBe('resolved');
      // Done once more, it opens once more.
      expect(looks(undone, of, [end + 600]).findings.get(key)?.state).toBe('open');
    }),
    { numRuns: 20 },
  );
});
