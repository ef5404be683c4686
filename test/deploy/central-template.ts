import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AnyTemplate } from './schema-check.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What a run of the framework's package step left: its exit code, all that it printed, and the template if there is one. */
export interface PackageStep {
  readonly status: number | null;
  readonly printed: string;
  readonly template: AnyTemplate | undefined;
}

/**
 * Runs the framework's package step on serverless.yml as it is, with this config.json and stage, without bundling the
 * functions: what it refuses, and the template, are those of a deploy. Needs no network and no credentials.
 */
export function packageStep(config: unknown, stage: string): PackageStep {
  const project = mkdtempSync(join(tmpdir(), 'trailwarden-stage-'));
  try {
    for (const name of ['src', 'config', 'package.json', 'serverless.yml'])
      cpSync(join(root, name), join(project, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
    writeFileSync(join(project, 'config/config.json'), JSON.stringify(config));
    const service = readFileSync(join(project, 'serverless.yml'), 'utf8');
    const unbundled = service
      .replace(/^plugins:\n(?: {2}.*\n)+/m, '')
      // Nothing is looked for and zipped: any file stands for the functions' code, whose hash is not looked at.
      .replace(/^package:\n(?: {2}.*\n)+/m, 'package: { artifact: package.json }\n');
    writeFileSync(join(project, 'serverless.yml'), unbundled);
    return run(project, stage);
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

function run(project: string, stage: string): PackageStep {
  const script = join(root, 'node_modules/serverless/bin/serverless.js');
  const env = {
    PATH: process.env['PATH'],
    HOME: project,
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_EC2_METADATA_DISABLED: 'true',
    SLS_TELEMETRY_DISABLED: '1',
    SLS_NOTIFICATIONS_MODE: 'off',
    SLS_INTERACTIVE_SETUP_ENABLE: '0',
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'package', '--stage', stage], {
    cwd: project,
    env,
    encoding: 'utf8',
    timeout: 100_000,
  });
  const file = join(project, '.serverless/cloudformation-template-update-stack.json');
  const template = status === 0 ? (JSON.parse(readFileSync(file, 'utf8')) as AnyTemplate) : undefined;
  return { status, printed: `${stdout}${stderr}`, template };
}
