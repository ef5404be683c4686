import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { atEnd, ownDirectory } from '#simulators/at-end.ts';
import { bundleHandlers, type Bundle } from './bundles.ts';
import { outsideFaults } from './outside-imports.ts';
import {
  mapsDirectory,
  outputDirectory,
  readPackages,
  stampPackages,
  zipsIn,
  type Packages,
} from './packages.ts';
import { writeSbom } from './sbom.ts';
import { hashSources } from './sources.ts';
import { entryOf, faultAlone } from './stand-alone.ts';
import { unpack } from './unpack.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const cuts = 'config/cloud/esbuild-plugins.js';
// Plain JavaScript for the packager, with no types of its own.
const cutting: string = new URL('../../../config/cloud/cutting.js', import.meta.url).href;
const timeLimit = 120_000;

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const force = process.argv.includes('--force');
  const known = readPackages(root);
  if (!force && !('fault' in known)) {
    console.error(`Packages are up to date (${known.zips.length} functions in ${outputDirectory}/).`);
    return;
  }
  const hash = hashSources(root);
  const bundles = await wholeBundles();
  rmSync(join(root, outputDirectory), { recursive: true, force: true });
  await serverlessPackage();
  checkPackages(bundles);
  writeMaps(bundles);
  await writeSbom(root);
  stampPackages(root, hash, readService());
  const made = readPackages(root);
  if ('fault' in made) throw new Error('The sources changed while they were packaged. Run: npm run package');
  printSizes(made);
}

/**
 * Bundles separately before packaging: serverless-esbuild hangs when a bundle fails, and missing imports are easiest to
 * report here.
 */
async function wholeBundles(): Promise<readonly Bundle[]> {
  const made = await bundleHandlers(root);
  refuse(outsideFaults(made));
  const { idleCuts } = (await import(cutting)) as { idleCuts: () => readonly string[] };
  refuse(idleCuts().map((cut) => `No handler needs the cut ${cut}: take it out of ${cuts}.`));
  return made.bundles;
}

/** Checks that the packages equal the inspected bundles and run without anything beside them. */
function checkPackages(bundles: readonly Bundle[]): void {
  const zips = zipsIn(join(root, outputDirectory));
  const unpacked = unpack(zips);
  refuse(
    zips.flatMap(({ name }) => {
      const one = { name, directory: join(unpacked, name) };
      const entry = entryOf(one);
      const bundle = bundles.find((made) => `${made.name}.mjs` === basename(entry));
      if (bundle === undefined || !readFileSync(entry).equals(bundle.code))
        return [`The package of ${name} is not the bundle of its handler. Run: npm run package -- --force`];
      return faultAlone(one) ?? [];
    }),
  );
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

function writeMaps(bundles: readonly Bundle[]): void {
  const directory = mapsDirectory(root);
  mkdirSync(directory);
  for (const { name, map } of bundles) writeFileSync(join(directory, `${name}.mjs.map`), map);
}

async function serverlessPackage(): Promise<void> {
  const script = join(root, 'node_modules', 'serverless', 'bin', 'serverless.js');
  const home = join(root, '.local', 'home');
  mkdirSync(home, { recursive: true });
  // serverless-esbuild leaves a working directory for every function.
  const workDirectory = ownDirectory('packaging-', join(root, '.local'));
  // Dummy credentials and no network access to AWS: packaging must work without it.
  const env = {
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    HOME: home,
    TMPDIR: workDirectory.path,
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    SLS_TELEMETRY_DISABLED: '1',
    SLS_NOTIFICATIONS_MODE: 'off',
    SLS_INTERACTIVE_SETUP_ENABLE: '0',
  };
  const child = spawn(process.execPath, [script, 'package'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = atEnd(() => void child.kill('SIGKILL'));
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), timeLimit);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  end();
  workDirectory.remove();
  if (code !== 0)
    throw new Error(
      `serverless package ${code === null ? `did not end within ${timeLimit / 1000} s` : 'failed'}:\n${printed}`,
    );
}

function readService(): Packages['service'] {
  const state = JSON.parse(readFileSync(join(root, outputDirectory, 'serverless-state.json'), 'utf8')) as {
    service: { service: string; provider: { stage?: string; region?: string } };
  };
  const { service, provider } = state.service;
  return { name: service, stage: provider.stage ?? 'dev', region: provider.region ?? 'us-east-1' };
}

/** Writes to standard error, because a command that runs after packaging may print JSON. */
function printSizes({ zips }: Packages): void {
  const kib = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KiB`.padStart(9);
  console.error('function                       bundle    zipped');
  for (const { name, file } of zips) {
    if (!existsSync(file)) continue;
    const entries = Object.entries(unzipSync(new Uint8Array(readFileSync(file))));
    const raw = entries
      .filter(([path]) => /\.[cm]?js$/.test(path))
      .reduce((sum, [, content]) => sum + content.length, 0);
    if (raw === 0) throw new Error(`The package of ${name} holds no bundle. Run: npm run package -- --force`);
    console.error(`${name.padEnd(28)}${kib(raw)} ${kib(statSync(file).size)}`);
  }
}
