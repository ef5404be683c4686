import { describe, expect, it } from 'vitest';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { memoryReceiptStore } from '#adapters/memory/memory-receipt-store.ts';
import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import type { IncidentEvent } from '#domain/announcements/incident-event.ts';
import { unsaidMilestones } from '#domain/announcements/incident-milestones.ts';
import { timesOf } from '#domain/announcements/incident-times.ts';
import type { IncidentView, Member } from '#domain/issues/incident.ts';
import type { IncidentListener } from '#ports/incident-listeners.ts';
import { askForMilestones, machines } from '#usecases/machines/ask-for-milestones.ts';
import { publishMilestones } from '#usecases/machines/publish-milestones.ts';
import {
  account,
  at,
  healed,
  incidentId,
  member,
  names,
  now,
  prod,
  region,
  view,
} from '#test/given/incidents.ts';
import { mortal } from '#test/given/telling-world.ts';

const id = incidentId('i-1');
const closed = { closed: { at: at('12:30:00'), because: 'healthy' } } as const;

function world(...others: IncidentListener[]) {
  const clock = settableClock(at('12:10:00'));
  const receipts = memoryReceiptStore();
  const queue = memoryReportQueue(clock);
  const heard: IncidentEvent[] = [];
  const measured: string[] = [];
  const bus: IncidentListener = { name: machines, sendEvents: async (events) => void heard.push(...events) };
  let whole: IncidentView | undefined;
  const parts = {
    receipts,
    clock,
    queue,
    incidents: { readIncident: async () => whole },
    directory: memoryDirectory([...names]),
    compose: async (one: IncidentView) => announcementOf(one, { accounts: names, now }),
    onSent: (name: string, events: readonly IncidentEvent[]) =>
      void measured.push(...events.map(({ milestone }) => `${name} ${milestone.kind}`)),
  };
  const is = (members: readonly Member[], more: Partial<IncidentView> = {}) => {
    whole = { ...view(members), ...more };
  };
  const publish = (listeners = [bus, ...others]) =>
    publishMilestones({ ...parts, listeners })({ incident: id, destination: machines, attempts: 0 });
  const kinds = () => heard.map(({ milestone }) => milestone.kind);
  return { clock, receipts, queue, heard, measured, bus, parts, is, publish, kinds };
}

describe('machines hear', () => {
  it('that it opened, once, with where, who and what to do', async () => {
    const one = world();
    one.is([member({ causedBy: 'e-1' })]);
    await one.publish();
    await one.publish();
    expect(one.heard).toMatchObject([
      {
        version: '1.0',
        milestone: { id: 'i-1/opened', kind: 'opened' },
        incident: { id: 'i-1', status: 'open', severity: 'critical', accounts: [{ id: prod, name: 'prod' }] },
        causes: [{ eventName: 'StopLogging' }],
      },
    ]);
    expect(one.measured).toEqual(['events opened']);
  });

  it('of its end, of its closing, and of its acceptance', async () => {
    for (const [changes, kind] of [
      [healed, 'resolved'],
      [{ state: 'whitelisted', exemptBecause: 'a test' }, 'accepted'],
      [{ ...healed, ...closed }, 'closed'],
    ] as const) {
      const one = world();
      one.is([member()]);
      await one.publish();
      one.is([member(changes)]);
      await one.publish();
      expect(one.kinds()).toEqual(['opened', kind]);
    }
  });

  it('that it changed: more accounts, the actor, worse, an answer; each once', async () => {
    const one = world();
    const some = Array.from({ length: 12 }, (_, index) =>
      member(
        { peak: 'high', severity: 'high', causedBy: undefined },
        { account: account(String(400_000_000_000 + index)) },
      ),
    );
    one.is(some.slice(0, 1));
    await one.publish();
    one.is(some);
    await one.publish();
    one.is(some.map((each) => ({ ...each, finding: { ...each.finding, causedBy: 'e-1' } })));
    await one.publish();
    one.is([...some, member()]);
    await one.publish();
    one.is([...some, member()], { answers: [{ id: 'on-it-u', kind: 'on-it', at: now, by: 'jane' }] });
    for (let time = 0; time < 3; time += 1) await one.publish();
    expect(one.heard.map(({ milestone }) => milestone.id)).toEqual(
      ['opened', 'accounts-10', 'actor-e-1', 'severity-critical', 'answer-on-it-u'].map(
        (what) => `i-1/${what}`,
      ),
    );
  });

  it('nothing of what people are not told: a weakening, the baseline, an incident that is not there', async () => {
    const one = world();
    await one.publish();
    one.is([member({ harmful: false, weakening: true })]);
    await one.publish();
    one.is([member()], { incident: { ...view([]).incident, preexisting: true } });
    await one.publish();
    expect(one.heard).toEqual([]);
  });

  it('of what was over when it was seen, that it opened and ended', async () => {
    const one = world();
    one.is([member(healed)]);
    await one.publish();
    expect(one.kinds()).toEqual(['opened', 'resolved']);
  });
});

