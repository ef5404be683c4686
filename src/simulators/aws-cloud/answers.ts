import type { AwsAnswer, AwsCall } from '#simulators/wire.ts';

/** An AWS error before it is serialized in the client's protocol. */
export interface AwsFault {
  readonly status: number;
  /** e.g. `AccessDeniedException` */
  readonly code: string;
  readonly message: string;
}

/** A JSON answer with status 200. */
export function jsonAnswer(body: unknown): AwsAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(body),
  };
}

/** The error serialized in the request's protocol, so that an SDK client throws the same error as against AWS. */
export function faultAnswer(call: AwsCall, fault: AwsFault): AwsAnswer {
  const { status, code, message } = fault;
  if (
    call.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ||
    call.service === 's3'
  ) {
    const error = `<Error><Type>Sender</Type><Code>${xml(code)}</Code><Message>${xml(message)}</Message></Error>`;
    const body =
      call.service === 's3' ? error : `<ErrorResponse>${error}<RequestId>local</RequestId></ErrorResponse>`;
    return { status, headers: { 'content-type': 'text/xml' }, body };
  }
  const headers = {
    'content-type': call.headers['content-type'] ?? 'application/json',
    'x-amzn-errortype': code,
    // SQS clients still read the error code of the older query protocol.
    ...(call.service === 'sqs' ? { 'x-amzn-query-error': `${code.replace(/Exception$/, '')};Sender` } : {}),
  };
  return { status, headers, body: JSON.stringify({ __type: code, message, Message: message }) };
}

/** The access-denied error under the name that the service uses. */
export function accessDenied(call: AwsCall, message: string): AwsAnswer {
  const isXml = call.service === 'sts' || call.service === 's3' || call.service === 'iam';
  const status = isXml || call.service === 'account' ? 403 : 400;
  return faultAnswer(call, { status, code: isXml ? 'AccessDenied' : 'AccessDeniedException', message });
}

/** The throttling error under the name that the service uses (every SDK retries it). */
export function throttled(call: AwsCall): AwsAnswer {
  const codes: Record<string, string> = {
    dynamodb: 'ProvisionedThroughputExceededException',
    sts: 'Throttling',
    iam: 'Throttling',
    s3: 'SlowDown',
    account: 'TooManyRequestsException',
    organizations: 'TooManyRequestsException',
  };
  const status = call.service === 's3' ? 503 : call.service === 'account' ? 429 : 400;
  return faultAnswer(call, {
    status,
    code: codes[call.service] ?? 'ThrottlingException',
    message: 'Rate exceeded',
  });
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
