import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Plain JavaScript for the packager, with no types of its own.
const packager: string = new URL('../../config/cloud/esbuild-plugins.js', import.meta.url).href;
const { default: plugins } = (await import(packager)) as { default: Plugin[] };

type ErrorClass = (new (options: object) => Error) & { readonly shapeId?: string };
type Errors = Readonly<Record<string, ErrorClass>>;

let directory: string;
beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), 'trailwarden-errors-'))));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function errorsOf(client: string, own: readonly Plugin[]): Promise<Errors> {
  const outfile = join(directory, `${client}-${own.length}.mjs`);
  const entry = `node_modules/@aws-sdk/client-${client}/dist-es/models/errors.js`;
  const settings = { bundle: true, format: 'esm', platform: 'node', logLevel: 'silent' } as const;
  await build({ ...settings, entryPoints: [entry], outfile, plugins: [...own] });
  return (await import(outfile)) as Errors;
}

const given = { message: 'no', $metadata: { httpStatusCode: 400 }, Message: 'No', CancellationReasons: [1] };
/** All that anybody can see of an error; members that are undefined are not there. */
const seen = (made: Error) => [made.name, made.message, Object.fromEntries(Object.entries(made))];

test.each(['cloudtrail', 'dynamodb', 'sqs', 'eventbridge', 'sts', 'account', 'organizations'])(
  'the errors of %s are the same after packaging',
  async (client) => {
    const [theirs, ours] = [await errorsOf(client, []), await errorsOf(client, plugins)];
    expect(Object.keys(ours)).toEqual(Object.keys(theirs));
    for (const [name, Theirs] of Object.entries(theirs)) {
      const [expected, made] = [new Theirs(given), new ours[name]!(given)];
      expect(seen(made)).toEqual(seen(expected));
      expect(ours[name]!.shapeId).toBe(Theirs.shapeId);
      expect(made).toBeInstanceOf(ours[name]);
    }
  },
);

interface Call {
  readonly make: string;
  readonly command: string;
  readonly input: object;
}

const calls = {
  cloudtrail: { make: 'CloudTrailClient', command: 'GetTrailStatusCommand', input: { Name: 'main' } },
  sqs: {
    make: 'SQSClient',
    command: 'GetQueueAttributesCommand',
    input: { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/q' },
  },
  account: { make: 'AccountClient', command: 'ListRegionsCommand', input: {} },
  eventbridge: { make: 'EventBridgeClient', command: 'ListRulesCommand', input: {} },
  sts: { make: 'STSClient', command: 'AssumeRoleCommand', input: { RoleArn: 'r', RoleSessionName: 's' } },
} as const satisfies Record<string, Call>;

type Made = Record<string, new (input: object) => { send(command: object): Promise<unknown> }>;

const xml = (code: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>No</Message></Error></ErrorResponse>`;

const bundles = new Map<string, Promise<Made>>();

/** The client as it is packaged, bundled once. */
function bundled(own: readonly Plugin[], client: keyof typeof calls): Promise<Made> {
  const { make, command } = calls[client];
  const outfile = join(directory, `client-${client}-${own.length}.mjs`);
  const contents = `export { ${make}, ${command} } from '@aws-sdk/client-${client}';`;
  const js = "import{createRequire as __tw}from'node:module';const require=__tw(import.meta.url);";
  const settings = { bundle: true, format: 'esm', platform: 'node', logLevel: 'silent' } as const;
  const stdin = { contents, resolveDir: process.cwd() };
  const plugged = { mainFields: ['module', 'main'], banner: { js }, plugins: [...own] };
  const made =
    bundles.get(outfile) ??
    build({ ...settings, ...plugged, stdin, outfile }).then(async () => (await import(outfile)) as Made);
  bundles.set(outfile, made);
  return made;
}

/** What the packaged client makes of AWS's refusal. */
async function refused(own: readonly Plugin[], client: keyof typeof calls, type: string, statusCode: number) {
  const { make, command, input } = calls[client];
  const made = await bundled(own, client);
  const isXml = client === 'sts';
  const body = Buffer.from(
    isXml ? xml(type) : JSON.stringify({ __type: type, Message: 'No', message: 'No' }),
  );
  const headers = {
    'content-type': isXml ? 'text/xml' : 'application/x-amz-json-1.1',
    'x-amzn-errortype': type,
  };
  const requestHandler = { handle: async () => ({ response: { statusCode, headers, body } }) };
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'none' };
  const sender = new made[make]!({ region: 'eu-west-1', credentials, requestHandler, maxAttempts: 1 });
  const error = await sender.send(new made[command]!(input)).catch((one: unknown) => one);
  const { name, message, $fault } = error as Error & { readonly $fault?: string };
  return { name, message, $fault, isError: error instanceof Error };
}

test.each([
  ['cloudtrail', 'TrailNotFoundException', 400],
  ['cloudtrail', 'com.amazonaws.cloudtrail.v20131101#AccessDeniedException', 400],
  ['cloudtrail', 'ThrottlingException', 400],
  ['cloudtrail', 'InternalFailure', 500],
  ['sqs', 'com.amazonaws.sqs#QueueDoesNotExist', 400],
  ['account', 'AccessDeniedException', 403],
  ['account', 'TooManyRequestsException', 429],
  ['eventbridge', 'ResourceNotFoundException', 400],
  ['sts', 'AccessDenied', 403],
  ['sts', 'ExpiredTokenException', 400],
  ['sts', 'RegionDisabledException', 403],
] as const)('a refusal of %s says the same after packaging: %s', async (client, type, status) => {
  expect(await refused(plugins, client, type, status)).toEqual(await refused([], client, type, status));
  // The first of each client bundles it twice, which takes a while on a busy machine.
});
