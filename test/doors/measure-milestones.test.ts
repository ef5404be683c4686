import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { dashboard } from '#adapters/cloudformation/dashboard.ts';
import { metrics } from '#adapters/lambda/observability.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import { incidentEvent } from '#domain/announcements/incident-event.ts';
import { incidentMilestones } from '#domain/announcements/incident-milestones.ts';
import { measureMilestones } from '#doors/measure-milestones.ts';
import { machines } from '#usecases/machines/ask-for-milestones.ts';
import { at, finding, member, names, now, trigger, view } from '#test/given/incidents.ts';

afterEach(() => metrics.clearMetrics());

/** Opened two seconds after the call, over seven minutes after it. */
const whole = view(
  [
    member(
      finding({ state: 'resolved', causedBy: 'e-1', resolvedAt: at('12:07:10'), until: at('12:07:08') }),
    ),
  ],
  [trigger({ eventId: 'e-1' })],
);
const events = incidentMilestones(whole).map((milestone) =>
  incidentEvent(whole, announcementOf(whole, { accounts: names, now }), milestone, { names, now }),
);
it('an incident is measured once for all listeners, when it opens and when it is over', () => {
  for (const listener of [machines, 'security-hub']) measureMilestones(listener, events);
  expect(metrics.serializeMetrics()).toMatchObject({
    IncidentsOpened: 1,
    TimeToDetect: events[0]?.incident.times.secondsToDetect,
    IncidentsResolved: 1,
    TimeToResolve: events[0]?.incident.times.secondsToResolve,
    BlindMinutes: 7,
  });
});

it('the dashboard shows no metric of ours that nothing measures', () => {
  const shown = JSON.stringify(
    dashboard({ name: 'd', service: 'trailwarden', functions: [], deadLetters: [], queues: {} }),
  );
  const named = [...shown.matchAll(/Trailwarden\\*",\\*"(\w+)/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(5);
  const src = new URL('../../src/', import.meta.url);
  const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^(?:doors|adapters.lambda|adapters.aws).*\.ts$/.test(name))
    .map((name) => readFileSync(new URL(name, src), 'utf8'))
    .join('\n');
  expect(named.filter((name) => !sources.includes(`'${name}'`))).toEqual([]);
});
