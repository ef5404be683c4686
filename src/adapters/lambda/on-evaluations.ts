import type { Decision } from '#domain/facts/decision.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import { logger, metrics } from './observability.ts';
import type { RetrySooner } from './on-queue.ts';
import { onQueue } from './on-queue.ts';
import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import { readRequests } from '#adapters/wire/read-request.ts';
import { readTestRequest } from '#adapters/wire/read-test-request.ts';

/** How events and evaluation requests from a queue are planned, merged and evaluated. */
export interface EvaluationWork {
  /** The evaluations that an event leads to, with the reason. */
  readonly plan: (decision: Decision) => Promise<{ requests: readonly EvaluationRequest[]; reason: string }>;
  /** Requests with the same key are merged and evaluated once. */
  readonly key: (request: EvaluationRequest) => string;
  readonly merge: (requests: readonly [EvaluationRequest, ...EvaluationRequest[]]) => EvaluationRequest;
  readonly evaluate: (request: EvaluationRequest) => Promise<void>;
  /** Whether the account may have another evaluation at once; otherwise its request is handed on. */
  readonly isWithinShare: (request: EvaluationRequest) => boolean;
  /** Sends requests to the members' queue, where they delay no event. */
  readonly handOn: (requests: readonly EvaluationRequest[]) => Promise<void>;
  readonly retrySooner: RetrySooner;
  /** Begins a test alert; it is not counted as an evaluation. */
  readonly test: (request: NonNullable<ReturnType<typeof readTestRequest>>) => Promise<void>;
}

/** The evaluations of one invocation, all in parallel: none waits for another account's. */
const evaluationsAtOnce = 10;

async function requestsIn(work: EvaluationWork, body: unknown): Promise<readonly EvaluationRequest[]> {
  const requested = readRequests(body);
  if (requested) return requested;
  const test = readTestRequest(body);
  if (test) {
    await work.test(test);
    return [];
  }
  const decision = readEvent(body);
  const { requests, reason } = await work.plan(decision);
  const { eventId, eventName, accountId, region } =
    decision.decision === 'ignore' ? decision.event : decision.trigger;
  logger.info('Event', {
    decision: decision.decision,
    eventId,
    eventName,
    accountId,
    region,
    reason,
    evaluations: requests.length,
  });
  return requests;
}

/**
 * The requests of a message that are answered in this invocation. A message has an equal share of ten evaluations; if
 * it asks for more, only the first request is answered here and the others are handed on.
 */
async function ownShare(
  work: EvaluationWork,
  requests: readonly EvaluationRequest[],
  batchSize: number,
): Promise<readonly EvaluationRequest[]> {
  const share = Math.max(1, Math.floor(evaluationsAtOnce / batchSize));
  if (requests.length <= share) return requests;
  await work.handOn(requests.slice(1).map((request) => ({ ...request, unhurried: true })));
  return requests.slice(0, 1);
}

/**
 * Handles a queue of events from the bus and evaluation requests; an account named five times in a batch is evaluated
 * once. An invocation makes ten evaluations at most, whatever arrives, and an account has its share of them only.
 */
export function onEvaluations(work: EvaluationWork) {
  return onQueue<EvaluationRequest>({
    read: async (body, { batchSize }) => ownShare(work, await requestsIn(work, body), batchSize),
    key: work.key,
    handle: async (requests) => {
      const request = work.merge(requests);
      if (!work.isWithinShare(request)) return work.handOn([{ ...request, unhurried: true }]);
      await work.evaluate(request);
      metrics.addMetric('Evaluations', 'Count', 1);
    },
    atOnce: evaluationsAtOnce,
    retrySooner: work.retrySooner,
  });
}
