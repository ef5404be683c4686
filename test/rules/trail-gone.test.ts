import { describe, expect, test } from 'vitest';
import type { Evidence, Finding, FormerSettings } from '#domain/findings/finding.ts';
import type { Look } from '#domain/findings/rule.ts';
import { trailGone } from '#domain/findings/rules/trail-gone.ts';
import type { RequestFacts } from '#domain/facts/trigger.ts';
import { account, at, region } from '#test/given/incidents.ts';
import {
  after,
  call,
  created,
  failed,
  hidden,
  independent,
  judgements,
  logging,
  memory,
  remembered,
  stopped,
  trailArn,
  verdict,
} from '#test/given/looks.ts';
import { known } from './changes.ts';

const main = trailArn('main');
const wasThere = memory(remembered(logging('main')));
const missed = memory(remembered(logging('main'), at('11:50:00'), at('11:55:00')));

describe('fires', () => {
  test.each([
    ['nothing is left', [], 'critical', false],
    ['what is left is stopped', [stopped('spare')], 'critical', false],
    ['what is left cannot be read', [hidden('spare')], 'high', false],
    ['a trail of the organization records everything', [independent('spare')], 'low', true],
  ] as const)('%s: a trail that is gone is %s', (_, sights, severity, weakening) => {
    expect(verdict(trailGone, { sights, before: wasThere }, main)).toMatchObject({
      verdict: 'stands',
      severity,
      weakening,
    });
  });

  test('a trail that was created anew and not started yet does not stand for the one that was deleted', () => {
    expect(verdict(trailGone, { sights: [created('main')], before: wasThere }, main)).toMatchObject({
      verdict: 'stands',
      severity: 'critical',
    });
  });

  test('nor does one that was created anew, when the status of the former could never be read', () => {
    const unread = memory(remembered(hidden('main'), at('11:50:00'), at('11:55:00')));
    expect(verdict(trailGone, { sights: [created('main')], before: unread }, main)).toMatchObject({
      verdict: 'stands',
      severity: 'critical',
    });
    const there = memory(remembered(hidden('main')));
    expect(judgements(trailGone, { sights: [created('main')], before: there })).toEqual([]);
  });

  test('it is judged from how it was last seen', () => {
    expect(verdict(trailGone, { sights: [], before: wasThere }, main)).toMatchObject({
      cause: `not-recording|${main}`,
      evidence: { trailName: 'main', deliveredAt: at('11:55:00'), multiRegion: true },
    });
  });

  test('the harm began with the call that deleted it, else when it was first missed, else now', () => {
    const calls = [call('DeleteTrail', after(-5), 'main')];
    expect(verdict(trailGone, { sights: [], before: missed, calls }, main)).toMatchObject({
      since: after(-5),
    });
    expect(verdict(trailGone, { sights: [], before: missed }, main)).toMatchObject({ since: at('11:55:00') });
    expect(verdict(trailGone, { sights: [], before: wasThere }, main)).toMatchObject({ since: after(0) });
  });
});

describe('does not fire', () => {
  test('a trail that is there is not gone, even when it is stopped', () => {
    expect(judgements(trailGone, { sights: [stopped('main')], before: wasThere })).toEqual([]);
  });

  test('a trail that was never started is not missed', () => {
    expect(judgements(trailGone, { sights: [], before: memory(remembered(created('main'))) })).toEqual([]);
  });

  test('missed twice while another trail records everything: it was replaced', () => {
    expect(verdict(trailGone, { sights: [independent('spare')], before: missed }, main)?.verdict).toBe(
      'healthy',
    );
  });

  test('without a memory nothing can be missed', () => {
    expect(judgements(trailGone, { sights: [logging('spare')] })).toEqual([]);
  });

  test('a failed DeleteTrail never opens an issue', () => {
    const calls = [failed(call('DeleteTrail', after(-5), 'main'))];
    expect(judgements(trailGone, { sights: [logging('main')], before: wasThere, calls })).toEqual([]);
  });
});

describe('cannot see', () => {
  test('a trail that is listed is not gone, although its status is refused', () => {
    const found = judgements(trailGone, { sights: [hidden('main')], before: wasThere });
    expect(found).toEqual([{ verdict: 'cannot-tell', subject: main }]);
  });
});

