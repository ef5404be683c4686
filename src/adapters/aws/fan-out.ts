import type { SQSClient } from '@aws-sdk/client-sqs';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import { sendAll } from './send-all.ts';

/** Accounts in one message: a receiver hands all but a few of them on, in ten calls. */
const accountsPerMessage = 100;

/** Equal requests for up to 100 accounts in one message each. */
function packed(requests: readonly EvaluationRequest[]): object[] {
  const alike = Map.groupBy(requests, (request) => JSON.stringify({ ...request, account: undefined }));
  return [...alike.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / accountsPerMessage) }, (_, index) => {
      const own = group.slice(index * accountsPerMessage, (index + 1) * accountsPerMessage);
      return { ...group[0], account: undefined, accounts: own.map(({ account }) => account) };
    }),
  );
}

/**
 * Sends evaluation requests to the members' queue: one message for each, or, of more than 100, one for each hundred
 * that are alike, so that what one invocation sends does not grow with the number of accounts.
 */
export async function sendFanOut(
  sqs: SQSClient,
  queueUrl: string,
  requests: readonly EvaluationRequest[],
  seconds = 0,
): Promise<void> {
  const bodies = requests.length > accountsPerMessage ? packed(requests) : requests;
  await sendAll(sqs, queueUrl, bodies, seconds);
}
