import type { AwsAnswer, AwsCall } from '#simulators/wire.ts';

import type { AwsError } from './aws-error.ts';
import type { Fields } from './state.ts';

/** The operation and parameters of a request in AWS JSON 1.1 (`X-Amz-Target` names the operation). */
export function decodeJson(
  call: AwsCall,
): { readonly operation: string; readonly parameters: Fields } | undefined {
  const operation = call.headers['x-amz-target']?.split('.').at(-1);
  const parameters = bodyFields(call);
  return operation && parameters ? { operation, parameters } : undefined;
}

/** The operation and parameters of a request in REST JSON whose path is the operation, as Account Management does. */
export function decodeRestJson(
  call: AwsCall,
): { readonly operation: string; readonly parameters: Fields } | undefined {
  const path = /^\/([a-z][A-Za-z]*)$/.exec(call.path)?.[1];
  const parameters = bodyFields(call);
  return path && parameters
    ? { operation: path.charAt(0).toUpperCase() + path.slice(1), parameters }
    : undefined;
}

/** A successful answer in JSON; moments must already be seconds since the epoch. */
export function answerJson(
  result: Fields,
  requestId: string,
  contentType = 'application/x-amz-json-1.1',
): AwsAnswer {
  const headers = { 'content-type': contentType, 'x-amzn-requestid': requestId };
  return { status: 200, headers, body: JSON.stringify(result) };
}

/** An error in JSON, with the code where AWS JSON and REST JSON clients look for it. */
export function refuseJson(
  error: AwsError,
  requestId: string,
  contentType = 'application/x-amz-json-1.1',
): AwsAnswer {
  return {
    status: error.status,
    headers: { 'content-type': contentType, 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.code },
    body: JSON.stringify({ __type: error.code, message: error.message }),
  };
}

function bodyFields(call: AwsCall): Fields | undefined {
  try {
    const value: unknown = call.body.length === 0 ? {} : JSON.parse(call.body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : undefined;
  } catch {
    return undefined; // Not JSON, so not an operation: the caller gets an error, and the test fails.
  }
}
