import { posix } from 'node:path';
import type { Source } from './sources.ts';

/** Imports among modules: by file, the files that it imports, type imports included. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** The file that `imported` names in `file`; undefined when it is a package or a module of Node. */
function resolved(file: string, imported: string): string | undefined {
  if (imported.startsWith('./')) return posix.join(posix.dirname(file), imported);
  if (!imported.startsWith('#')) return undefined;
  return imported.startsWith('#handlers/') ? imported.slice(1) : `src/${imported.slice(1)}`;
}

/** Who imports whom among `sources`. */
export function importGraph(sources: readonly Source[]): ImportGraph {
  return new Map(
    sources.map(({ file, imports }) => [file, imports.flatMap((one) => resolved(file, one) ?? [])]),
  );
}

/** The same graph between folders; what lies below a folder counts as its own, and is not told apart from it. */
export function folderGraph(graph: ImportGraph): ImportGraph {
  const folders = new Map<string, Set<string>>();
  for (const [file, imports] of graph) {
    const from = posix.dirname(file);
    const known = folders.get(from) ?? new Set();
    for (const one of imports) if (posix.dirname(one) !== from) known.add(posix.dirname(one));
    folders.set(from, known);
  }
  return new Map([...folders].map(([folder, known]) => [folder, [...known]]));
}

/** The circles of a graph, each once as a closed walk: strongly connected parts of two or more (Tarjan's algorithm). */
export function circlesIn(graph: ImportGraph): readonly (readonly string[])[] {
  const state = { index: new Map<string, number>(), low: new Map<string, number>(), stack: [] as string[] };
  const circles: string[][] = [];
  const visit = (node: string): void => {
    state.index.set(node, state.index.size);
    state.low.set(node, state.index.size - 1);
    state.stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!state.index.has(next)) visit(next);
      if (state.stack.includes(next)) state.low.set(node, Math.min(lowOf(node), lowOf(next)));
    }
    if (lowOf(node) !== state.index.get(node)) return;
    const part = state.stack.splice(state.stack.indexOf(node));
    if (part.length > 1 || graph.get(node)?.includes(node) === true) circles.push(part.toSorted());
  };
  const lowOf = (node: string): number => state.low.get(node) ?? 0;
  for (const node of graph.keys()) if (!state.index.has(node)) visit(node);
  return circles;
}
