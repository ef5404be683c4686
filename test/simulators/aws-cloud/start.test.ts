import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, inject, it, vi } from 'vitest';
import { deployedFrom } from '#local/package/deployed.ts';
import { ownDirectory } from '#simulators/at-end.ts';
import { startLocalCloud } from '#simulators/aws-cloud/cloud.ts';
import { requireJava } from '#simulators/aws-cloud/java-check.ts';
import { packagedProject } from './fixture.ts';

describe('DynamoDB Local', () => {
  it('ends when the process that started it is killed', async () => {
    const module = new URL('../../../src/simulators/aws-cloud/dynamodb-local.ts', import.meta.url).href;
    const script = `const { startDynamoDbLocal } = await import('${module}'); console.log((await startDynamoDbLocal()).endpoint);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = (await once(owner.stdout, 'data')) as [Buffer];
    const endpoint = printed.toString().trim();
    expect((await fetch(endpoint)).status).toBe(400);
    owner.kill('SIGKILL');
    await vi.waitFor(() => expect(fetch(endpoint)).rejects.toThrow(), { timeout: 60_000 });
  });
});

describe('the start', () => {
  it('without Java fails before anything is waited for, and names the line that installs it', () => {
    const { path: empty, remove } = ownDirectory('no-java-');
    const started = performance.now();
    expect(() => requireJava({ PATH: empty })).toThrow(
      /there is none on the PATH[\s\S]*sudo apt-get install -y openjdk-17-jre-headless[\s\S]*brew install openjdk@17/,
    );
    // A start that is waited for is given up after 30 s, and tried on four ports.
    expect(performance.now() - started).toBeLessThan(25_000);
    remove();
  });

  it('without packages names the line that makes them', async () => {
    const { path: empty, remove } = ownDirectory('no-packages-');
    expect(() => deployedFrom(empty)).toThrow(/there are no packages\. Run: npm run package/);
    remove();
  });

  it('is refused when a source has changed since the packages were made', async () => {
    const { root, remove } = packagedProject();
    writeFileSync(join(root, 'serverless.yml'), 'service: changed\n');
    expect(() => deployedFrom(root)).toThrow(/made from other sources\. Run: npm run package/);
    remove();
  });
});

it('a function that lacks a module fails as in Lambda: it finds none of this project', async () => {
  const { root, remove } = packagedProject();
  const lacking = "import 'zod'; export const handler = async () => 'fine';";
  const zip = zipSync({ 'functions/keep.mjs': Buffer.from(lacking) });
  writeFileSync(join(root, '.serverless', 'keep.zip'), zip);
  const cloud = await startLocalCloud({
    deployed: deployedFrom(root),
    dynamoDb: inject('dynamoDb'),
    schedules: false,
  });
  const result = await cloud.invoke('keep', {});
  await cloud.stop();
  remove();
  expect(result).toMatchObject({
    ok: false,
    error: { errorMessage: expect.stringContaining("Cannot find package 'zod'") as string },
  });
});
