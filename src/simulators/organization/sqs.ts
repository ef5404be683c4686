import * as z from 'zod';

import { AwsError } from './aws-error.ts';
import type { ForwardingState } from './forwarding.ts';
import { parametersOf } from './parameters.ts';
import { answerJson, decodeJson, refuseJson } from './protocol-json.ts';
import type { Request, Service } from './service.ts';
import { lowerCamel } from './service.ts';

const Asked = z.object({ QueueUrl: z.url() });
const contentType = 'application/x-amz-json-1.0';

/** SQS over AWS JSON 1.0, limited to the number of messages in the accounts' dead-letter queues. */
export function sqs(state: ForwardingState): Service {
  return {
    name: 'sqs',
    codes: {
      denied: 'AccessDeniedException',
      deniedInEvents: 'AccessDenied',
      throttled: 'RequestThrottled',
    },
    operations: {
      GetQueueAttributes: {
        access: 'read',
        run: (request) => {
          const messages = state.messages(request.caller.accountId, request.region, queueOf(request));
          if (messages === undefined)
            throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
          return { Attributes: { ApproximateNumberOfMessages: String(messages) } };
        },
      },
    },
    decode: decodeJson,
    answer: (_operation, result, requestId) => answerJson(result, requestId, contentType),
    refuse: (error, requestId) => refuseJson(error, requestId, contentType),
    permission: (operation, request) => ({
      action: `sqs:${operation}`,
      resource: `arn:aws:sqs:${request.region}:${request.caller.accountId}:${queueOf(request)}`,
    }),
    // Never called, because no write operation is supported here.
    shape: (operation, { region }) => ({ eventName: operation, region, requestParameters: null }),
    response: lowerCamel,
  };
}

function queueOf(request: Request): string {
  return parametersOf(request, Asked).QueueUrl.split('/').at(-1) ?? '';
}