describe('killed', () => {
  it.each(['before', 'after'] as const)(
    '%s any of its calls, nothing is lost, and nothing gets another id',
    async (when) => {
      for (let step = 0; ; step += 1) {
        const one = world();
        one.is([member()]);
        const listeners = [one.bus];
        const dying = mortal({ ...one.parts, bus: one.bus }, { at: step, when });
        const report = { incident: id, destination: machines, attempts: 0 };
        const run = publishMilestones({ ...dying.parts, listeners: [dying.parts.bus] })(report);
        const killed = await run.then(
          () => false,
          () => true,
        );
        await one.publish(listeners);
        one.is([member(healed)]);
        await one.publish(listeners);
        const ids = new Set(one.heard.map(({ milestone }) => milestone.id));
        expect(
          [...ids].map((each) => each.replace(/@.*/, '')),
          `${when} step ${step}`,
        ).toEqual(['i-1/opened', 'i-1/resolved']);
        if (!killed) break;
        expect(step).toBeLessThan(20);
      }
    },
  );
});

it('a listener that refuses keeps no other from hearing, and hears when it takes events again', async () => {
  let takes = false;
  const hub: IncidentEvent[] = [];
  const refusing: IncidentListener = {
    name: 'security-hub',
    sendEvents: (events) => {
      if (!takes) return Promise.reject(new Error('it is off'));
      hub.push(...events);
      return Promise.resolve();
    },
  };
  const one = world(refusing);
  one.is([member()]);
  await expect(one.publish()).rejects.toThrow('telling machines');
  await expect(one.publish()).rejects.toThrow('telling machines');
  expect([one.kinds(), hub]).toEqual([['opened'], []]);
  takes = true;
  await one.publish();
  expect([one.kinds(), hub.length]).toEqual([['opened'], 1]);
});

describe('what moved', () => {
  const moved = { incident: id, account: prod, region: region('eu-west-1') };

  it('is asked for once, however often it moves, until it was served', async () => {
    const one = world();
    one.is([member()]);
    const ask = askForMilestones(one.parts);
    for (let time = 0; time < 5; time += 1) await ask([moved, moved]);
    expect(one.queue.receive()).toHaveLength(1);
    await one.publish();
    await ask([moved]);
    one.clock.pass(2);
    expect(one.queue.receive()).toHaveLength(1);
  });

  it('is asked for again when the message was lost', async () => {
    const one = world();
    const ask = askForMilestones(one.parts);
    await ask([moved]);
    one.queue.receive();
    one.clock.pass(61);
    await ask([moved]);
    expect(one.queue.receive()).toHaveLength(1);
  });
});

it('times are those from the call to the look, from the look to the end, and of all places in the dark', () => {
  const two = [member(healed), member(healed, { region: region('us-east-1') })];
  const times = timesOf(view(two), now);
  const { since, openedAt, resolvedAt, until } = two[0]!.finding;
  expect(times).toEqual({
    secondsToDetect: Math.round((openedAt - since) / 1000),
    secondsToResolve: Math.round((resolvedAt! - openedAt) / 1000),
    blindMinutes: Math.round((2 * ((until ?? resolvedAt!) - since)) / 60_000),
  });
  expect(timesOf(view([member()]), now).secondsToResolve).toBeUndefined();
});

it('what changed before it is first heard of is part of that event', () => {
  const { publish, said } = unsaidMilestones(view([member({ causedBy: 'e-1' })]), []);
  expect(publish.map(({ id: one }) => one)).toEqual(['opened']);
  expect(said).toEqual(['opened', 'severity-critical', 'actor-e-1']);
});
