import * as z from 'zod';
import type { EventCause, IncidentEvent } from '#domain/announcements/incident-event.ts';
import { eventVersion } from '#domain/announcements/incident-event.ts';
import { incidentMilestoneKinds } from '#domain/announcements/incident-milestones.ts';
import { severities } from '#domain/findings/finding.ts';
import type { SchemaOf } from './schema-of.ts';

const text = z.string();
const moment = z.iso.datetime();

const who = z
  .object({
    kind: text.describe('Kind of identity: iam-user, identity-center, assumed-role, root, service ...'),
    name: text,
    arn: text,
    account: text,
    sourceIp: text,
    tool: text,
  } satisfies SchemaOf<EventCause['who']>)
  .partial();

const cause = z.object({
  eventId: text,
  eventName: text,
  at: moment.optional(),
  who: who.describe("Every text here is the caller's: never run or render it unescaped."),
} satisfies SchemaOf<EventCause>);

const times = z.object({
  secondsToDetect: z.number(),
  secondsToResolve: z.number().optional().describe('Left out while it is open.'),
  blindMinutes: z.number().describe('Minutes without any record, of all accounts and Regions together.'),
} satisfies SchemaOf<IncidentEvent['incident']['times']>);

const account = z.object({ id: text, name: text, regions: z.array(text).readonly() });

const incident = z.object({
  id: text,
  previous: text.optional().describe('The earlier incident of the same finding.'),
  status: z.enum(['open', 'whitelisted', 'resolved', 'closed']),
  severity: z.enum(severities),
  headline: text,
  description: text,
  remedy: text,
  command: text.optional().describe('AWS CLI commands that repair it, one a line.'),
  openedAt: moment,
  rules: z.array(text).readonly(),
  accountCount: z.number().int(),
  accounts: z.array(account).readonly().describe('The first 50 of them.'),
  trails: z.array(text).readonly().describe('ARNs, the first 50 of them.'),
  times,
} satisfies SchemaOf<IncidentEvent['incident']>);

const milestone = z.object({
  id: text.describe('The same each time this milestone is sent: events come at least once.'),
  kind: z.enum(incidentMilestoneKinds),
  at: moment,
} satisfies SchemaOf<IncidentEvent['milestone']>);

/** The `detail` of an event on the bus of incidents; the published JSON Schema is made of it. */
export const IncidentEventJson = z.object({
  version: z.literal(eventVersion),
  sentAt: moment.describe('Of two events of one incident the later one shows its newer state.'),
  milestone,
  incident,
  causes: z.array(cause).readonly(),
  links: z.array(z.object({ text, url: text })).readonly(),
} satisfies SchemaOf<IncidentEvent>);
