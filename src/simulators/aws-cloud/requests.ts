import type { AwsCall } from '#simulators/wire.ts';

// Lambda's control plane, of which only reading calls are known (Lambda API reference: request syntax).
const lambdaPaths: readonly (readonly [RegExp, string])[] = [
  [/^\/2015-03-31\/functions\/[^/]+\/configuration$/, 'GetFunctionConfiguration'],
  [/^\/2015-03-31\/event-source-mappings\/?$/, 'ListEventSourceMappings'],
];

/** The operation a request means, in any of AWS's protocols (JSON, query, REST, Smithy RPC); '' when it cannot be told. */
export function operationOf(call: AwsCall): string {
  if (call.service === 'lambda')
    return lambdaPaths.find(([path]) => call.method === 'GET' && path.test(call.path))?.[1] ?? '';
  const target = call.headers['x-amz-target'];
  if (target !== undefined) return target.split('.').at(-1) ?? '';
  const rpc = /\/operation\/(\w+)$/.exec(call.path);
  if (rpc?.[1] !== undefined) return rpc[1];
  if (call.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return new URLSearchParams(call.body.toString()).get('Action') ?? '';
  const segment = call.path.split('/').find((part) => part !== '') ?? '';
  return segment.charAt(0).toUpperCase() + segment.slice(1);
}

/** What the request's body says, or what a request without one says in its path; an empty record when it is no object. */
export function bodyOf(call: AwsCall): Record<string, unknown> {
  if (call.service === 'lambda')
    return {
      FunctionName: call.query.get('FunctionName') ?? decodeURIComponent(call.path.split('/')[3] ?? ''),
    };
  const text = call.body.toString();
  if (call.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text));
  try {
    const body: unknown = JSON.parse(text === '' ? '{}' : text);
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    // Not JSON (e.g. S3 XML, CBOR): the operations of those protocols here need no body to find their resource.
    return {};
  }
}
