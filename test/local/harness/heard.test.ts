import { expect, it } from 'vitest';
import { heardOf } from '#local/harness/heard.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import type { IncidentEvent } from '#domain/announcements/incident-event.ts';
import { incidentEvent } from '#domain/announcements/incident-event.ts';
import { incidentMilestones } from '#domain/announcements/incident-milestones.ts';
import { account, at, healed, member, names, now, prod, view } from '#test/given/incidents.ts';

/** The events of an incident as they lie in the consumer's queue, when they were sent at `sentAt`. */
function sent(whole = view([member()]), sentAt = now): IncidentEvent[] {
  const announcement = announcementOf(whole, { accounts: names, now: sentAt });
  return incidentMilestones(whole).map((milestone) =>
    incidentEvent(whole, announcement, milestone, { names, now: sentAt }),
  );
}
const bodies = (events: readonly object[]) => events.map((detail) => JSON.stringify({ detail }));
const open = ['opened i-1/opened', 'changed i-1/severity-critical', 'changed i-1/actor-e-1'];

it('a milestone counts once, however often it was sent', () => {
  expect(heardOf(bodies(sent()), prod)).toEqual(open);
  expect(heardOf(bodies([...sent(), ...sent()]), prod)).toEqual(open);
});

it('sent again later it may tell the newer state', () => {
  const over = sent(view([member(healed)]), at('12:20:00'));
  expect(heardOf(bodies([...sent(), ...over]), prod)).toEqual([
    ...open,
    'resolved i-1/resolved@2026-11-21T12:07:51.000Z',
  ]);
});

it('an id that says something else than before is an entry more', () => {
  const [opened] = sent() as [IncidentEvent];
  const moved = { ...opened, milestone: { ...opened.milestone, at: '2026-11-21T12:09:00.000Z' } };
  const other = { ...opened, incident: { ...opened.incident, previous: 'i-0' } };
  for (const changed of [moved, other])
    expect(heardOf(bodies([opened, changed]), prod)).toEqual([
      'opened i-1/opened',
      expect.stringMatching(/^opened i-1\/opened, said differently: /),
    ]);
});

it('what is heard of other accounts does not count', () => {
  expect(heardOf(bodies(sent()), account('999999999999'))).toEqual([]);
});

it('an event that the published schema does not allow is noticed: too little, too much, another version', () => {
  const [opened] = sent() as [IncidentEvent];
  const { sentAt, ...unsent } = opened;
  expect(sentAt).toBeDefined();
  for (const wrong of [unsent, { ...opened, more: 1 }, { ...opened, version: '0.9' }])
    expect(() => heardOf(bodies([wrong]), prod)).toThrow('does not match its schema');
});
