import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { inject } from 'vitest';
import { ownDirectory } from '#simulators/at-end.ts';
import { hashSources } from '#local/package/sources.ts';
import { deployedFrom } from '#local/package/deployed.ts';
import { stampPackages } from '#local/package/packages.ts';
import { startLocalCloud } from '#simulators/aws-cloud/cloud.ts';
import type { LocalCloud, LocalCloudOptions } from '#simulators/aws-cloud/local-cloud.ts';
import type { BusEvent } from '#simulators/wire.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/local-cloud/', import.meta.url));

const { outputFiles } = await build({
  entryPoints: ['keep', 'tell'].map((name) => join(fixtures, 'functions', `${name}.ts`)),
  bundle: true,
  minify: true,
  write: false,
  outdir: 'out',
  platform: 'node',
  format: 'esm',
  mainFields: ['module', 'main'],
});
const bundles = Object.fromEntries(
  outputFiles.map(({ path, contents }) => [basename(path, '.js'), contents]),
);

/** A packaged project in a directory of its own, made of the fixture's template and functions. */
export function packagedProject(): { root: string; remove: () => void } {
  const { path: root, remove } = ownDirectory('local-cloud-');
  mkdirSync(join(root, '.serverless'));
  writeFileSync(join(root, 'serverless.yml'), 'service: fixture\n');
  for (const [name, code] of Object.entries(bundles))
    writeFileSync(join(root, '.serverless', `${name}.zip`), zipSync({ [`functions/${name}.mjs`]: code }));
  const template = readFileSync(join(fixtures, 'template.json'));
  writeFileSync(join(root, '.serverless', 'cloudformation-template-update-stack.json'), template);
  stampPackages(root, hashSources(root), { name: 'fixture', stage: 'test', region: 'eu-west-1' });
  return { root, remove };
}

/** Runs `body` against a local cloud of the fixture, and stops it whatever happens. */
export async function withCloud(
  options: Partial<LocalCloudOptions>,
  body: (cloud: LocalCloud) => Promise<void>,
): Promise<void> {
  const { root, remove } = packagedProject();
  try {
    const cloud = await startLocalCloud({
      deployed: deployedFrom(root),
      forwardingRole: 'trailwarden-forwarding',
      dynamoDb: inject('dynamoDb'),
      startAt: Date.UTC(2027, 0, 15, 12),
      schedules: false,
      ...options,
    });
    try {
      await body(cloud);
    } finally {
      await cloud.stop();
    }
  } finally {
    remove();
  }
}

/** A CloudTrail event of a member account, as EventBridge carries it. */
export function memberEvent(detail: Record<string, unknown>): BusEvent {
  return {
    version: '0',
    id: crypto.randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.cloudtrail',
    account: '111111111111',
    time: '2027-01-15T12:00:00Z',
    region: 'eu-west-1',
    resources: [],
    detail,
  };
}

/** The member account that `memberEvent` comes from. */
export const member = { account: '111111111111', region: 'eu-west-1' } as const;
