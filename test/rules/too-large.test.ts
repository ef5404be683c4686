import { expect, test } from 'vitest';
import type { Assessment } from '#domain/findings/assess/assess.ts';
import { assess } from '#domain/findings/assess/assess.ts';
import { withoutTheRest } from '#domain/findings/assess/too-large.ts';
import type { Evidence, Finding } from '#domain/findings/finding.ts';
import { findingKey } from '#domain/findings/finding.ts';
import { evidence, finding } from '#test/given/incidents.ts';
import { home, logging, look, noon, prod, trailArn } from '#test/given/looks.ts';

const looked = assess(look({ sights: [logging('main')] }));
const found = (
  name: string,
  severity: Finding['severity'],
  weakening = false,
  more: Evidence = evidence,
): Finding => finding({ subject: trailArn(name), severity, weakening, evidence: more });
const judged = (...findings: Finding[]): Assessment => ({
  ...looked,
  findings: new Map(findings.map((one) => [findingKey(one.rule, one.subject), one])),
  cleared: new Map([
    [findingKey('redirected', trailArn('main')), { verdict: 'healthy', subject: trailArn('main') }],
  ]),
});

test('of a look that is too large to be kept the three worst are, losses before weakenings', () => {
  const all = judged(
    found('weak', 'critical', true),
    found('low', 'low'),
    found('high', 'high'),
    found('medium', 'medium'),
    found('critical', 'critical'),
  );
  const kept = [...withoutTheRest(all).findings.values()];
  expect(kept.map(({ subject }) => subject)).toEqual([...['critical', 'high', 'medium'].map(trailArn), '-']);
  const few = judged(found('weak', 'critical', true), found('low', 'low'));
  expect([...withoutTheRest(few).findings.values()].map(({ subject }) => subject)).toEqual([
    trailArn('low'),
    trailArn('weak'),
    '-',
  ]);
});

test('of their evidence stays what words need, and long names are cut', () => {
  const long = {
    ...evidence,
    trailName: 'x'.repeat(500),
    left: 'own',
    change: 'c',
    resource: 'r',
    was: { bucket: 'b' },
  } as const;
  const [one] = withoutTheRest(judged(found('main', 'high', false, long))).findings.values();
  expect(one?.evidence).toEqual({
    trailName: 'x'.repeat(128),
    homeRegion: evidence.homeRegion,
    multiRegion: true,
    organization: false,
    left: 'own',
  });
});

test('it says besides that the place cannot be read, and nothing of it is healthy', () => {
  const { findings, cleared, look: of } = withoutTheRest(judged());
  expect([...findings]).toEqual([
    [
      'unreadable#-',
      {
        rule: 'unreadable',
        harm: 'unreadable',
        subject: '-',
        severity: 'high',
        weakening: false,
        cause: `unreadable|${prod}|too-large`,
        since: noon,
        evidence: {
          error: `TooLarge: what AWS answers of ${home} is more than can be kept`,
          resource: 'cloudtrail',
        },
      },
    ],
  ]);
  expect([cleared.size, of]).toEqual([0, looked.look]);
});
