import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { zipSync } from 'fflate';
import { ownDirectory } from '#simulators/at-end.ts';
import { outputDirectory, stampPackages } from '#local/package/packages.ts';
import { hashSources } from '#local/package/sources.ts';

/** A packaged project in a directory of its own. */
export interface Project {
  readonly root: string;
  remove(): void;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const banner = "import{createRequire as __tw}from'node:module';const require=__tw(import.meta.url);";

/** A piece of a source file that is replaced in the bundles only. */
export interface Mutation {
  /** The file, from the project's root. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Replaces `from` by `to` while bundling; throws unless it occurs exactly once. */
function mutating({ file, from, to }: Mutation): Plugin {
  return {
    name: 'mutation',
    setup({ onLoad }) {
      const filter = new RegExp(`${file.replaceAll(/[.\\]/g, '\\$&')}$`);
      onLoad({ filter }, ({ path }) => {
        const source = readFileSync(path, 'utf8');
        if (source.split(from).length !== 2)
          throw new Error(`${file} does not contain exactly once: ${from}`);
        return { contents: source.replace(from, () => to), loader: 'ts' };
      });
    },
  };
}

async function bundles(mutations: readonly Mutation[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const handlers = readdirSync(join(root, 'handlers')).filter((name) => name.endsWith('.ts'));
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: handlers.map((name) => join('handlers', name)),
    plugins: mutations.map(mutating),
    bundle: true,
    write: false,
    outdir: 'out',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: banner },
    logLevel: 'silent',
  });
  return new Map(outputFiles.map(({ path, contents }) => [basename(path, '.js'), contents]));
}

const camel = (name: string): string => name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** The handlers as they are now, bundled with planted faults, beside the template that was packaged last. */
export async function projectWith(mutations: readonly Mutation[]): Promise<Project> {
  const { path: directory, remove } = ownDirectory('trailwarden-mutated-');
  const output = join(directory, outputDirectory);
  mkdirSync(output);
  const packaged = (name: string): Buffer => readFileSync(join(root, outputDirectory, name));
  const template = 'cloudformation-template-update-stack.json';
  writeFileSync(join(output, template), packaged(template));
  for (const [name, code] of await bundles(mutations))
    writeFileSync(
      join(output, `${camel(name)}.zip`),
      zipSync({ [`handlers/${name}.mjs`]: code }, { level: 0 }),
    );
  const { service } = JSON.parse(packaged('sources.json').toString()) as {
    service: Parameters<typeof stampPackages>[2];
  };
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}\n');
  stampPackages(directory, hashSources(directory), service);
  return { root: directory, remove };
}
