import * as z from 'zod';
import type { Acceptance, AcceptedFinding } from '#domain/issues/acceptance.ts';
import { ruleIds } from '#domain/findings/rule-id.ts';
import type { Subject } from '#domain/findings/finding.ts';
import { parseIncidentId } from '#domain/issues/incident-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { instant } from '#domain/values/instant.ts';
import { parseRegion } from '#domain/values/region.ts';
import { asTrailArn } from '#domain/values/trail-arn.ts';
import { parsed } from './parsed.ts';
import type { SchemaOf } from './schema-of.ts';

const moment = z.number().transform(instant);
const asSubject = (text: string): Subject | undefined => (text === '-' ? text : asTrailArn(text));

const finding = z.object({
  rule: z.enum(ruleIds),
  subject: parsed('a trail', asSubject),
  regions: z.array(parsed('a Region', parseRegion)),
} satisfies SchemaOf<AcceptedFinding>);

const row = z.object({
  accountId: parsed('an account id', parseAccountId),
  incident: parsed('an incident id', parseIncidentId),
  findings: z.array(z.unknown()),
  reason: z.string(),
  owner: z.string(),
  until: moment,
  at: moment,
  by: z.string(),
  endedBy: z.string().optional(),
} satisfies SchemaOf<Acceptance>);

/** The stored form of an acceptance. */
export function acceptanceRow(acceptance: Acceptance): object {
  return { ...acceptance };
}

/**
 * The acceptance in a stored row; empty when it cannot be read. A finding of a rule that another version knows is left
 * out: then it is reported, not hidden.
 */
export function acceptanceFrom(stored: unknown): readonly Acceptance[] {
  const { data } = row.safeParse(stored);
  if (!data) return [];
  return [{ ...data, findings: data.findings.flatMap((one) => finding.safeParse(one).data ?? []) }];
}
