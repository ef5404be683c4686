import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path/posix';
import ts from 'typescript';

/** One module of the house. */
export interface Source {
  /** Path from the project's root, with slashes. */
  readonly file: string;
  readonly text: string;
  /** What it imports or re-exports from, types included, as it is written. */
  readonly imports: readonly string[];
}

/** The path of every file below `directory`. */
export function filesBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** Every TypeScript module in the rooms of src and in handlers. */
export function readSources(): readonly Source[] {
  const rooms = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const directories = ['handlers', ...rooms.map(({ name }) => `src/${name}`)];
  return directories
    .flatMap(filesBelow)
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => {
      const text = readFileSync(file, 'utf8');
      return { file, text, imports: ts.preProcessFile(text, true, true).importedFiles.map(importedName) };
    });
}

const importedName = ({ fileName }: ts.FileReference): string => fileName;

/** Whatever has the shape of the compiled template, the templates of stack sets inside it included. */
export function everythingIn(value: unknown): unknown[] {
  if (typeof value === 'string' && value.startsWith('{')) return everythingIn(JSON.parse(value));
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(everythingIn)];
}

/** The compiled template of the deployment; `npm run package` makes it. */
export function readTemplate(): { readonly Resources: Readonly<Record<string, TemplateResource>> } {
  const file = '.serverless/cloudformation-template-update-stack.json';
  return JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof readTemplate>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}
