import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const undos = new Set<() => void>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let listening = false;

function undoAll(): void {
  // What came last may still use what came first.
  for (const undo of [...undos].reverse()) undo();
  undos.clear();
}

/** The first signal undoes everything; then this process ends by it, as it would have without us. */
function listen(): void {
  if (listening) return;
  listening = true;
  process.once('exit', undoAll);
  for (const signal of signals)
    process.once(signal, () => {
      undoAll();
      // Who else listens (a test runner) ends the process in its own way.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    });
}

/**
 * Has `undo` called when this process ends by itself or by SIGINT, SIGTERM or SIGHUP; only SIGKILL leaves no time for it.
 * What is given back calls it now instead. It is called once and must not wait for anything.
 */
export function atEnd(undo: () => void): () => void {
  listen();
  undos.add(undo);
  return () => {
    if (undos.delete(undo)) undo();
  };
}

/** A new directory whose name begins with `prefix`; it is removed by `remove`, and by `atEnd` when that is not called. */
export function ownDirectory(
  prefix: string,
  parent = tmpdir(),
): { readonly path: string; readonly remove: () => void } {
  // First of all: a signal before anybody listens would end the process at once.
  listen();
  const path = mkdtempSync(join(parent, prefix));
  const remove = atEnd(() => rmSync(path, { recursive: true, force: true }));
  return { path, remove };
}
