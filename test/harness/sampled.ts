import { expect, inject, test } from 'vitest';
import { allJourneys } from '#local/harness/all-journeys.ts';
import { campaign, campaignInWords, verdictInWords } from '#local/harness/campaign.ts';
import type { Journey } from '#local/harness/journeys.ts';

/** A new sample every day; `npm run harness` strikes every call of every journey. */
const seed = Number(process.env['HARNESS_SEED'] ?? Math.floor(Date.now() / 86_400_000));
/** One of these journeys a day: the others have their turn tomorrow and the day after. */
const ofToday = (names: readonly Journey['name'][]) => names[seed % names.length];

/** A part of a journey's calls: those with this in their name, and how many strikes of them a day. */
interface Part {
  readonly calls: string;
  readonly strikes: number;
}
const whole: Part = { calls: '', strikes: 3 };

/** A test for today's of these journeys, with a sample of strikes; the seed stands in the test's name. */
export function sampled(names: readonly Journey['name'][], { calls, strikes }: Part = whole): void {
  for (const journey of allJourneys.filter(({ name }) => name === ofToday(names)))
    test(`${journey.name} ${calls}: killed anywhere, nothing is lost and nothing is told twice (seed ${seed})`, async () => {
      const options = {
        dynamoDb: inject('dynamoDb'),
        strikes,
        calls,
        seed,
        searchLagMs: 20_000,
        warmRuns: 1,
        spareRuns: 0,
      };
      const report = await campaign(journey, options);
      console.log(campaignInWords(report));
      // Which calls are made every time is found out by more runs than there is time for here: one of them that does
      // not come again is a fault of a whole campaign, and none of a sample.
      const wrong = report.verdicts.filter(({ faults }) => faults.length > 0);
      expect(wrong.map(verdictInWords)).toEqual([]);
      expect(report.verdicts.some(({ visited }) => visited)).toBe(true);
    });
}
