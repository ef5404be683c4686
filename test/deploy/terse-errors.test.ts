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

interface Client {
  readonly CloudTrailClient: new (settings: object) => { send(command: object): Promise<unknown> };
  readonly GetTrailStatusCommand: new (input: object) => object;
}

/** What the packaged client makes of AWS's refusal. */
async function refused(own: readonly Plugin[], type: string, statusCode: number): Promise<unknown> {
  const outfile = join(directory, `client-${own.length}.mjs`);
  const stdin = {
    contents: "export { CloudTrailClient, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';",
    resolveDir: process.cwd(),
  };
  const banner = {
    js: "import{createRequire as __tw}from'node:module';const require=__tw(import.meta.url);",
  };
  const settings = { bundle: true, format: 'esm', platform: 'node', logLevel: 'silent', banner } as const;
  await build({ ...settings, mainFields: ['module', 'main'], stdin, outfile, plugins: [...own] });
  const { CloudTrailClient, GetTrailStatusCommand } = (await import(outfile)) as Client;
  const body = Buffer.from(JSON.stringify({ __type: type, Message: 'No' }));
  const response = { statusCode, headers: { 'content-type': 'application/x-amz-json-1.1' }, body };
  const requestHandler = { handle: async () => ({ response }) };
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'none' };
  const client = new CloudTrailClient({ region: 'eu-west-1', credentials, requestHandler, maxAttempts: 1 });
  const error = await client.send(new GetTrailStatusCommand({ Name: 'main' })).catch((one: unknown) => one);
  const { name, message, $fault } = error as Error & { readonly $fault?: string };
  return { name, message, $fault, isError: error instanceof Error };
}

test.each([
  ['TrailNotFoundException', 400],
  ['com.amazonaws.cloudtrail.v20131101#AccessDeniedException', 400],
  ['ThrottlingException', 400],
  ['InternalFailure', 500],
])('a refusal of CloudTrail says the same after packaging: %s', async (type, status) => {
  expect(await refused(plugins, type, status)).toEqual(await refused([], type, status));
});
