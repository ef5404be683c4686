import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const undos = new Set<() => void>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let listening = false;

function undoAll(): void {
  // In reverse order of registration: later resources may depend on earlier ones.
  for (const undo of [...undos].reverse()) undo();
  undos.clear();
}

/** The first signal runs every registered `undo`; then the process is ended by the same signal, as by default. */
function listen(): void {
  if (listening) return;
  listening = true;
  process.once('exit', undoAll);
  for (const signal of signals)
    process.once(signal, () => {
      undoAll();
      // With other listeners (e.g. a test runner), ending the process is left to them.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    });
}

/**
 * Has `undo` called when this process ends by itself or by SIGINT, SIGTERM or SIGHUP; only SIGKILL leaves no time for it.
 * The returned function calls it at once instead. `undo` is called at most once and must be synchronous.
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
  // Registered before the directory is made: a signal without a listener would end the process and leave it behind.
  listen();
  const path = mkdtempSync(join(parent, prefix));
  const remove = atEnd(() => rmSync(path, { recursive: true, force: true }));
  return { path, remove };
}
