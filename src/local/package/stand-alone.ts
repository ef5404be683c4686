import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { variables } from '#config/environment.ts';

/** A function as it was unpacked. */
export interface Unpacked {
  readonly name: string;
  readonly directory: string;
}

// An empty batch; a scheduled function runs until its first call to AWS, which is unreachable.
const callOnce = `
  const { handler } = await import(process.argv[1]).catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
  await handler({ Records: [] }, { functionName: 'alone' }).catch((error) => console.error(error));
  process.exit();
`;
const lack = /Cannot find (?:package|module) '[^']+'|\w+ is not in this bundle|Dynamic require of "[^"]+"/;
const timeLimit = 120_000;

/** The module of an unpacked function. */
export function entryOf({ name, directory }: Unpacked): string {
  const entry = readdirSync(join(directory, 'handlers')).find((one) => /\.m?js$/.test(one));
  if (entry === undefined) throw new Error(`The package of ${name} has no module in handlers/.`);
  return join(directory, 'handlers', entry);
}

/** All environment variables that a function may read, and its packaged configuration; AWS is unreachable. */
export function environmentIn(directory: string): Readonly<Record<string, string>> {
  const values = Object.values(variables).map(({ name }) => [
    name,
    /_(?:URLS?|HOST)$/.test(name) ? 'https://sqs.eu-west-1.amazonaws.com/123456789012/alone' : 'alone',
  ]);
  return {
    ...(Object.fromEntries(values) as Record<string, string>),
    AWS_REGION: 'eu-west-1',
    AWS_LAMBDA_FUNCTION_NAME: 'alone',
    CONFIG_DIRECTORY: join(directory, 'config'),
    LAMBDA_TASK_ROOT: directory,
  };
}

/**
 * Imports an unpacked function in a fresh process and calls it once, without AWS. Answers in one line the missing module
 * or the reason why it cannot start; undefined when it starts.
 */
export function faultAlone(unpacked: Unpacked): string | undefined {
  const { name, directory } = unpacked;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', callOnce, pathToFileURL(entryOf(unpacked)).href],
    {
      cwd: directory,
      env: {
        ...environmentIn(directory),
        AWS_ACCESS_KEY_ID: 'none',
        AWS_SECRET_ACCESS_KEY: 'none',
        AWS_MAX_ATTEMPTS: '1',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      },
      encoding: 'utf8',
      timeout: timeLimit,
    },
  );
  const [missing] = lack.exec(`${stderr}${stdout}`) ?? [];
  if (status === 0 && missing === undefined) return undefined;
  const [first = ''] = stderr.split('\n');
  const limit = `its first call did not end within ${timeLimit / 1000} s`;
  return `The packaged function ${name} does not run outside this repository: ${missing ?? (status === null ? limit : first)}.`;
}
