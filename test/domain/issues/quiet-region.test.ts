import { describe, expect, it } from 'vitest';
import type { TrailSight } from '#domain/facts/observation.ts';
import { after, logging, observation } from '#test/given/looks.ts';
import type { Remembered } from '#test/given/story.ts';
import { blank, tell } from '#test/given/story.ts';

const day = 86_400;

/** A trail that records writes only, in a Region where nobody writes: nothing is delivered there for days. */
const quiet = (deliveredAt: number, deliveryError?: string): TrailSight =>
  logging('main', { deliveredAt: after(deliveredAt), deliveryError });

function looks(...chapters: readonly (readonly [seconds: number, sight: TrailSight])[]): Remembered {
  return chapters.reduce<Remembered>(
    (before, [seconds, sight]) => tell(before, { seen: observation([sight], after(seconds)) }).remembered,
    tell(blank, { seen: observation([quiet(-day)], after(-60)) }).remembered,
  );
}

const failing = ({ findings }: Remembered) =>
  [...findings.values()].find(({ rule }) => rule === 's3-delivery-failing');

describe('a delivery error in a quiet Region', () => {
  it('stands as long as AWS shows it: nothing was delivered that would prove the repair', () => {
    const story = looks([0, quiet(-day, 'NoSuchBucket')], [3 * day, quiet(-day, 'NoSuchBucket')]);
    expect(failing(story)).toMatchObject({ state: 'open', since: after(0), healthyAt: undefined });
  });

  it('is not over because the error went without a delivery, however often that is seen', () => {
    const days = [1, 2, 3, 4, 5].map((index) => [index * day, quiet(-day)] as const);
    const story = looks([0, quiet(-day, 'NoSuchBucket')], ...days);
    expect(failing(story)).toMatchObject({ state: 'open', healthyAt: after(day) });
  });

  it('is over with the first delivery after it, and then began when it was first seen', () => {
    const story = looks([0, quiet(-day, 'NoSuchBucket')], [2 * day, quiet(-day)], [4 * day, quiet(3 * day)]);
    expect(failing(story)).toMatchObject({ state: 'resolved', since: after(0), until: after(3 * day) });
  });

  it('does not open anew when the error is shown once more within the same story', () => {
    const story = looks(
      [0, quiet(-day, 'NoSuchBucket')],
      [day, quiet(-day)],
      [2 * day, quiet(-day, 'NoSuchBucket')],
    );
    expect(failing(story)).toMatchObject({ state: 'open', incident: 'i-1', since: after(0) });
  });
});
