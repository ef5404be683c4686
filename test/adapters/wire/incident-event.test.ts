import { Ajv2020 } from 'ajv/dist/2020.js';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { IncidentEventJson } from '#adapters/wire/incident-event-schema.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import { incidentEvent } from '#domain/announcements/incident-event.ts';
import { incidentMilestones } from '#domain/announcements/incident-milestones.ts';
import {
  account,
  arn,
  at,
  finding,
  member,
  names,
  now,
  region,
  trigger,
  view,
} from '#test/given/incidents.ts';

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

it('an event names each account with its own Regions, and each trail once, up to the most that it names', () => {
  const [one, other] = [account('200000000001'), account('200000000002')];
  const trail = (name: string) => arn(`arn:aws:cloudtrail:eu-west-1:${one}:trail/${name}`);
  const names_ = Array.from({ length: 150 }, (_, index) => `t-${String(index).padStart(3, '0')}`);
  const members = [
    ...['eu-west-1', 'eu-central-1', 'eu-west-1'].map((where) =>
      member({ subject: trail('b') }, { account: one, region: region(where) }),
    ),
    member({ rule: 'no-trail', subject: '-' }, { account: other, region: region('us-east-1') }),
    member({ subject: trail('a') }, { account: other, region: region('us-east-1') }),
  ];
  const eventOf = (all: typeof members) => {
    const whole = view(all);
    const [first] = incidentMilestones(whole);
    const announcement = announcementOf(whole, { accounts: names, now });
    return incidentEvent(whole, announcement, first!, { names: new Map([[one, 'one']]), now }).incident;
  };
  expect(eventOf(members).accounts).toEqual([
    { id: one, name: 'one', regions: ['eu-central-1', 'eu-west-1'] },
    { id: other, name: '', regions: ['us-east-1'] },
  ]);
  expect(eventOf(members).trails).toEqual([trail('a'), trail('b')]);
  const many = names_.toReversed().map((name) => member({ subject: trail(name) }, { account: one }));
  expect(eventOf(many).trails).toEqual(names_.slice(0, 50).map(trail));
});
