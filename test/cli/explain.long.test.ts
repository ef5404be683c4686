import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ownDirectory } from '#simulators/at-end.ts';
import { made } from '#test/given/made-event.ts';
import { runTool } from '#test/given/run-tool.ts';
import { slowness } from '#test/given/slowness.ts';

const { path: folder, remove } = ownDirectory('explain-long-');
afterAll(remove);

const harmless = JSON.stringify(
  made('s3', 'ListBuckets', { additionalEventData: { text: 'x'.repeat(800) } }),
);
const stop = JSON.stringify(made('cloudtrail', 'StopLogging', { requestParameters: { name: 'main' } }));

/** A log file of so many megabytes, with a StopLogging at its end. */
async function logFile(megabytes: number): Promise<string> {
  const file = join(folder, `log-${megabytes}.json`);
  const stream = createWriteStream(file);
  const block = `${harmless},\n`.repeat(1000);
  stream.write('{"Records": [');
  for (let written = 0; written < megabytes * 1_000_000; written += block.length)
    if (!stream.write(block)) await once(stream, 'drain');
  stream.end(`${stop}]}`);
  await once(stream, 'close');
  return file;
}

/** The tool's heap may hold an eighth of the file, and it says in the end how much memory it took. */
const limited = `--max-old-space-size=48 --import data:text/javascript,process.on('exit',()=>process.stderr.write('RSS='+process.resourceUsage().maxRSS))`;

async function explained(megabytes: number) {
  const file = await logFile(megabytes);
  const ran = await runTool(['explain', file], { env: { NODE_OPTIONS: limited } });
  expect(ran.stderr).toMatch(/^RSS=\d+$/);
  expect(ran.status).toBe(0);
  expect(ran.stdout).toMatch(/StopLogging[^]*1 to look at, [\d,]+ passed over/);
  return { seconds: ran.seconds, megabytes: Number(/RSS=(\d+)/.exec(ran.stderr)?.[1]) / 1024 };
}

test('a log file of 400 MB is explained in seconds, in less memory than its size', async () => {
  const before = slowness();
  const { seconds, megabytes } = await explained(400);
  const slow = Math.max(before, slowness());
  console.log({ seconds, megabytes, slow });
  expect(seconds).toBeLessThan(120 * slow);
  // Node itself, the code and what is read ahead, which on a busy machine waits longer to be freed: never the file.
  expect(megabytes).toBeLessThan(400);
});
