import { paintFor, widthOf } from '#cli/output/terminal.ts';
import type { ScanReport } from '#usecases/scan/scan-report.ts';
import { asffFormat } from './asff.ts';
import { csvFormat } from './csv.ts';
import { htmlFormat } from './html-page.ts';
import { markdownFormat } from './markdown.ts';
import { ocsfFormat } from './ocsf.ts';
import { tableText } from './table.ts';

/** The names of the formats. */
export const formatNames = ['table', 'json', 'csv', 'markdown', 'html', 'asff', 'ocsf'] as const;
/** One of `formatNames`. */
export type FormatName = (typeof formatNames)[number];

/** The report as text in each format; `table` is fitted to standard output. */
export const formats: Readonly<Record<FormatName, (report: ScanReport) => string>> = {
  table: (report) => tableText(report, { width: widthOf(process.stdout), paint: paintFor(process.stdout) }),
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  csv: csvFormat,
  markdown: markdownFormat,
  html: htmlFormat,
  asff: asffFormat,
  ocsf: ocsfFormat,
};
