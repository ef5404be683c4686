import * as z from 'zod';
import type { Activity } from './activity.ts';
import type { Agenda } from './agenda.ts';
import type { VirtualClock } from './clock.ts';
import type { InvocationResult } from './function-worker.ts';
import type { Functions } from './functions.ts';
import { matchesEvent } from './pattern.ts';
import type { Queues } from './queues.ts';
import { refusal, type Roles } from './roles.ts';
import type { Part, Stack } from './stack.ts';

/** An event source mapping of the template. */
export type MappingPart = Part<'AWS::Lambda::EventSourceMapping'>;

/** The parts of the local cloud that every event source mapping uses. */
export interface MappingParts {
  readonly stack: Stack;
  readonly clock: VirtualClock;
  readonly activity: Activity;
  readonly agenda: Agenda;
  readonly functions: Functions;
  readonly queues: Queues;
  readonly roles: Roles;
  /** Whether streams are read right after a write; default true. */
  readonly eagerStreams?: boolean;
}

/** The function that a mapping or target names by name or ARN; throws when the template has none. */
export function functionOf(stack: Stack, nameOrArn: string): Part<'AWS::Lambda::Function'> {
  const found = stack
    .of('AWS::Lambda::Function')
    .find(({ name, arn }) => name === nameOrArn || arn === nameOrArn);
  if (!found) throw new Error(`the template has no function ${nameOrArn}`);
  return found;
}

/** Throws, as AWS does on creation, when the function's role lacks a permission that Lambda uses for the mapping. */
export function requirePermissions(
  parts: MappingParts,
  mapping: MappingPart,
  actions: readonly (readonly [string, string])[],
): void {
  const { Role } = functionOf(parts.stack, mapping.FunctionName);
  for (const [action, resource] of actions) {
    const verdict = parts.roles.ask(Role, { action, resource });
    if (verdict !== 'allowed')
      throw new Error(`Resources.${mapping.logicalId}: ${refusal(Role, { action, resource }, verdict)}`);
  }
}

/** Whether an event source record passes the mapping's filters (none: all pass). */
export function passesFilters(mapping: MappingPart, record: unknown): boolean {
  const filters = mapping.FilterCriteria?.Filters ?? [];
  return filters.length === 0 || filters.some(({ Pattern }) => matchesEvent(JSON.parse(Pattern), record));
}

const partialAnswer = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullable();

/**
 * The identifiers a batch function reports as failed: none after success, 'all' after a thrown error, a malformed
 * answer or an identifier that is not in the batch (Lambda Developer Guide, "Reporting batch item failures").
 */
export function failedItems(
  mapping: MappingPart,
  result: InvocationResult,
  batch: readonly string[],
): readonly string[] | 'all' {
  if (!result.ok) return 'all';
  if (mapping.FunctionResponseTypes.length === 0) return [];
  const answer = partialAnswer.safeParse(result.payload === '' ? null : result.payload);
  if (!answer.success) return 'all';
  const failed = answer.data?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier) ?? [];
  return failed.every((id) => batch.includes(id)) ? failed : 'all';
}
