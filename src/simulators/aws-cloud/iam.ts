import * as z from 'zod';
import { conditionHolds, matchesPattern, type RequestContext } from './iam-conditions.ts';

/** The caller as resource policies see it. */
export type Asker =
  | { readonly service: string }
  | { readonly accountId: string; readonly arn: string; readonly roleArn?: string | undefined };

/** One permission request to evaluate against a set of policies. */
export interface AccessQuestion {
  /** e.g. `sqs:SendMessage` */
  readonly action: string;
  readonly resource: string;
  readonly context?: RequestContext;
  /** Evaluated by resource policies only. */
  readonly asker?: Asker;
}

/** The decision of a set of policies; only `allowed` lets the call through. */
export type Verdict = 'allowed' | 'not allowed' | 'denied';

const oneOrMore = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const principal = z.union([z.literal('*'), z.record(z.string(), oneOrMore)]);

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: principal.optional(),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
type Statement = z.infer<typeof statement>;

const policy = z.strictObject({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z.union([statement.transform((one) => [one]), z.array(statement)]),
});

/**
 * The decision of all policy documents together: an applicable Deny wins, then an Allow.
 * A statement that cannot be evaluated (unknown operator, policy variable) never allows; a Deny of this kind applies.
 * Throws an error with the place when a document is not a policy.
 */
export function decide(documents: readonly unknown[], question: AccessQuestion): Verdict {
  let verdict: Verdict = 'not allowed';
  for (const document of documents) {
    for (const candidate of statementsOf(document)) {
      if (!applies(candidate, question)) continue;
      if (candidate.Effect === 'Deny') return 'denied';
      verdict = 'allowed';
    }
  }
  return verdict;
}

const parsed = new WeakMap<object, readonly Statement[]>();

function statementsOf(document: unknown): readonly Statement[] {
  const key = document as object;
  const known = parsed.get(key);
  if (known) return known;
  const statements = policy.parse(document).Statement;
  parsed.set(key, statements);
  return statements;
}

function applies(candidate: Statement, question: AccessQuestion): boolean {
  const unsure = candidate.Effect === 'Deny';
  return (
    askerMatches(candidate.Principal, question.asker) &&
    listed(candidate.Action, candidate.NotAction, (pattern) =>
      matchesPattern(pattern.toLowerCase(), question.action.toLowerCase()),
    ) &&
    // A trust policy names no resource, because it is attached to one.
    (!candidate.Resource && !candidate.NotResource
      ? true
      : listed(candidate.Resource, candidate.NotResource, (pattern) =>
          matchesPattern(pattern, question.resource),
        )) &&
    (conditionHolds(candidate.Condition, question.context ?? {}) ?? unsure)
  );
}

function listed(
  wanted: readonly string[] | undefined,
  unwanted: readonly string[] | undefined,
  matches: (pattern: string) => boolean,
): boolean {
  if (wanted) return wanted.some(matches);
  return unwanted !== undefined && !unwanted.some(matches);
}

function askerMatches(wanted: z.infer<typeof principal> | undefined, asker: Asker | undefined): boolean {
  if (!asker) return wanted === undefined;
  if (wanted === undefined) return false;
  if (wanted === '*') return true;
  if ('service' in asker) return wanted['Service']?.includes(asker.service) ?? false;
  return (wanted['AWS'] ?? []).some(
    (name) =>
      name === '*' ||
      name === asker.accountId ||
      name === asker.arn ||
      name === asker.roleArn ||
      name.endsWith(`:iam::${asker.accountId}:root`),
  );
}
