import { describe, expect, it } from 'vitest';
import type { Issue } from '#domain/issues/issue.ts';
import type { TicketDesk } from '#ports/ticket-desk.ts';
import { incidentId, member } from '#test/given/incidents.ts';
import { finding, home, later, noon, saved, shop, shopTrail } from '#test/given/shop.ts';
import { memoryStores } from '#test/given/stores.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import type { Member } from '#domain/issues/incident.ts';
import { endInheritedTicket } from '#usecases/day/end-inherited-ticket.ts';

const here = { account: shop, region: home };
const stopped = member({ subject: shopTrail }, here);
const weak = member({ subject: shopTrail, harmful: false, weakening: true, severity: 'low' }, here);

/** An item of Hammer with the ticket OLD-7 after its first evaluation found `members`. */
async function world(
  members: readonly Member[],
  refs: readonly string[] = [],
  { answer = 'done', destination = 'jira|SEC' }: { answer?: string; destination?: string } = {},
) {
  const stores = await memoryStores();
  const clock = settableClock(later(noon, 3600));
  const ended: unknown[] = [];
  const desk = {
    endInherited: async (key: string, said: object) => {
      ended.push({ key, ...said });
      return { kind: answer, value: undefined, seconds: 60, why: answer };
    },
  } as unknown as TicketDesk; // Only this method is called.
  const issue: Issue = {
    ...(await saved(stores.issues, { at: noon, findings: members.map(({ finding: one }) => one) })),
    inheritedTicket: 'OLD-7',
  };
  const id = incidentId('i-1');
  const parts = {
    issues: stores.issues,
    clock,
    desk,
    incidents: {
      readIncident: async () => ({
        incident: { id, cause: finding().cause, at: noon },
        members,
        triggers: [],
        attempts: [],
      }),
    },
    receipts: {
      listReceipts: async () =>
        refs.map((ref) => ({
          incident: id,
          destination,
          version: 1,
          told: { ref, place: 'SEC', at: noon },
          said: [],
        })),
    },
  };
  const end = endInheritedTicket(parts as never);
  return { end, ended, issue, listed: () => stores.tickets(shop, home) };
}

describe("a ticket of Hammer's", () => {
  it('that the incident took over is left to the incident', async () => {
    const { end, ended, issue } = await world([stopped], ['OLD-7']);
    expect(await end(issue)).toBe(true);
    expect(ended).toEqual([]);
  });

  it('that is part of an incident with another ticket ends with a link to that one', async () => {
    const { end, ended, issue } = await world([stopped], ['SEC-1']);
    expect(await end(issue)).toBe(true);
    expect(ended).toEqual([
      {
        key: 'OLD-7',
        remark: expect.stringContaining('goes on with this in SEC-1') as string,
        goesOnIn: 'SEC-1',
      },
    ]);
  });

  it.each([
    ['is a weakening only', [weak], 'stands in the daily report'],
    ['was never anything', [], 'this is over'],
  ])('of what %s ends with these words', async (_what, members, words) => {
    const { end, ended, issue } = await world(members);
    expect(await end(issue)).toBe(true);
    expect(ended).toEqual([
      { key: 'OLD-7', remark: expect.stringContaining(words) as string, goesOnIn: undefined },
    ]);
  });

  it('waits for the ticket of its incident', async () => {
    const { end, ended, issue } = await world([stopped]);
    expect(await end(issue)).toBe(false);
    expect(ended).toEqual([]);
  });

  it('is tried again tomorrow when Jira does not answer', async () => {
    const { end, issue, listed } = await world([], [], { answer: 'later' });
    expect(await end(issue)).toBe(false);
    expect(await listed()).toEqual([]);
  });

  it('that is no longer there is not asked for again', async () => {
    const { end, issue, listed } = await world([], [], { answer: 'gone' });
    expect(await end(issue)).toBe(true);
    expect(await listed()).toEqual(['OLD-7']);
  });

  it('waits for a ticket where the incident was told in Slack alone', async () => {
    const { end, ended, issue } = await world([stopped], ['1.0'], { destination: 'slack|#sec' });
    expect(await end(issue)).toBe(false);
    expect(ended).toEqual([]);
  });

  it('is not touched before the first evaluation, nor where there is none', async () => {
    const { end, ended, issue } = await world([]);
    expect(await end({ ...issue, version: 0 })).toBe(true);
    expect(await end({ ...issue, inheritedTicket: undefined })).toBe(true);
    expect(ended).toEqual([]);
  });
});
