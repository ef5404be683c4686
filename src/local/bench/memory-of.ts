import { readdirSync, readFileSync } from 'node:fs';

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // The process has ended meanwhile.
  }
}

/** The largest resident set of our processes whose command line holds `mark`, in KiB; 0 where there is no /proc. */
export function largestMemory(mark: string): number {
  const ids = process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  const sizes = ids
    .filter((id) => text(`/proc/${id}/cmdline`).includes(mark))
    .filter((id) => new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(text(`/proc/${id}/status`)))
    .map((id) => Number(/^VmHWM:\s+(\d+)/m.exec(text(`/proc/${id}/status`))?.[1] ?? 0));
  return Math.max(0, ...sizes);
}
