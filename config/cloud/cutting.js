import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const idle = new Set();

/** What has cut nothing so far in this process, as `name of library`: empty once every handler was bundled. */
export const idleCuts = () => [...idle];

const versionIn = (directory) => JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')).version;

/** The version below `directory`; undefined when the package is not installed there. */
function installedIn(directory) {
  try {
    return versionIn(directory);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const anySeparator = (pattern) => pattern.source.replaceAll('\\/', '[\\\\/]');
const escaped = (name) => name.replaceAll('/', '[\\\\/]');
const fileOf = (name, files) =>
  new RegExp(`node_modules[\\\\/]${escaped(name)}[\\\\/]${anySeparator(files)}$`);

/** Why a cut of this library may not be made, in one line; undefined when it is the version the cut was written for. */
function changed({ name, recheck }, library, written, installed) {
  if (installed === written) return undefined;
  return `${name} cuts ${library} ${written}, and ${installed} is installed. Check that ${recheck}; then put ${installed} into config/cloud/esbuild-plugins.js.`;
}

const asErrors = (texts) => ({ errors: [...new Set(texts)].map((text) => ({ text })) });

/**
 * An esbuild plugin that replaces files of libraries. `libraries` gives the version of each that it was written for;
 * `files` matches their paths below the library's directory; `cut` makes the new contents of the old ones and answers
 * undefined when it does not find what it cuts. Another version, or nothing to cut, fails the build with one line that
 * ends in `recheck`.
 */
export function cutting({ name, libraries, files, recheck, loader = 'js', cut }) {
  for (const library of Object.keys(libraries)) idle.add(`${name} of ${library}`);
  const load = (library, written) => async (args) => {
    const home = join('node_modules', library);
    const directory = args.path.slice(0, args.path.lastIndexOf(home) + home.length);
    const fault = changed({ name, recheck }, library, written, versionIn(directory));
    if (fault !== undefined) return asErrors([fault]);
    const text = await readFile(args.path, 'utf8');
    const contents = cut(text, args.path);
    idle.delete(`${name} of ${library}`);
    if (contents !== undefined && contents !== text) return { contents, loader };
    const file = args.path.slice(directory.length + 1);
    return asErrors([
      `${name} finds nothing to cut in ${file} of ${library} ${written}. Check that ${recheck}.`,
    ]);
  };
  return {
    name,
    setup(build) {
      // Also where the library has moved its file, so that nothing would be cut in silence.
      build.onStart(() => {
        const root = build.initialOptions.absWorkingDir ?? process.cwd();
        const faults = Object.entries(libraries).map(([library, written]) => {
          const installed = installedIn(join(root, 'node_modules', library)) ?? written;
          return changed({ name, recheck }, library, written, installed);
        });
        return asErrors(faults.filter((fault) => fault !== undefined));
      });
      for (const [library, written] of Object.entries(libraries))
        build.onLoad({ filter: fileOf(library, files) }, load(library, written));
    },
  };
}
