import { describe, expect, it } from 'vitest';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { Lakes } from '#ports/lakes.ts';
import { frankfurt, home, later, noon, shop, trigger } from '#test/given/shop.ts';
import { isDayOf, isOfDataStores, lakeLook } from '#usecases/evaluate/ask-lake.ts';
import type { RegionOutcome } from '#usecases/evaluate/evaluate-region.ts';

const day = 24 * 3600;
const week = Array.from({ length: 7 }, (_, index) => later(noon, index * day));
const [dayOfShop = noon, ...otherDays] = [
  ...week.filter((at) => isDayOf(shop, at)),
  ...week.filter((at) => !isDayOf(shop, at)),
];
const [otherDay = noon] = otherDays;
const sweep: EvaluationRequest = { account: shop, regions: 'all', why: 'sweep', triggers: [] };

const looked = (at: RegionOutcome['observation']['at']) =>
  // Of an outcome only these are read here.
  [home, frankfurt].map((region) => ({ region, observation: { at } }) as RegionOutcome);
const known: Lakes = new Map([
  [home, { account: shop, region: home, at: noon, stores: [], changedAt: noon }],
]);
const regionsOf = (request: EvaluationRequest, at: typeof noon, lakes?: Lakes) =>
  lakeLook(request, looked(at), lakes)?.regions.map(({ region }) => region);

describe('a sweep has CloudTrail Lake looked at', () => {
  it('once a week where no store is known, on a day of the account', () => {
    expect(otherDays).toHaveLength(6);
    expect(regionsOf(sweep, dayOfShop)).toEqual([home, frankfurt]);
    expect(regionsOf(sweep, otherDay)).toBeUndefined();
  });

  it('every day in every Region where a store is known anywhere', () => {
    expect(regionsOf(sweep, otherDay, known)).toEqual([home, frankfurt]);
  });

  it('every day until the baseline is accepted', () => {
    expect(regionsOf({ ...sweep, baseline: true }, otherDay)).toEqual([home, frankfurt]);
  });
});

it('a look that is no sweep has CloudTrail Lake looked at for nothing but calls on it', () => {
  expect(regionsOf({ ...sweep, why: 'look-again' }, dayOfShop, known)).toBeUndefined();
});

it('a call on a store has CloudTrail Lake looked at in the Region of the call, once, for that call', () => {
  const ofStore = trigger({ dependsOn: { kind: 'event-data-store', id: 's-1' }, region: home });
  const request: EvaluationRequest = {
    ...sweep,
    why: 'event',
    triggers: [ofStore, trigger({ region: frankfurt })],
  };
  expect(lakeLook(request, looked(otherDay), known)).toEqual({
    lake: shop,
    regions: [{ region: home, knew: noon }],
    triggers: [ofStore],
    baseline: undefined,
  });
  const again: EvaluationRequest = { ...request, why: 'look-again' };
  expect(lakeLook(again, looked(otherDay), known)).toBeUndefined();
  expect(lakeLook({ ...request, why: 'sweep' }, looked(otherDay), known)?.triggers).toEqual([]);
});

it('calls concern event data stores only when there are calls, and all of them do', () => {
  const ofStore = trigger({ dependsOn: { kind: 'event-data-store', id: 's-1' } });
  const about = (...triggers: EvaluationRequest['triggers']) => isOfDataStores({ ...sweep, triggers });
  expect([about(ofStore), about(ofStore, trigger()), about()]).toEqual([true, false, false]);
});
