import type { ExitCode } from '#cli/habits/failure.ts';
import { Failure } from '#cli/habits/failure.ts';
import type { Config } from '#config/config.ts';
import { loadConfig } from '#config/load.ts';
import { expectedOf } from '#doors/expected.ts';
import type { Region } from '#domain/values/region.ts';
import { parseRegion } from '#domain/values/region.ts';
import { withChangesSince } from '#usecases/scan/changes-since.ts';
import type { ScanReport } from '#usecases/scan/scan-report.ts';
import { earlierScan } from './earlier-scan.ts';
import { progressOn } from './progress.ts';
import type { Yardstick } from './run-scan.ts';
import { runScan } from './run-scan.ts';
import type { ScanOptions } from './scan-options.ts';
import { scopeOf } from './scope.ts';

/** Shortest retention of log files, in days, that is no finding where no configuration says otherwise. */
const keptDays = 90;

function regionsIn(codes: readonly string[]): readonly Region[] | undefined {
  const regions = codes.map((code) => {
    const region = parseRegion(code);
    if (region !== undefined) return region;
    throw new Failure({ what: `"${code}" is no Region code`, remedy: 'Correct --regions.', exitCode: 2 });
  });
  return regions.length === 0 ? undefined : regions;
}

function yardstickOf(config: Config | undefined, codes: readonly string[]): Yardstick {
  const regions = regionsIn(codes) ?? config?.regions;
  if (config === undefined)
    return {
      regions,
      expected: (accounts) => ({ buckets: [], keys: [], known: [], accounts, keptDays }),
      exemptions: () => [],
    };
  const expected = expectedOf(config);
  return {
    regions,
    expected: (accounts) => ({ ...expected, accounts: [...new Set([...expected.accounts, ...accounts])] }),
    exemptions: (account) => config.exemptions.get(account) ?? [],
  };
}

/** Scans what `options` ask for. Throws `Failure` with the remedy where that is impossible. */
export async function scanReport(
  options: ScanOptions,
  version: string,
  signal: AbortSignal,
): Promise<ScanReport> {
  const { directory, since, roleName, organization, accounts, profiles } = options;
  // Before anything is asked of AWS, so that a mistyped path is told at once.
  const before = since === undefined ? undefined : earlierScan(since);
  const config = directory === undefined ? undefined : loadConfig(directory);
  const yardstick = yardstickOf(config, options.regions);
  const scope = await scopeOf({ organization, accounts, profiles, roleName: roleName ?? config?.roleName });
  const progress = progressOn(process.stderr, scope.accounts.size);
  const report = await runScan({ scope, yardstick, tool: version }, progress, signal);
  return before === undefined ? report : withChangesSince(report, before);
}

/** 3 where not everything was read, 1 for findings, else 0. */
export function exitCodeOf({ complete, findings }: ScanReport): ExitCode {
  if (!complete) return 3;
  return findings.length > 0 ? 1 : 0;
}