describe('a trail that memory has forgotten', () => {
  const found = (before: Look['memory'], sights: Parameters<typeof judgements>[1]['sights']) =>
    judgements(trailGone, { sights, before, known: known('trail-gone', {}) });
  const spareOnly = memory(remembered(logging('spare')));

  test('stays gone while others, remembered and seen, do not record everything', () => {
    const spare = stopped('spare');
    expect(found(spareOnly, [spare])).toEqual([{ verdict: 'cannot-tell', subject: main }]);
  });

  test('is replaced once others record everything', () => {
    const spare = independent('spare');
    expect(found(memory(remembered(spare)), [spare])).toEqual([{ verdict: 'healthy', subject: main }]);
  });

  test('is no more forgotten when it is there again, or is remembered', () => {
    const there = { verdict: 'cannot-tell', subject: main };
    expect(found(spareOnly, [logging('main'), stopped('spare')])).not.toContainEqual(there);
    expect(found(wasThere, [stopped('spare')])).not.toContainEqual(there);
  });
});

describe('a trail that was reduced', () => {
  const reduce = (requested: RequestFacts) => [
    call('UpdateTrail', after(-2), 'main', { effect: 'change', requested }),
  ];
  const elsewhere = memory(remembered(logging('main', {}, { homeRegion: region('us-east-1') })));

  test('to one Region is repaired with one command, also when later looks do not hear of the call', () => {
    const calls = reduce({ isMultiRegionTrail: false });
    const first = verdict(trailGone, { sights: [], before: elsewhere, calls }, main);
    if (first?.verdict !== 'stands') throw new Error('it does not stand');
    expect(first.evidence).toMatchObject({ change: 'all Regions -> home Region only' });
    const found = { ...first, rule: trailGone.id, harm: trailGone.harm };
    expect(trailGone.remedy(found).command).toMatch(/update-trail .* --is-multi-region-trail$/);
    const later = { sights: [], before: elsewhere, known: known('trail-gone', first.evidence) };
    expect(verdict(trailGone, later, main)).toMatchObject({ evidence: { change: first.evidence.change } });
    const deleted = [call('DeleteTrail', after(-1), 'main')];
    expect(verdict(trailGone, { ...later, calls: deleted }, main)).not.toMatchObject({
      evidence: { change: first.evidence.change },
    });
  });

  test('to its owner account is repaired there', () => {
    const of = { owner: account('999999999999'), organization: true };
    const before = memory(remembered(logging('main', {}, of)));
    const calls = reduce({ isOrganizationTrail: false });
    const found = verdict(trailGone, { sights: [], before, calls }, main);
    expect(found).toMatchObject({ evidence: { was: { organization: true } } });
  });
});

