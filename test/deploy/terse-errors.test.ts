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
