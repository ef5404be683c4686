import * as z from 'zod';
import { ruleIds } from '#domain/findings/rule-id.ts';
import type { Evidence, FormerSettings } from '#domain/findings/finding.ts';
import { leftKinds, severities } from '#domain/findings/finding.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { instant, iso } from '#domain/values/instant.ts';
import type { SchemaOf } from './schema-of.ts';
import { answeredSelectors, recordedEvents, trailFlags, trailResources } from './trail-settings.ts';

const moment = z.codec(z.iso.datetime(), z.number(), {
  decode: (text) => instant(Date.parse(text)),
  encode: (milliseconds) => iso(instant(milliseconds)),
});

const former = z.object({
  ...z.object(trailFlags).partial().shape,
  ...trailResources,
  recorded: recordedEvents.optional(),
  answeredSelectors: answeredSelectors.optional(),
} satisfies SchemaOf<FormerSettings>);

const evidence = z.object({
  trailName: z.string().optional(),
  homeRegion: z.string().optional(),
  multiRegion: z.boolean().optional(),
  organization: z.boolean().optional(),
  recorded: z.enum(['All', 'ReadOnly', 'WriteOnly', 'None']).optional(),
  stoppedAt: moment.optional(),
  startedAt: moment.optional(),
  error: z.string().optional(),
  resource: z.string().optional(),
  deliveredAt: moment.optional(),
  coveredBy: z.array(z.string()).optional(),
  was: former.optional(),
  dueAt: moment.optional(),
  change: z.string().optional(),
  refused: z.object({ accounts: z.array(z.string()).readonly(), count: z.number() }).optional(),
  secondHand: z.boolean().optional(),
  left: z.enum(leftKinds).optional(),
  coveredSince: moment.optional(),
  missing: z.array(z.string()).optional(),
  doubt: z.string().optional(),
  beside: z.string().optional(),
} satisfies SchemaOf<Evidence>);

const closed = z.object({
  at: moment,
  because: z.enum(['healthy', 'account-left', 'region-disabled', 'not-watched']),
});

const finding = z.object({
  rule: z.enum(ruleIds),
  subject: z.string(),
  harm: z.string(),
  severity: z.enum(severities),
  weakening: z.boolean(),
  cause: z.string(),
  since: moment,
  until: moment.optional(),
  evidence,
  state: z.enum(['open', 'whitelisted', 'resolved']),
  incident_id: z.string(),
  returns_from: z.string().optional(),
  opened_at: moment,
  seen_at: moment,
  healthy_at: moment.optional(),
  resolved_at: moment.optional(),
  harmed_at: moment.optional(),
  repeated: z.object({ times: z.number(), since: moment }).optional(),
  peak: z.enum(severities),
  harmful: z.boolean(),
  caused_by: z.string().optional(),
  unexplained: z.string().optional(),
  missed: z.boolean().optional(),
  exempt_since: moment.optional(),
  exempt_because: z.string().optional(),
  exempt_by: z.string().optional(),
  exempt_until: moment.optional(),
  caused_by_role: z.string().optional(),
  ended_exempt: z.boolean().optional(),
  was_exempt: z.boolean().optional(),
  closed: closed.optional(),
});

/** A finding as it is stored: plain JSON, moments in ISO 8601, names in the style of the playbook's item. */
export type StoredFinding = z.input<typeof finding>;

/** Members whose stored name differs, in the style of the playbook's item. */
const storedNames = {
  incident: 'incident_id',
  returnsFrom: 'returns_from',
  openedAt: 'opened_at',
  seenAt: 'seen_at',
  healthyAt: 'healthy_at',
  resolvedAt: 'resolved_at',
  harmedAt: 'harmed_at',
  causedBy: 'caused_by',
  exemptSince: 'exempt_since',
  exemptBecause: 'exempt_because',
  exemptBy: 'exempt_by',
  exemptUntil: 'exempt_until',
  causedByRole: 'caused_by_role',
  endedExempt: 'ended_exempt',
  wasExempt: 'was_exempt',
} as const satisfies Partial<Record<keyof TrackedFinding, keyof z.output<typeof finding>>>;
const ownNames = Object.fromEntries(Object.entries(storedNames).map(([own, name]) => [name, own]));

function renamed(value: object, names: Readonly<Record<string, string>>): Record<string, unknown> {
  const given = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(given.map(([name, part]) => [names[name] ?? name, part]));
}

/** The stored form of `tracked`. */
export function encodeFinding(tracked: TrackedFinding): StoredFinding {
  // The schema checks the shape again; brands exist for the compiler only.
  return z.encode(finding, renamed(tracked, storedNames) as z.output<typeof finding>);
}

function named(stored: z.output<typeof finding>): TrackedFinding {
  const evidence = renamed(stored.evidence, {});
  // Written by `encodeFinding` from the same type and checked by the schema; brands exist for the compiler only.
  return { ...renamed(stored, ownNames), evidence } as unknown as TrackedFinding;
}

/** The finding in a stored form; throws when it does not match the schema. */
export function decodeFinding(stored: unknown): TrackedFinding {
  return named(z.decode(finding, stored as StoredFinding));
}

/**
 * The findings among `stored`. Entries that cannot be decoded are skipped, e.g. of a rule that a later version dropped:
 * the next look judges the real state anyway, and one bad entry must not keep an account from being evaluated.
 */
export function decodeFindings(stored: readonly unknown[]): readonly TrackedFinding[] {
  return stored.flatMap((value) => {
    const { data } = z.safeDecode(finding, value as StoredFinding);
    return data ? [named(data)] : [];
  });
}
