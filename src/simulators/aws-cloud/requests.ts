import type { AwsCall } from '#simulators/wire.ts';

// Of Lambda's control plane only read calls are supported (Lambda API reference: request syntax).
const lambdaPaths: readonly (readonly [method: string, RegExp, string])[] = [
  ['POST', /^\/2015-03-31\/functions\/[^/]+\/invocations$/, 'Invoke'],
  ['GET', /^\/2015-03-31\/functions\/[^/]+\/configuration$/, 'GetFunctionConfiguration'],
  ['GET', /^\/2015-03-31\/event-source-mappings\/?$/, 'ListEventSourceMappings'],
];

/** The operation of a request in any AWS protocol (JSON, query, REST, Smithy RPC); '' when it cannot be determined. */
export function operationOf(call: AwsCall): string {
  if (call.service === 'lambda')
    return lambdaPaths.find(([method, path]) => call.method === method && path.test(call.path))?.[2] ?? '';
  if (call.service === 'securityhub' && call.path === '/findings/import') return 'BatchImportFindings';
  const target = call.headers['x-amz-target'];
  if (target !== undefined) return target.split('.').at(-1) ?? '';
  const rpc = /\/operation\/(\w+)$/.exec(call.path);
  if (rpc?.[1] !== undefined) return rpc[1];
  if (call.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return new URLSearchParams(call.body.toString()).get('Action') ?? '';
  const segment = call.path.split('/').find((part) => part !== '') ?? '';
  return segment.charAt(0).toUpperCase() + segment.slice(1);
}

/** The parameters from the request's body, else from its path; an empty record when the body is not an object. */
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
    // Not JSON (e.g. S3 XML, CBOR): for these operations the resource does not depend on the body.
    return {};
  }
}
