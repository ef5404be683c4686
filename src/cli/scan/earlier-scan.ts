import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { Failure } from '#cli/habits/failure.ts';
import type { ScanReport } from '#usecases/scan/scan-report.ts';

const EarlierScan = z.looseObject({
  format: z.literal('trailwarden-scan/1'),
  startedAt: z.iso.datetime(),
  findings: z.array(
    z.looseObject({
      id: z.string(),
      account: z.string(),
      region: z.string(),
      severity: z.string(),
      title: z.string(),
    }),
  ),
});

/** The report that an earlier scan wrote with `--format json`. Throws `Failure` for anything else. */
export function earlierScan(file: string): ScanReport {
  const wrong = (cause?: unknown): Failure =>
    new Failure(
      { what: `${file} is no earlier scan`, remedy: 'Give what scan --format json wrote.', exitCode: 2 },
      cause,
    );
  const text = readFileSync(file, 'utf8');
  try {
    // What the schema leaves out is as our own writer wrote it.
    return EarlierScan.parse(JSON.parse(text)) as unknown as ScanReport;
  } catch (error) {
    throw wrong(error);
  }
}
