import { describe, expect, test } from 'vitest';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { Settings } from '#domain/findings/finding.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import { account, at, region } from '#test/given/incidents.ts';
import {
  after,
  call,
  failed,
  hidden,
  independent,
  judgements,
  logging,
  memory,
  remembered,
  trailArn,
  verdict,
} from '#test/given/looks.ts';
import { known } from './changes.ts';

const main = trailArn('main');
const key = 'arn:aws:kms:eu-west-1:111122223333:key/k-1';
const group = 'arn:aws:logs:eu-west-1:111122223333:log-group:the-group:*';
const topic = 'arn:aws:sns:eu-west-1:111122223333:notices';

interface Case {
  readonly id: RuleId;
  readonly setting: keyof Settings;
  readonly on: string | true;
  readonly cause: string;
  readonly command: string;
}

const settings: readonly Case[] = [
  {
    id: 'validation-off',
    setting: 'logFileValidation',
    on: true,
    cause: 'unprotected',
    command: '--enable-log-file-validation',
  },
  {
    id: 'encryption-removed',
    setting: 'kmsKey',
    on: key,
    cause: 'unprotected',
    command: `--kms-key-id ${key}`,
  },
  { id: 'logs-unhooked', setting: 'logGroup', on: group, cause: 'unprotected', command: '' },
  {
    id: 'notifications-unhooked',
    setting: 'topic',
    on: topic,
    cause: 'unprotected',
    command: `--sns-topic-name ${topic}`,
  },
  {
    id: 'single-region-only',
    setting: 'multiRegion',
    on: true,
    cause: 'not-recording',
    command: '--is-multi-region-trail',
  },
  {
    id: 'organization-trail-reduced',
    setting: 'organization',
    on: true,
    cause: 'not-recording',
    command: '--is-organization-trail',
  },
  {
    id: 'global-services-off',
    setting: 'globalServiceEvents',
    on: true,
    cause: 'recording-less',
    command: '--include-global-service-events',
  },
];

describe.each(settings)('$id', ({ id, setting, on, cause, command }) => {
  const rule = ruleOf(id);
  const off = on === true ? false : undefined;
  const spare = independent('spare');
  const with_ = logging('main', {}, { [setting]: on });
  const without = logging('main', {}, { [setting]: off });
  const before = memory(remembered(with_));
  const told = { was: { [setting]: on } };

  test('fires when the trail had it at the last look and has it no more', () => {
    expect(verdict(rule, { sights: [without, spare], before }, main)).toMatchObject({
      verdict: 'stands',
      severity: 'low',
      weakening: true,
      since: after(0),
      cause: `${cause}|${main}`,
      evidence: { ...told, trailName: 'main', change: expect.stringMatching(/\S{3,} \S{2,}/) as string },
    });
  });

  test('stands as long as it is not restored, whatever the last look saw', () => {
    const seen = { sights: [without, spare], before: memory(remembered(without)), known: known(id, told) };
    expect(verdict(rule, seen, main)).toMatchObject({
      verdict: 'stands',
      since: at('09:00:00'),
      evidence: told,
    });
    const accepted = { ...seen, known: known(id, told, 'whitelisted') };
    expect(verdict(rule, accepted, main)).toMatchObject({ verdict: 'stands' });
  });

  test('began with the call that changed it', () => {
    const calls = [call('UpdateTrail', after(-7), 'main', { effect: 'change' })];
    expect(verdict(rule, { sights: [without, spare], before, calls }, main)).toMatchObject({
      since: after(-7),
    });
    const refused = calls.map(failed);
    expect(verdict(rule, { sights: [without, spare], before, calls: refused }, main)).toMatchObject({
      since: after(0),
    });
  });

  test('does not fire for a trail that never had it, or was never seen before', () => {
    expect(judgements(rule, { sights: [without], before: memory(remembered(without)) })).toEqual([]);
    expect(judgements(rule, { sights: [without] })).toEqual([]);
    const over = known(id, told, 'resolved');
    expect(judgements(rule, { sights: [without], before: memory(remembered(without)), known: over })).toEqual(
      [],
    );
  });

  test('is healthy while the trail has it, and after it got it back', () => {
    expect(verdict(rule, { sights: [with_], before, known: known(id, told) }, main)).toEqual({
      verdict: 'healthy',
      subject: main,
    });
  });

  test('is judged at the home of the trail only', () => {
    const abroad = logging('main', {}, { [setting]: off, homeRegion: region('us-east-1') });
    const foreign = logging('main', {}, { [setting]: off, owner: account('999999999999') });
    expect(judgements(rule, { sights: [abroad], before })).toEqual([]);
    expect(judgements(rule, { sights: [foreign], before })).toEqual([]);
  });

  test('needs no status, as settings are seen without it', () => {
    const seen = { sights: [hidden('main', { [setting]: off }), spare], before };
    expect(verdict(rule, seen, main)).toMatchObject({ verdict: 'stands', weakening: true });
  });

  test('says how to undo it', () => {
    const stands = verdict(rule, { sights: [without, spare], before }, main);
    if (stands?.verdict !== 'stands') throw new Error('it does not stand');
    const remedy = rule.remedy({ ...stands, rule: id, harm: rule.harm, since: at('12:00:00') });
    expect(remedy.command ?? '').toContain(command);
    if (command !== '') expect(remedy.command).toContain('update-trail --name');
  });
});

test('global services that no other trail records are a loss', () => {
  const off = logging('main', {}, { globalServiceEvents: false });
  const before = memory(remembered(logging('main')));
  const rule = ruleOf('global-services-off');
  expect(verdict(rule, { sights: [off], before }, main)).toMatchObject({
    severity: 'high',
    weakening: false,
  });
  const broken = logging('spare', { deliveryError: 'NoSuchBucket' });
  expect(verdict(rule, { sights: [off, broken], before }, main)).toMatchObject({ severity: 'high' });
});
