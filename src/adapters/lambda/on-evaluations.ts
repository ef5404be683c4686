import type { Decision } from '#domain/facts/decision.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import { logger, metrics } from './observability.ts';
import { onQueue } from './on-queue.ts';
import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import { readRequest } from '#adapters/wire/read-request.ts';
import { readTestRequest } from '#adapters/wire/read-test-request.ts';

/** How events and evaluation requests from a queue are planned, merged and evaluated. */
export interface EvaluationWork {
  /** The evaluations that an event leads to, with the reason. */
  readonly plan: (decision: Decision) => Promise<{ requests: readonly EvaluationRequest[]; reason: string }>;
  /** Requests with the same key are merged and evaluated once. */
  readonly key: (request: EvaluationRequest) => string;
  readonly merge: (requests: readonly [EvaluationRequest, ...EvaluationRequest[]]) => EvaluationRequest;
  readonly evaluate: (request: EvaluationRequest) => Promise<void>;
  /** Begins a test alert; it is not counted as an evaluation. */
  readonly test: (request: NonNullable<ReturnType<typeof readTestRequest>>) => Promise<void>;
}

/** Accounts of one batch that are evaluated in parallel. */
const accountsAtOnce = 4;

async function readRequests(work: EvaluationWork, body: unknown): Promise<readonly EvaluationRequest[]> {
  const request = readRequest(body);
  if (request) return [request];
  const test = readTestRequest(body);
  if (test) {
    await work.test(test);
    return [];
  }
  const decision = readEvent(body);
  const { requests, reason } = await work.plan(decision);
  const { eventId, eventName } = decision.decision === 'ignore' ? decision.event : decision.trigger;
  logger.info('Event', {
    decision: decision.decision,
    eventId,
    eventName,
    reason,
    evaluations: requests.length,
  });
  return requests;
}

/** Handles a queue of events from the bus and evaluation requests; an account named five times in a batch is evaluated once. */
export function onEvaluations(work: EvaluationWork) {
  return onQueue<EvaluationRequest>({
    read: async (body, { repeated }) => {
      const requests = await readRequests(work, body);
      return repeated ? requests.map((request) => ({ ...request, repeated })) : requests;
    },
    key: work.key,
    handle: async (requests) => {
      await work.evaluate(work.merge(requests));
      metrics.addMetric('Evaluations', 'Count', 1);
    },
    atOnce: accountsAtOnce,
  });
}
