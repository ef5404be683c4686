import { readFileSync } from 'node:fs';

const root = new URL('../fixtures/events/', import.meta.url);

export interface RecordedCase {
  readonly file: string;
  readonly verdict: string;
  readonly record: Record<string, unknown>;
}

export function fixture(name: string): string {
  return new URL(name, root).pathname;
}

export function readFixture(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(name, root), 'utf8')) as Record<string, unknown>;
}

/** All recorded events with their verdicts. */
export function recordedCases(): readonly RecordedCase[] {
  const { events } = readFixture('index.json') as { events: { file: string; verdict: string }[] };
  return events.map(({ file, verdict }) => ({ file, verdict, record: readFixture(`cases/${file}`) }));
}

/** Recorded by hand-editing peers: pairs of source and name that AWS never sends. */
export const pairsThatDoNotExist: Readonly<Record<string, string>> = {
  'enableregion-panther-wrong-source.json':
    'EnableRegion is a call of account.amazonaws.com; nothing of cloudtrail.amazonaws.com is called so.',
  'neg-deleterule-panther-impossible-pair.json':
    'DeleteRule is a call of events.amazonaws.com; nothing of cloudtrail.amazonaws.com is called so.',
};
