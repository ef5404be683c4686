import type { Context, EventBridgeEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { readRequests } from '#adapters/wire/read-request.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { RetrySooner } from './on-queue.ts';
import { onQueue } from './on-queue.ts';
import { onSchedule } from './on-schedule.ts';

/** How the looks at the detector's parts are asked for and made. */
export interface PartsWork {
  readonly ask: (at: Instant) => Promise<unknown>;
  readonly look: (request: EvaluationRequest) => Promise<void>;
  /** Requests with the same key are merged into one. */
  readonly key: (request: EvaluationRequest) => string;
  readonly merge: (requests: readonly [EvaluationRequest, ...EvaluationRequest[]]) => EvaluationRequest;
  readonly retrySooner: RetrySooner;
}

/** Accounts of one batch that are looked at in parallel. */
const accountsAtOnce = 5;

/** Serves the schedule, which asks for looks, and the queue of the looks that were asked for. */
export function onParts(work: PartsWork) {
  const scheduled = onSchedule('Looks at parts', ({ at }) => work.ask(at));
  const queued = onQueue<EvaluationRequest>({
    read: async (body) => {
      const requests = readRequests(body);
      if (requests === undefined) throw new Error('The message is no request for a look at parts');
      return requests;
    },
    key: work.key,
    handle: (requests) => work.look(work.merge(requests)),
    atOnce: accountsAtOnce,
    retrySooner: work.retrySooner,
  });
  return (
    event: SQSEvent | EventBridgeEvent<'Scheduled Event', unknown>,
    context: Context,
  ): Promise<SQSBatchResponse | undefined> =>
    'Records' in event ? queued(event, context) : scheduled(event, context).then(() => undefined);
}
