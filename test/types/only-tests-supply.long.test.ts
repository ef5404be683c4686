import { expect, test } from 'vitest';
import { neverSupplied } from './supplied.ts';

/** Supplied all the same: types are inferred on the way, or Lambda supplies the field. */
const listedInVain: Readonly<Record<string, string>> = {
  'src/domain/findings/rule.ts KnownFinding.resolvedAt':
    'evaluate-region: tracked findings are the known ones',
  'src/domain/findings/rule.ts KnownFinding.weakening': 'the same',
  'src/domain/issues/tracked-finding.ts FindingDraft.wasExempt': 'reconcile: where an exemption has expired',
  'src/domain/reports/daily-report.ts dailyReport.only': 'report-day: called by the name `compose`',
  'src/ports/log-destinations.ts Asker.baseline': 'ask-inspections: the baseline of the request',
  'src/usecases/day/follow-assignees.ts .task': "the schedule's input",
  'src/usecases/day/report-day.ts .task': 'the event of an invocation by hand',
  'src/usecases/sweep/accept-baseline.ts .task': 'the event of an invocation by hand',
};

test('no optional parameter of the domain, the ports or the use cases is one that only tests supply', () => {
  expect(neverSupplied(process.cwd()).toSorted()).toEqual(Object.keys(listedInVain));
});