describe('a trail that was harmed before it was deleted', () => {
  const everything = { writes: 'all', reads: 'all', excludedSources: [] } as const;
  const narrowed = { writes: 'all', reads: 'none', excludedSources: [] } as const;
  const nothing = { writes: 'none', reads: 'none', excludedSources: [] } as const;
  const selectors = { kind: 'advanced', count: 1, json: '[{"Name":"all"}]' } as const;
  const fewer = { kind: 'advanced', count: 1, json: '[{"Name":"few"}]' } as const;
  const target = { bucket: 'evil', prefix: 'x', kmsKey: 'arn:aws:kms:eu-west-1:999999999999:key/k' };
  const last = { ...target, multiRegion: false, logFileValidation: false, customSelectors: true };
  const asLastSeen = memory({
    ...remembered(logging('main', {}, last)),
    answeredSelectors: fewer,
    recorded: nothing,
  });
  const commands = (findings: Look['known']): string => {
    const judgement = verdict(trailGone, { sights: [], before: asLastSeen, known: findings }, main);
    if (judgement?.verdict !== 'stands') throw new Error('the trail is gone');
    return trailGone.remedy({ subject: main, evidence: judgement.evidence } as Finding).command ?? '';
  };
  const evidenceWas = (was: FormerSettings): Evidence => ({ was });

  test('is created again as it was last seen when nothing open says otherwise', () => {
    for (const findings of [
      new Map(),
      known('management-events-narrowed', evidenceWas({ answeredSelectors: selectors }), 'whitelisted'),
      known('redirected', evidenceWas({ bucket: 'logs' }), 'resolved'),
    ])
      expect(commands(findings)).toMatch(/-bucket-name evil .*\n.*"few"/s);
  });

  test('is created with the selectors that it had before they were narrowed', () => {
    const was = { recorded: everything, answeredSelectors: selectors };
    expect(commands(known('management-events-narrowed', evidenceWas(was)))).toMatch(/"all"/);
    const unknown = commands(known('management-events-unrecorded', evidenceWas({ recorded: narrowed })));
    expect(unknown).not.toMatch(/"few"/);
    expect(unknown).toContain('"ReadWriteType":"WriteOnly"');
  });

  test('is created with those that it had before only its reads were left out', () => {
    const was = { recorded: everything, answeredSelectors: selectors };
    const before = memory({
      ...remembered(logging('main', {}, last)),
      answeredSelectors: fewer,
      recorded: narrowed,
    });
    const judgement = verdict(
      trailGone,
      { sights: [], before, known: known('management-events-narrowed', evidenceWas(was)) },
      main,
    );
    expect(judgement).toMatchObject({ evidence: { was: { answeredSelectors: selectors } } });
  });

  test('keeps the selectors that it had last where they leave out nothing more', () => {
    const same = { recorded: { ...nothing, excludedSources: [] } };
    expect(commands(known('management-events-unrecorded', evidenceWas(same)))).toMatch(/"few"/);
  });

  test('is created with what came before the first of several changes', () => {
    const first = known(
      'management-events-narrowed',
      evidenceWas({ recorded: narrowed, answeredSelectors: selectors }),
    );
    const second = known(
      'management-events-unrecorded',
      evidenceWas({ recorded: { ...narrowed, writes: 'some' }, answeredSelectors: fewer }),
    );
    const later = [...second].map(([key, one]) => [key, { ...one, since: at('10:00:00') }] as const);
    expect(commands(new Map([...first, ...later]))).toMatch(/"all"/);
    expect(commands(new Map([...later, ...first]))).toMatch(/"all"/);
  });

  test('is created with its own bucket and key, not with those that it was redirected to', () => {
    const moved = commands(known('redirected', evidenceWas({ bucket: 'logs' })));
    expect(moved).toContain('--s3-bucket-name logs ');
    expect(moved).not.toMatch(/evil|999999999999|s3-key-prefix/);
    const keyOnly = commands(
      known('encryption-removed', evidenceWas({ kmsKey: 'arn:aws:kms:eu-west-1:1:key/own' })),
    );
    expect(keyOnly).toMatch(/-bucket-name evil .*key\/own/);
  });

  test('covers again what it covered, and validates', () => {
    const findings = new Map([
      ...known('single-region-only', evidenceWas({ multiRegion: true })),
      ...known('organization-trail-reduced', evidenceWas({ organization: true })),
      ...known('validation-off', evidenceWas({ logFileValidation: true })),
    ]);
    expect(commands(new Map())).not.toMatch(/--is-|--enable-/);
    expect(commands(findings)).toMatch(
      /--is-multi-region-trail --is-organization-trail --enable-log-file-validation/,
    );
  });

  test('stays as its own finding keeps it once the others have ended, also when the call is heard again', () => {
    const was = { bucket: 'logs', recorded: everything, answeredSelectors: selectors };
    const evidence = { was, multiRegion: true };
    const findings = known('trail-gone', evidence);
    for (const calls of [[], [call('DeleteTrail', after(-5), 'main')]]) {
      const judgement = verdict(trailGone, { sights: [], before: asLastSeen, known: findings, calls }, main);
      expect(judgement).toMatchObject({ evidence: { was, multiRegion: true } });
    }
    const reduced = known('trail-gone', { was: { ...was, organization: true }, change: 'reduced' });
    const calls = [call('DeleteTrail', after(-5), 'main')];
    const judgement = verdict(trailGone, { sights: [], before: asLastSeen, known: reduced, calls }, main);
    expect(judgement).not.toMatchObject({ evidence: { was: { organization: true } } });
  });
});
