import { describe, expect, it } from 'vitest';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import { plainText } from '#domain/announcements/wording.ts';
import { evaluationWorld, stopOf } from '#test/given/evaluation-world.ts';
import { home, later, noon, shopTrail } from '#test/given/shop.ts';

interface Rhythm {
  /** Seconds from one stop to the next. */
  readonly every: number;
  /** Seconds from a stop to its start. */
  readonly lasts: number;
  /** Whether a look falls between stop and start. */
  readonly isCaught: (index: number) => boolean;
}

/** Somebody who stops and starts a trail, again and again; and the incidents that this makes. */
async function flapping(times: number, { every, lasts, isCaught }: Rhythm) {
  const world = await evaluationWorld();
  world.put({});
  await world.evaluate();
  const look = async (name: string, at: number): Promise<void> => {
    const call = stopOf(shopTrail, {
      eventId: `${name}-${at}`,
      sameAs: `${name}-${at}`,
      at: later(noon, at),
    });
    const repairs = name === 'StartLogging';
    const triggers = [
      { ...call, eventName: name, effect: repairs ? ('repair' as const) : ('harm' as const) },
    ];
    await world.evaluate({ regions: [home], why: 'event', triggers });
  };
  for (let index = 0; index < times; index += 1) {
    const at = 60 + index * every;
    const startedAt = later(noon, Math.max(0, at - every + lasts));
    const stoppedAt = later(noon, at);
    world.clock.pass(Math.max(0, (later(noon, at + 1) - world.clock.now()) / 1000));
    if (isCaught(index)) {
      world.put({}, { logging: false, startedAt, stoppedAt });
      await look('StopLogging', at);
    }
    world.clock.pass(lasts);
    world.put({}, { logging: true, startedAt: later(noon, at + lasts), stoppedAt });
    if (!isCaught(index)) await look('StopLogging', at);
    await look('StartLogging', at + lasts);
  }
  const living = await world.stores.living.listLiving();
  const views = await Promise.all(living.map((id) => world.stores.incidents.readIncident(id)));
  const own = views.filter((view) => view?.members.some(({ finding }) => finding.subject === shopTrail));
  return { ...world, incidents: own.flatMap((view) => view ?? []) };
}

const never = (): boolean => false;
const always = (): boolean => true;

describe('a trail that is stopped and started again and again', () => {
  it.each([
    ['is one incident, when no look falls in between', { every: 30, lasts: 2, isCaught: never }, 1],
    ['is two, when every stop is caught', { every: 30, lasts: 10, isCaught: always }, 2],
    ['is few, when some are caught', { every: 45, lasts: 5, isCaught: (i: number) => i % 3 === 0 }, 3],
    ['is few, when it takes its time', { every: 1800, lasts: 600, isCaught: always }, 2],
  ] as const)('%s', async (_, rhythm, most) => {
    const { incidents } = await flapping(60, rhythm);
    expect(incidents.length).toBeLessThanOrEqual(most);
  });

  it('is an incident each time, when more than an hour lies in between', async () => {
    const { incidents } = await flapping(4, { every: 4000, lasts: 60, isCaught: always });
    expect(incidents).toHaveLength(4);
    expect(incidents.filter(({ incident }) => incident.recurring === true)).toEqual([]);
  });

  it('tells how often, and leaves the ticket to a person', async () => {
    const { incidents } = await flapping(9, { every: 60, lasts: 10, isCaught: always });
    const last = incidents.find(({ incident }) => incident.recurring === true)!;
    const told = announcementOf(last, { accounts: new Map(), now: later(noon, 3600) });
    expect(told.done).toBe(false);
    expect(told.notes.map(plainText).join(' ')).toContain('Logging was stopped 9 times since');
  });

  it('says that it is back, and that it is over, once an hour', async () => {
    const said = new Set<string>();
    for (const times of [4, 5, 6, 7, 8]) {
      const { incidents } = await flapping(times, { every: 90, lasts: 10, isCaught: always });
      const last = incidents.find(({ incident }) => incident.recurring === true)!;
      for (const { id } of announcementOf(last, { accounts: new Map(), now: noon }).milestones) said.add(id);
    }
    expect([...said].filter((id) => id.startsWith('resolved@'))).toHaveLength(1);
  });

  it('closes the ticket of a stop that happens once', async () => {
    const { incidents } = await flapping(1, { every: 60, lasts: 10, isCaught: always });
    const told = announcementOf(incidents[0]!, { accounts: new Map(), now: later(noon, 3600) });
    expect([told.status, told.done]).toEqual(['resolved', true]);
  });
});
