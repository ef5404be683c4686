import type { InvocationResult } from './function-worker.ts';
import type { Functions } from './functions.ts';
import { functionOf } from './mapping.ts';
import type { Part, Stack } from './stack.ts';

/** An HTTP request to a function's address. */
export interface UrlRequest {
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answer of the address. */
export interface UrlAnswer {
  readonly status: number;
  readonly body: string;
}

/** The event that Lambda makes of a request: payload format 2.0; a body that is no text or JSON comes as base64. */
export function urlEvent({ method = 'POST', headers, body }: UrlRequest, now: number): object {
  const type = headers['content-type'] ?? '';
  const isText = /^(?:text\/|application\/(?:json|xml|javascript))/.test(type);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/',
    rawQueryString: '',
    headers,
    requestContext: {
      accountId: 'anonymous',
      apiId: 'local',
      domainName: 'local.lambda-url.eu-west-1.on.aws',
      domainPrefix: 'local',
      http: { method, path: '/', protocol: 'HTTP/1.1', sourceIp: '203.0.113.9', userAgent: 'Slackbot 1.0' },
      requestId: 'local',
      routeKey: '$default',
      stage: '$default',
      time: new Date(now).toISOString(),
      timeEpoch: now,
    },
    body: isText ? body : Buffer.from(body).toString('base64'),
    isBase64Encoded: !isText,
  };
}

type Permission = Part<'AWS::Lambda::Permission'>;

/** Whether the function's policy lets everybody call it through its address: since October 2025 it takes both actions. */
function isPublic(stack: Stack, name: string): boolean {
  const open = stack
    .of('AWS::Lambda::Permission')
    .filter((one) => functionOf(stack, one.FunctionName).name === name && one.Principal === '*');
  const has = (isIt: (one: Permission) => boolean): boolean => open.some(isIt);
  return (
    has((one) => one.Action === 'lambda:InvokeFunctionUrl' && one.FunctionUrlAuthType === 'NONE') &&
    has((one) => one.Action === 'lambda:InvokeFunction' && one.InvokedViaFunctionUrl === true)
  );
}

function answerOf(result: InvocationResult): UrlAnswer {
  if (!result.ok) return { status: 502, body: 'Internal Server Error' };
  const { statusCode = 200, body = '' } = (result.payload ?? {}) as { statusCode?: number; body?: string };
  return { status: statusCode, body };
}

/**
 * The addresses of the stack's functions. A function with reserved concurrency that is busy answers 429; one without an
 * address, or without both permissions, answers 403.
 */
export function createAddresses(
  stack: Stack,
  functions: Functions,
  now: () => number,
): (functionName: string, request: UrlRequest) => Promise<UrlAnswer> {
  const busy = new Map<string, number>();
  return async (functionName, request) => {
    const part = stack
      .of('AWS::Lambda::Function')
      .find((one) => [one.name, one.logicalId].includes(functionName));
    const address = stack
      .of('AWS::Lambda::Url')
      .find((url) => part && functionOf(stack, url.TargetFunctionArn).name === part.name);
    if (!part || !address || !isPublic(stack, part.name)) return { status: 403, body: 'Forbidden' };
    const running = busy.get(part.name) ?? 0;
    if (running >= (part.ReservedConcurrentExecutions ?? Infinity)) return { status: 429, body: '' };
    busy.set(part.name, running + 1);
    try {
      return answerOf(await functions.invoke(part.name, urlEvent(request, now())));
    } finally {
      busy.set(part.name, (busy.get(part.name) ?? 1) - 1);
    }
  };
}
