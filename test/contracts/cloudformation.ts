import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stack as far as the way back looks at it. */
export interface StandInStack {
  status: string;
  template: { readonly Resources: Readonly<Record<string, unknown>> };
  /** Physical names by logical id. */
  readonly resources: Record<string, string>;
}

type Parameters = Readonly<Record<string, string>>;
type Answer = string | { readonly code: string; readonly message: string };

/**
 * CloudFormation's query protocol on loopback for the operations that the way back needs. An import answers a failed
 * change set when a resource lacks a DeletionPolicy or the template brings outputs, as the service does; with `refusal` every one does.
 */
export async function cloudFormationStandIn(stacks: Map<string, StandInStack>, refusal?: string) {
  const calls: { readonly action: string; readonly asked: Parameters }[] = [];
  const changeSets = new Map<string, { readonly asked: Parameters; readonly fault: string | undefined }>();
  const answers = operations(stacks, changeSets, refusal);
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const asked = Object.fromEntries(new URLSearchParams(body));
      const action = asked['Action'] ?? '';
      calls.push({ action, asked });
      const answer = answers[action]?.(asked) ?? { code: 'InvalidAction', message: action };
      const failed = typeof answer !== 'string';
      response.writeHead(failed ? 400 : 200, { 'content-type': 'text/xml' });
      response.end(
        failed
          ? `<ErrorResponse><Error><Type>Sender</Type><Code>${answer.code}</Code><Message>${answer.message}</Message></Error></ErrorResponse>`
          : `<${action}Response><${action}Result>${answer}</${action}Result></${action}Response>`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { endpoint, calls, stop: () => void server.close() };
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function operations(
  stacks: Map<string, StandInStack>,
  changeSets: Map<string, { readonly asked: Parameters; readonly fault: string | undefined }>,
  refusal: string | undefined,
): Readonly<Record<string, (asked: Parameters) => Answer>> {
  const missing = (name: string) => ({
    code: 'ValidationError',
    message: `Stack with id ${name} does not exist`,
  });
  const withStack = (asked: Parameters, answer: (stack: StandInStack, name: string) => Answer): Answer => {
    const name = asked['StackName'] ?? '';
    const stack = stacks.get(name);
    return stack === undefined ? missing(name) : answer(stack, name);
  };
  return {
    DescribeStacks: (asked) =>
      withStack(
        asked,
        ({ status }, name) =>
          `<Stacks><member><StackName>${name}</StackName><StackStatus>${status}</StackStatus></member></Stacks>`,
      ),
    DescribeStackResources: (asked) =>
      withStack(asked, ({ resources }) => {
        const member = ([id, name]: [string, string]) =>
          `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${name}</PhysicalResourceId><ResourceStatus>${name.startsWith('gone-') ? 'DELETE_SKIPPED' : 'CREATE_COMPLETE'}</ResourceStatus></member>`;
        return `<StackResources>${Object.entries(resources).map(member).join('')}</StackResources>`;
      }),
    GetTemplate: (asked) =>
      withStack(asked, ({ template }) => `<TemplateBody>${escaped(JSON.stringify(template))}</TemplateBody>`),
    DeleteStack: ({ StackName = '' }) => {
      stacks.delete(StackName);
      return '';
    },
    CreateChangeSet: (asked) => {
      changeSets.set(asked['StackName'] ?? '', { asked, fault: refusal ?? importFault(asked) });
      return '';
    },
    DescribeChangeSet: (asked) => {
      const fault = changeSets.get(asked['StackName'] ?? '')?.fault;
      return `<Status>${fault === undefined ? 'CREATE_COMPLETE' : 'FAILED'}</Status><StatusReason>${fault ?? ''}</StatusReason>`;
    },
    ExecuteChangeSet: ({ StackName = '' }) => {
      const { asked = {} } = changeSets.get(StackName) ?? {};
      const template = JSON.parse(asked['TemplateBody'] ?? '{}') as StandInStack['template'];
      const resources = stacks.get(StackName)?.resources ?? {};
      stacks.set(StackName, {
        status: 'IMPORT_COMPLETE',
        template,
        resources: { ...resources, ...imported(asked) },
      });
      return '';
    },
  };
}

function imported(asked: Parameters): Readonly<Record<string, string>> {
  const prefix = (index: number) => `ResourcesToImport.member.${index}`;
  const indexes = [1, 2].filter((index) => asked[`${prefix(index)}.LogicalResourceId`] !== undefined);
  return Object.fromEntries(
    indexes.map((index) => [
      asked[`${prefix(index)}.LogicalResourceId`] ?? '',
      asked[`${prefix(index)}.ResourceIdentifier.entry.1.value`] ?? '',
    ]),
  );
}

function importFault(asked: Parameters): string | undefined {
  const { Resources, Outputs } = JSON.parse(asked['TemplateBody'] ?? '{}') as {
    readonly Resources: Readonly<Record<string, { readonly DeletionPolicy?: string }>>;
    readonly Outputs?: object;
  };
  if (Outputs !== undefined) return 'As part of the import operation, you cannot modify or add [Outputs]';
  const bare = Object.keys(imported(asked)).filter((id) => Resources[id]?.DeletionPolicy === undefined);
  return bare.length === 0 ? undefined : `Resources ${bare.join(', ')} is missing DeletionPolicy attribute`;
}
