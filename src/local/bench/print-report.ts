import { styleText } from 'node:util';
import type { Bench, BenchReport, Measurement } from './bench.ts';
import { isMet } from './bench.ts';

function shown({ value, unit }: Measurement): string {
  const digits = unit === 'x' || (unit === '' && !Number.isInteger(value)) ? 2 : 0;
  return `${value.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
}

function cell(found: Measurement | undefined): string {
  if (!found) return '';
  return found.goal === undefined
    ? shown(found)
    : `${shown(found)} (< ${found.goal})${isMet(found) ? '' : ' !'}`;
}

function table(measurements: readonly Measurement[]): string[] {
  const subjects = [...new Set(measurements.map(({ subject }) => subject))];
  const figures = [...new Set(measurements.map(({ figure }) => figure))];
  const rows = subjects.map((subject) => [
    subject,
    ...figures.map((figure) =>
      cell(measurements.find((one) => one.subject === subject && one.figure === figure)),
    ),
  ]);
  const all = [['', ...figures], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all.map((row) =>
    row
      .map((text, column) =>
        column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join('   '),
  );
}

/** The report as a table for people. */
export function reportText({ name, about }: Bench, { measurements, notes }: BenchReport): string {
  const missed = measurements.filter((one) => !isMet(one));
  const verdict =
    missed.length === 0
      ? styleText('green', 'Every goal is met.')
      : styleText(
          'red',
          `Missed: ${missed.map(({ subject, figure }) => `${subject}, ${figure}`).join('; ')}.`,
        );
  return [styleText('bold', name), about, '', ...table(measurements), '', ...notes, verdict, ''].join('\n');
}

/** The report as one JSON object per figure and line. */
export function reportJson({ name: bench }: Bench, { measurements }: BenchReport): string {
  return measurements.map((one) => JSON.stringify({ bench, ...one, ok: isMet(one) })).join('\n');
}
