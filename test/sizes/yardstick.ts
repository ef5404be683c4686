/** What this takes on a machine of 2026 that has nothing else to do, in seconds of the processor. */
const quietSeconds = 1;

interface Line {
  readonly id: string;
  readonly at: number;
  readonly words: readonly string[];
}

/** Makes lines, groups, sorts, writes and reads them: what functions do with an incident of many members. */
function work(count: number): number {
  const lines = Array.from({ length: count }, (_, index): Line => ({
    id: `${(index * 7919) % count}`.padStart(12, '0'),
    at: (index * 104_729) % count,
    words: [`account ${index % 5000}`, `region-${index % 34}`, 'CloudTrail logging is stopped'],
  }));
  const groups = Map.groupBy(lines, ({ words }) => words[0] ?? '');
  const sorted = [...groups.values()].flat().toSorted((one, other) => one.at - other.at);
  const read = JSON.parse(JSON.stringify(sorted)) as Line[];
  return new Set(read.map(({ id, words }) => `${id} ${words.join(', ')}`)).size;
}

// A process of its own, beside the one that is measured: `node yardstick.ts` prints how many times as much of its
// processor this machine takes at this moment as a quiet one.
const began = process.cpuUsage();
for (let round = 0; round < 5; round += 1) work(100_000);
const { user, system } = process.cpuUsage(began);
process.stdout.write(String((user + system) / 1e6 / quietSeconds));
