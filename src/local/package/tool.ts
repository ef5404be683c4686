import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { buildPage } from '#console/build-page.ts';

/** Where the cuts are; it is no TypeScript, as Serverless loads it. */
const packager: string = new URL('../../../config/cloud/tool-plugins.js', import.meta.url).href;

/** The tool's entry: checks Node's version first, in syntax that every version can parse. */
const bin = "#!/usr/bin/env node\nrequire('./check-node.cjs');\nrequire('./start.cjs');\n";
/** In a file apart from `bin`, because the oldest versions of Node cannot parse a file with `import()`. */
const start = "import('./tool.js');\n";

// Libraries that are not ESM ask for Node's own modules by this name.
const banner = "import{createRequire as __tw}from'node:module';const require=__tw(import.meta.url);";

/** Writes the tool as a package without dependencies into `directory`, which is emptied first: bundle, manifest, licences. */
export async function buildTool(root: string, directory: string): Promise<void> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const { forTool } = (await import(packager)) as { readonly forTool: readonly Plugin[] };
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/tool.ts'],
    outdir: directory,
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.18',
    mainFields: ['module', 'main'],
    minify: true,
    plugins: [...forTool],
    banner: { js: banner },
    // The licences are in a file of their own, whole.
    legalComments: 'none',
    metafile: true,
    logLevel: 'silent',
  });
  const { script, style, inputs } = await buildPage();
  const files = [...Object.keys(metafile.inputs), ...inputs];
  writeFileSync(join(directory, 'licenses.txt'), licencesOf(root, files));
  mkdirSync(join(directory, 'page'));
  writeFileSync(join(directory, 'page/app.js'), script);
  writeFileSync(join(directory, 'page/app.css'), style);
  writeFileSync(join(directory, 'trailwarden.cjs'), bin, { mode: 0o755 });
  writeFileSync(join(directory, 'start.cjs'), start);
  copyFileSync(join(root, 'src/cli/check-node.cjs'), join(directory, 'check-node.cjs'));
  copyFileSync(join(root, 'LICENSE'), join(directory, 'LICENSE'));
  writeFileSync(join(directory, 'package.json'), `${JSON.stringify(manifestOf(root), null, 2)}\n`);
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: unknown;
}

const read = (file: string): Manifest => JSON.parse(readFileSync(file, 'utf8')) as Manifest;

function manifestOf(root: string): unknown {
  const { name, version, description, license, engines } = read(join(root, 'package.json'));
  return {
    name,
    version,
    description,
    license,
    engines,
    // The name is not ours on npm: a file can be installed, and nothing be published.
    private: true,
    type: 'module',
    bin: { trailwarden: 'trailwarden.cjs' },
    files: ['*.js', '*.cjs', 'page', 'parts', 'licenses.txt'],
  };
}

/** The note for packages that contain no licence text. */
const withoutText: Readonly<Record<string, string>> = {
  'Apache-2.0': 'The text is that of LICENSE.',
  'MIT-0': 'It asks for no notice.',
};

/** The licence of every package whose code is in the bundle, with its text; throws when one carries none and has to. */
function licencesOf(root: string, files: readonly string[]): string {
  const packages = files.flatMap(
    (file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [],
  );
  const licences = [...new Set(packages)].sort().map((name) => {
    const directory = join(root, name);
    const { name: called, version, license } = read(join(directory, 'package.json'));
    const file = readdirSync(directory).find((one) => /^licen[cs]e/i.test(one));
    const text = file === undefined ? withoutText[license] : readFileSync(join(directory, file), 'utf8');
    if (text === undefined) throw new Error(`${called} ${version} (${license}) carries no licence text`);
    return { title: `${called} ${version} (${license})`, text: text.trim() };
  });
  // Many libraries share one text, to the letter.
  const texts = [...Map.groupBy(licences, ({ text }) => text)].map(
    ([text, titled]) => `${titled.map(({ title }) => title).join('\n')}\n\n${text}\n`,
  );
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
