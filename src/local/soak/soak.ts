import type { Context, SQSRecord } from 'aws-lambda';
import * as fc from 'fast-check';
import { onEvaluations } from '#adapters/lambda/on-evaluations.ts';
import { logger } from '#adapters/lambda/observability.ts';
import { onReports } from '#adapters/lambda/on-reports.ts';
import { mergeRequests, requestKey } from '#usecases/evaluate/merge-requests.ts';
import { evaluateAccount } from '#usecases/evaluate/evaluate-account.ts';
import { planEvaluation } from '#usecases/evaluate/plan-evaluation.ts';
import { hostileBody } from './hostile.ts';
import { soakWorld } from './soak-world.ts';

/** The result of a soak. */
export interface SoakReport {
  readonly inputs: number;
  /** Acknowledged: ignored or kept with a reason, or looked into. */
  readonly acknowledged: number;
  /** Returned to the queue, and so finally to its dead-letter queue. */
  readonly refused: number;
  /** Violations of what must always hold, in words. */
  readonly faults: readonly string[];
  readonly milliseconds: number;
}

const batchSize = 10;
const context = {
  functionName: 'soak',
  memoryLimitInMB: '512',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:soak',
  awsRequestId: 'soak',
  getRemainingTimeInMillis: () => 30_000,
} as Context;

const attributes = { ApproximateReceiveCount: '1' } as SQSRecord['attributes'];
const recordOf = (body: string, index: number) =>
  ({ messageId: `m-${index}`, body, attributes }) as SQSRecord;

/** The functions' handlers with in-memory adapters. */
function doors(world: ReturnType<typeof soakWorld>, faults: string[]) {
  const plan = planEvaluation({ ...world.parts, ...world.planning });
  const evaluate = evaluateAccount(world.parts);
  const evaluations = onEvaluations({
    plan: async (decision) => {
      const planned = await plan(decision);
      if (planned.reason.trim() === '' || planned.reason.length > 2000)
        faults.push(`a reason that helps nobody: ${JSON.stringify(planned.reason.slice(0, 200))}`);
      return planned;
    },
    // Starts no test alert; test alerts are not covered here.
    test: async () => undefined,
    key: requestKey,
    merge: mergeRequests,
    evaluate: async (request) => {
      await evaluate(request);
    },
    handOn: world.parts.followUps.fanOut,
    // Everything is evaluated here, because nothing serves the members' queue.
    isWithinShare: () => true,
    retrySooner: async () => undefined,
  });
  const reports = onReports({
    report: () => async () => undefined,
    servePending: async () => undefined,
    retrySooner: async () => undefined,
  });
  return { evaluations, reports };
}

/**
 * Passes `count` hostile messages (the same for the same seed) in batches to the queue handlers, and checks a healthy
 * account and one with an open issue: neither may change, because no message reflects a real observation.
 */
export async function soak(options: { readonly count: number; readonly seed: number }): Promise<SoakReport> {
  const { count, seed } = options;
  const started = performance.now();
  logger.setLogLevel('SILENT');
  const faults: string[] = [];
  const world = soakWorld();
  await world.begin();
  const before = world.state();
  const { evaluations, reports } = doors(world, faults);
  const bodies = fc.sample(hostileBody, { numRuns: count, seed });
  let refused = 0;
  for (let from = 0; from < bodies.length; from += batchSize) {
    const Records = bodies.slice(from, from + batchSize).map(recordOf);
    for (const [name, door] of [
      ['evaluations', evaluations],
      ['reports', reports],
    ] as const) {
      try {
        const { batchItemFailures } = await door({ Records }, context);
        if (name === 'evaluations') refused += batchItemFailures.length;
        const ids = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
        if (!ids.every((id) => Records.some(({ messageId }) => messageId === id)))
          faults.push(`batch at ${from} (${name}): gave back what was not in it`);
      } catch (error) {
        faults.push(`batch at ${from} (${name}) was stopped: ${String(error)}`);
      }
    }
    const after = world.state();
    if (after !== before) {
      faults.push(`batch at ${from} changed an issue without an observation: ${after}`);
      break;
    }
  }
  const milliseconds = Math.round(performance.now() - started);
  return { inputs: count, acknowledged: count - refused, refused, faults, milliseconds };
}
