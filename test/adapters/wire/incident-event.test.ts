import { Ajv2020 } from 'ajv/dist/2020.js';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { IncidentEventJson } from '#adapters/wire/incident-event-schema.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import { incidentEvent } from '#domain/announcements/incident-event.ts';
import { incidentMilestones } from '#domain/announcements/incident-milestones.ts';
import { at, finding, member, names, now, trigger, view } from '#test/given/incidents.ts';

const schema = {
  $id: 'urn:trailwarden:schema:incident-milestone:1',
  title: 'Trailwarden Incident Milestone',
  description: 'The detail of the events of source trailwarden on the bus of incidents.',
  ...z.toJSONSchema(IncidentEventJson),
};

// Named as EventBridge's schema discovery would: source@DetailType.
it('the published JSON Schema is fresh', async () => {
  const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 110 });
  await expect(text).toMatchFileSnapshot(
    '../../../config/schemas/trailwarden@TrailwardenIncidentMilestone.schema.json',
  );
});

it.each([
  ['open', finding({ causedBy: 'e-1' })],
  ['over', finding({ state: 'resolved', resolvedAt: at('12:07:00'), until: at('12:06:59') })],
  ['accepted', finding({ state: 'whitelisted', exemptBecause: 'a test', harmful: true })],
])('every event of an incident that is %s is valid', (_, one) => {
  const check = new Ajv2020({ strict: false, formats: { 'date-time': true } }).compile(schema);
  const whole = view([member(one)], [trigger({ eventId: 'e-1' })]);
  const announcement = announcementOf(whole, { accounts: names, now });
  const milestones = incidentMilestones(whole);
  expect(milestones.length).toBeGreaterThan(1);
  for (const milestone of milestones) {
    const event: unknown = JSON.parse(
      JSON.stringify(incidentEvent(whole, announcement, milestone, { names, now })),
    );
    check(event);
    expect(check.errors).toBeNull();
  }
});
