import * as z from 'zod';
import { findingKey } from '#domain/findings/finding.ts';
import type { Issue, IssueTimestamps } from '#domain/issues/issue.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { iso, parseInstant } from '#domain/values/instant.ts';
import { parseRegion } from '#domain/values/region.ts';
import { decodeFindings, encodeFinding } from './finding-codec.ts';

const item = z.object({
  account_id: z.string(),
  issue_id: z.string(),
  version: z.number().catch(0),
  partial: z.boolean().optional().catch(undefined),
  status: z.enum(['open', 'whitelisted', 'resolved', 'closed']).catch('open'),
  // A malformed attribute must not keep an account from being evaluated, hence `catch`.
  timestamps: z.record(z.string(), z.unknown()).catch({}),
  issue_details: z.looseObject({ disabled: z.unknown().optional() }).catch({}),
  jira_details: z.looseObject({ ticket: z.unknown().optional(), tickets: z.unknown().optional() }).catch({}),
  findings: z.record(z.string(), z.unknown()).catch({}),
});

function moments(stored: Record<string, unknown>): IssueTimestamps {
  const read = (name: string): Instant | undefined => parseInstant(stored[name]);
  const identified = read('identified') ?? read('created') ?? (0 as Instant);
  return {
    identified,
    updated: read('updated') ?? identified,
    reported: read('reported'),
    remediated: read('remediated'),
    resolved: read('resolved'),
    closed: read('closed'),
  };
}

const isMap = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Set);

/** The issue in an item of the issue table, also in one that Hammer wrote; undefined when the item is not an issue. */
export function decodeIssue(stored: unknown): Issue | undefined {
  const read = item.safeParse(stored);
  if (!read.success) return undefined;
  const { data } = read;
  // The schema has read it as an object.
  const hasTimestamps = isMap((stored as { readonly timestamps?: unknown }).timestamps);
  const account = parseAccountId(data.account_id);
  const region = parseRegion(data.issue_id);
  if (!account || !region) return undefined;
  const { ticket, tickets } = data.jira_details;
  const findings = decodeFindings(Object.values(data.findings));
  return {
    account,
    region,
    version: data.version,
    status: data.status,
    timestamps: moments(data.timestamps),
    disabled: data.issue_details.disabled === true,
    partial: data.partial,
    findings: new Map(findings.map((finding) => [findingKey(finding.rule, finding.subject), finding])),
    ...(hasTimestamps ? {} : { withoutTimestamps: true as const }),
    // Hammer stored one ticket and no list; what it writes as NULL is absent.
    ...(typeof ticket === 'string' && ticket !== '' && (tickets ?? undefined) === undefined
      ? { inheritedTicket: ticket }
      : {}),
  };
}

/** The attributes of an item that the evaluator writes; it leaves all others unchanged. */
export interface EvaluatorAttributes {
  readonly version: number;
  readonly partial?: true;
  readonly status: Issue['status'];
  readonly issue_details: Record<string, unknown>;
  readonly findings: Readonly<Record<string, unknown>>;
  /** Without `reported`, which only reporters write. */
  readonly timestamps: Record<string, string>;
}

interface DeliveryErrors {
  errors: Partial<Record<'s3' | 'cloudwatch', { resource: string; error: string }>>;
  events: string;
  multi_region: boolean;
}

const deliveryKinds: Readonly<Record<string, 's3' | 'cloudwatch'>> = {
  's3-delivery-failing': 's3',
  'cloudwatch-delivery-failing': 'cloudwatch',
};

/** The playbook's `delivery_errors`: by trail ARN, the failing deliveries and what the trail records. */
export function deliveryErrors(findings: Iterable<TrackedFinding>): Record<string, DeliveryErrors> {
  const byTrail: Record<string, DeliveryErrors> = {};
  for (const { rule, subject, state, evidence } of findings) {
    const kind = deliveryKinds[rule];
    if (kind === undefined || state === 'resolved') continue;
    const entry = (byTrail[subject] ??= {
      errors: {},
      events: evidence.recorded ?? 'All',
      multi_region: evidence.multiRegion ?? false,
    });
    entry.errors[kind] = { resource: evidence.resource ?? '', error: evidence.error ?? '' };
  }
  return byTrail;
}

/** The attributes that the evaluator writes for `issue`. */
export function encodeIssue(issue: Issue): EvaluatorAttributes {
  const written = Object.entries(issue.timestamps).flatMap(([name, at]: [string, Instant | undefined]) =>
    at === undefined || name === 'reported' ? [] : [[name, iso(at)] as const],
  );
  return {
    version: issue.version,
    ...(issue.partial === true ? { partial: true } : {}),
    status: issue.status,
    issue_details: { disabled: issue.disabled, delivery_errors: deliveryErrors(issue.findings.values()) },
    findings: Object.fromEntries([...issue.findings].map(([key, finding]) => [key, encodeFinding(finding)])),
    timestamps: Object.fromEntries(written),
  };
}
