import { readFileSync } from 'node:fs';
import type { Mutant } from '@stryker-mutator/api/core';
import ts from 'typescript';

/** Whether a file with one text instead of another still compiles; `npm run typecheck` would refuse it otherwise. */
export interface TypeCheck {
  accepts(file: string, text: string): boolean;
}

/** The type check of the project, warm: the first question takes seconds, the next ones less than one each. */
export function typeCheck(root: string): TypeCheck {
  const config = ts.getParsedCommandLineOfConfigFile(
    `${root}/tsconfig.json`,
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
      },
    },
  );
  const edited = new Map<string, { readonly text: string; readonly version: number }>();
  const service = ts.createLanguageService({
    getCompilationSettings: () => config?.options ?? {},
    getScriptFileNames: () => config?.fileNames ?? [],
    getScriptVersion: (file) => String(edited.get(file)?.version ?? 0),
    getScriptSnapshot(file) {
      const text = edited.get(file)?.text ?? ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  });
  let version = 0;
  return {
    accepts(file, text) {
      version += 1;
      edited.set(file, { text, version });
      const faults = [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)];
      version += 1;
      edited.set(file, { text: ts.sys.readFile(file) ?? '', version });
      return faults.length === 0;
    },
  };
}

/** The reason that Stryker's report gives for a mutant that no test noticed, and the type check refuses. */
export const doesNotCompile = 'does not compile';

type Position = Mutant['location']['start'];

function offsetIn(text: string, { line, column }: Position, first: number): number {
  const before = text.split('\n').slice(0, line - first);
  return before.reduce((length, one) => length + one.length + 1, 0) + column - first;
}

/** Where in a text a mutant begins and ends; Stryker counts lines and columns from 0, its report from 1. */
export function rangeIn(text: string, { start, end }: Mutant['location'], first: 0 | 1): [number, number] {
  return [offsetIn(text, start, first), offsetIn(text, end, first)];
}

/** The mutant's file with the mutant in it. */
export function mutatedText({ fileName, location, replacement }: Mutant): string {
  const text = readFileSync(fileName, 'utf8');
  const [from, to] = rangeIn(text, location, 0);
  return text.slice(0, from) + replacement + text.slice(to);
}
