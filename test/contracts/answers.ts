import { expect, it } from 'vitest';
import type { Answer } from '#domain/issues/answer.ts';
import type { Press } from '#ports/answers.ts';
import { finding, home, later, noon, saved, shop, shopTrail } from '#test/given/shop.ts';
import type { Stores } from '#test/given/stores.ts';

const answer: Answer = { id: 'on-it-u01', kind: 'on-it', at: noon, by: 'jane (U01)' };
const second: Answer = {
  id: 'accepted-u02',
  kind: 'accepted',
  at: later(noon, 5),
  by: 'john',
  text: 'a test',
};

/** What every store of answers promises. */
export function answersContract(open: () => Promise<Stores>): void {
  const claim = { cause: finding().cause, since: noon, at: noon };

  it('shows each answer once with its incident, oldest first', async () => {
    const { answers, incidents } = await open();
    const incident = await incidents.claimIncident(claim);
    expect((await incidents.readIncident(incident))?.answers).toEqual([]);
    expect(await answers.keepAnswer(incident, second)).toBe('new');
    expect(await answers.keepAnswer(incident, answer)).toBe('new');
    expect(await answers.keepAnswer(incident, { ...answer, at: later(noon, 60) })).toBe('known');
    expect((await incidents.readIncident(incident))?.answers).toEqual([answer, second]);
  });

  it('gives each press one reply, unless the reply is given back', async () => {
    const { answers, incidents } = await open();
    const incident = await incidents.claimIncident(claim);
    const press: Press = {
      action: 'accept',
      incident,
      person: { id: 'U01', name: 'jane' },
      at: noon,
      channel: 'C01',
    };
    expect((await Promise.all([press, press].map(answers.claimReply))).toSorted()).toEqual(['known', 'new']);
    expect(await answers.claimReply({ ...press, at: later(noon, 1) })).toBe('new');
    expect(await answers.claimReply({ ...press, person: { id: 'U02', name: 'john' } })).toBe('new');
    expect(await answers.claimReply({ ...press, action: 'accept-form' })).toBe('new');
    await answers.releaseReply(press);
    expect(await answers.claimReply(press)).toBe('new');
    expect(await answers.claimReply(press)).toBe('known');
    expect((await incidents.readIncident(incident))?.answers).toEqual([]);
  });

  it('is noted on an issue, again and again the same, and moves nothing', async () => {
    const { issues, incidents, noted } = await open();
    const incident = await incidents.claimIncident(claim);
    await saved(issues, { at: noon, findings: [finding({ subject: shopTrail, incident })] });
    const place = { account: shop, region: home };
    for (let time = 0; time < 2; time += 1) await issues.noteAnswers(place, incident, [answer, second]);
    expect(await noted(shop, home)).toHaveLength(2);
    expect((await issues.readRemembered(shop, home)).issue?.status).toBe('open');
    await saved(issues, { at: later(noon, 60), findings: [finding({ subject: shopTrail, incident })] });
    expect(await noted(shop, home)).toHaveLength(2);
  });
}
