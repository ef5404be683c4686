import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';
import { notDrawn } from './draw.ts';
import { doesNotCompile, rangeIn, typeCheck } from './compiles.ts';

/** What became of one drawn mutant; `refused`: no test noticed it, but it does not compile. */
export interface Fate {
  readonly folder: string;
  /** File, line and column, from 1. */
  readonly where: string;
  readonly was: string;
  readonly is: string;
  readonly fate: 'killed' | 'timeout' | 'refused' | 'survived' | 'not-covered';
}

const fates: Partial<Record<MutantResult['status'], Fate['fate']>> = {
  Killed: 'killed',
  Timeout: 'timeout',
  // A module that cannot be loaded any more fails every test that loads it.
  RuntimeError: 'killed',
  Survived: 'survived',
  NoCoverage: 'not-covered',
};

const short = (text: string): string => {
  const flat = text.replaceAll(/\s+/g, ' ');
  return flat.length > 90 ? `${flat.slice(0, 87)}...` : flat;
};

/** The folder whose score a file counts for: a room of the domain, a folder of the use cases, or the stores. */
function folderOf(file: string): string {
  const [, first = '', second = '', third] = file.split('/');
  if (first === 'adapters') return 'stores';
  return third === undefined ? first : `${first}/${second}`;
}

/** The fates of the drawn mutants, those that survived the tests put to the type check. */
export function fatesOf(results: readonly MutantResult[], root: string): Fate[] {
  const check = typeCheck(root);
  return results.flatMap((one): Fate[] => {
    const fate = fates[one.status];
    if (fate === undefined || one.statusReason === notDrawn) return [];
    const file = relative(root, one.fileName);
    const text = readFileSync(one.fileName, 'utf8');
    const [from, to] = rangeIn(text, one.location, 1);
    const mutated = text.slice(0, from) + one.replacement + text.slice(to);
    const isRefused = one.statusReason === doesNotCompile;
    const stands = fate === 'survived' || fate === 'not-covered';
    const { line, column } = one.location.start;
    return [
      {
        folder: folderOf(file),
        where: `${file}:${line}:${column}`,
        was: short(text.slice(from, to)),
        is: short(one.replacement),
        fate: isRefused || (stands && !check.accepts(one.fileName, mutated)) ? 'refused' : fate,
      },
    ];
  });
}

/** The share of mutants that were noticed, in percent. */
export function scoreOf(all: readonly Fate[]): number {
  const stands = all.filter(({ fate }) => fate === 'survived' || fate === 'not-covered').length;
  return all.length === 0 ? 100 : (100 * (all.length - stands)) / all.length;
}

/** One line for each folder, then the sum. */
export function table(all: readonly Fate[]): string {
  const groups = [...Map.groupBy(all, ({ folder }) => folder)].sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  const of = (own: readonly Fate[], fate: Fate['fate']): number =>
    own.filter((one) => one.fate === fate).length;
  const row = (name: string, own: readonly Fate[]): string =>
    [
      name.padEnd(24),
      ...[own.length, of(own, 'killed'), of(own, 'timeout'), of(own, 'refused')].map((one) =>
        String(one).padStart(8),
      ),
      ...[of(own, 'survived'), of(own, 'not-covered')].map((one) => String(one).padStart(12)),
      `${scoreOf(own).toFixed(1)} %`.padStart(9),
    ].join('');
  const head = `${'folder'.padEnd(24)}   drawn  killed timeoutno types    survived not covered    score`;
  return [head, ...groups.map(([name, own]) => row(name, own)), row('all', all)].join('\n');
}
