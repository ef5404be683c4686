import type { AwsAnswer, AwsCall } from '#simulators/wire.ts';
import type { AwsError } from './aws-error.ts';
import { lowerCamel } from './service.ts';
import type { Fields } from './state.ts';
import { element } from './xml.ts';

/** The operation and the parameters of a call in AWS's query protocol, as they were sent. */
export function decodeQuery(
  call: AwsCall,
): { readonly operation: string; readonly parameters: Fields } | undefined {
  const parameters = Object.fromEntries(new URLSearchParams(call.body.toString('utf8')));
  const { Action: operation } = parameters;
  return operation ? { operation, parameters } : undefined;
}

/** The parameters of a call as CloudTrail records them: without those of the protocol, and without templates. */
export function recordedParameters(parameters: Fields): Fields | null {
  const left = new Set(['Action', 'Version', 'TemplateBody']);
  return lowerCamel(Object.fromEntries(Object.entries(parameters).filter(([name]) => !left.has(name))));
}

/** A successful answer; `namespace` is the service's XML namespace. */
export function answerQuery(
  operation: string,
  result: Fields,
  about: { readonly requestId: string; readonly namespace: string },
): AwsAnswer {
  const { requestId, namespace } = about;
  const content = { [`${operation}Result`]: result, ResponseMetadata: { RequestId: requestId } };
  return xml(200, element(`${operation}Response`, content, ` xmlns="${namespace}"`), requestId);
}

/** An error in AWS's query protocol. */
export function refuseQuery({ code, message, status }: AwsError, requestId: string): AwsAnswer {
  const content = { Error: { Type: 'Sender', Code: code, Message: message }, RequestId: requestId };
  return xml(status, element('ErrorResponse', content), requestId);
}

function xml(status: number, body: string, requestId: string): AwsAnswer {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
