import { expect, test } from 'vitest';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { plainText } from '#domain/announcements/wording.ts';
import { finding, healed } from '#test/given/incidents.ts';
import { frankfurt, home, incidentId, memory, noon, saved, shop, shopTrail } from '#test/given/shop.ts';
import { memoryStores } from '#test/given/stores.ts';
import { seePlace } from '#usecases/see/see-place.ts';

const [first, second, over] = [incidentId('i-1'), incidentId('i-2'), incidentId('i-3')];

/** What a person reads of the place in the shop's home Region, and of another that was never seen. */
async function seen() {
  const { issues } = await memoryStores();
  const of = (changes: Parameters<typeof finding>[0]) => finding({ subject: shopTrail, ...changes });
  await saved(issues, {
    at: noon,
    memory: memory(noon),
    findings: [
      of({ incident: first }),
      of({ rule: 'redirected', incident: first }),
      of({ rule: 'validation-off', incident: second, state: 'whitelisted' }),
      of({ ...healed, rule: 'encryption-removed', incident: over }),
      of({ rule: 'logs-unhooked', incident: incidentId('i-4'), closed: { at: noon, because: 'healthy' } }),
    ],
  });
  const see = seePlace({ issues, directory: memoryDirectory([[shop, 'shop']]) });
  const [here, elsewhere] = [home, frankfurt].map((region) => see({ account: shop, region }, undefined));
  return { here: await here!, elsewhere: await elsewhere! };
}

test('a place names the incidents that its findings belong to, each once, until they are closed', async () => {
  const { here, elsewhere } = await seen();
  expect(here.incidents).toEqual([first, second, over]);
  expect(elsewhere.incidents).toEqual([]);
});

test('a place is told with the name of its account, its trails and what is open there', async () => {
  const { here, elsewhere } = await seen();
  expect(here.trails.map((one) => plainText(one))).toEqual([
    expect.stringMatching(/^Trail shop .* records /),
    expect.stringMatching(/^Last read at /),
  ]);
  expect(here.findings).toHaveLength(3);
  expect(elsewhere.trails.map((one) => plainText(one))).toEqual(['No trail was ever read there.']);
});
