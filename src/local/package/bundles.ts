import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type BuildFailure, type BuildOptions, type ImportKind, type Plugin } from 'esbuild';
import { parse } from 'yaml';

/** What a bundle imports at run time instead of holding it. */
export interface OutsideImport {
  readonly path: string;
  /** How it is imported; only `dynamic-import` waits until the code is reached. */
  readonly kind: ImportKind | 'file-loader';
}

/** One handler, bundled as it is packaged. */
export interface Bundle {
  /** The handler's file without its end, e.g. `inspect-destinations`. */
  readonly name: string;
  readonly code: Uint8Array;
  /** The source map of `code`. */
  readonly map: Uint8Array;
  readonly outside: readonly OutsideImport[];
}

/** The handlers of a project with the packages that its serverless.yml leaves out of the bundles. */
export interface Bundles {
  readonly bundles: readonly Bundle[];
  readonly leftOut: readonly string[];
}

interface Settings extends Required<Pick<BuildOptions, 'minify' | 'target' | 'mainFields' | 'banner'>> {
  readonly exclude?: readonly string[];
  readonly outputFileExtension?: string;
  readonly plugins?: string;
}

/** The faults of a build, one line each. */
function inLines(error: unknown): string {
  const { errors } = error as Partial<BuildFailure>;
  if (errors === undefined) throw error;
  const lines = errors.map(({ text, location }) =>
    location === null ? text : `${location.file}:${location.line}:${location.column + 1}: ${text}`,
  );
  return [...new Set(lines)].join('\n');
}

async function pluginsOf(root: string, file: string | undefined): Promise<Plugin[]> {
  if (file === undefined) return [];
  const module = (await import(pathToFileURL(join(root, file)).href)) as { default: Plugin[] };
  return module.default;
}

function settingsOf(root: string): Settings {
  const text = readFileSync(join(root, 'serverless.yml'), 'utf8');
  // CloudFormation's tags mean nothing here.
  const { custom } = parse(text, { logLevel: 'silent', merge: true }) as { custom: { esbuild: Settings } };
  return custom.esbuild;
}

/**
 * Bundles every handler below `root` with the settings in its serverless.yml, in memory: byte for byte what is
 * packaged. Throws the faults of the build, one line each.
 */
export async function bundleHandlers(root: string): Promise<Bundles> {
  const { minify, target, mainFields, banner, ...more } = settingsOf(root);
  const { exclude: leftOut = [], outputFileExtension: end = '.mjs', plugins } = more;
  const handlers = readdirSync(join(root, 'handlers')).filter((name) => name.endsWith('.ts'));
  const { outputFiles, metafile } = await build({
    minify,
    target,
    mainFields,
    banner,
    entryPoints: handlers.map((name) => join('handlers', name)),
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'out',
    outExtension: { '.js': end },
    platform: 'node',
    format: 'esm',
    external: [...leftOut],
    sourcemap: 'external',
    plugins: await pluginsOf(root, plugins),
    logLevel: 'silent',
  }).catch((error: unknown) => {
    throw new Error(inLines(error));
  });
  const contents = new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
  const bundles = Object.entries(metafile.outputs).flatMap(([path, { imports }]): Bundle[] => {
    const [code, map] = [contents.get(basename(path)), contents.get(`${basename(path)}.map`)];
    if (code === undefined || map === undefined) return [];
    const outside = imports.filter(({ external }) => external === true);
    return [{ name: basename(path, end), code, map, outside }];
  });
  return { bundles, leftOut };
}
