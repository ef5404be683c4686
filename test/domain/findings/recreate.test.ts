import { describe, expect, it } from 'vitest';
import type { FormerSettings } from '#domain/findings/finding.ts';
import { putSelectors } from '#domain/findings/put-selectors.ts';
import { createAgain, notRestored } from '#domain/findings/recreate.ts';
import { finding } from '#test/given/incidents.ts';
import { trailArn } from '#test/given/looks.ts';

const gone = (was: FormerSettings | undefined) => finding({ subject: trailArn('main'), evidence: { was } });
const commands = (was: FormerSettings) => createAgain(gone(was))?.split('\n') ?? [];
const recorded = (writes: 'all' | 'some' | 'none', reads: 'all' | 'some' | 'none') => ({
  recorded: { writes, reads, excludedSources: [] },
});

describe('the commands that create a trail again', () => {
  it('are none while its bucket is not known, or its name is none', () => {
    expect(createAgain(gone(undefined))).toBeUndefined();
    expect(createAgain(gone({ prefix: 'audit' }))).toBeUndefined();
    const nameless = finding({ subject: '-', evidence: { was: { bucket: 'logs' } } });
    expect(createAgain(nameless)).toBeUndefined();
    expect(createAgain(gone({ bucket: 'file://logs' }))).toBeUndefined();
  });

  it('create and start it first, so that events are recorded at once', () => {
    const [first = '', ...others] = commands({ bucket: 'logs' });
    expect(first).toBe(
      'aws cloudtrail create-trail --name main --region eu-west-1 --s3-bucket-name logs && aws cloudtrail start-logging --name main --region eu-west-1',
    );
    expect(others).toEqual([]);
  });

  it('set then what it had besides', () => {
    const group = 'arn:aws:logs:eu-west-1:111122223333:log-group:g:*';
    const all = commands({
      bucket: 'logs',
      prefix: 'audit',
      kmsKey: 'arn:aws:kms:eu-west-1:111122223333:key/k',
      logGroup: group,
      logsRole: 'arn:aws:iam::111122223333:role/r',
      topic: 't',
      ...recorded('all', 'none'),
    });
    expect(all).toHaveLength(3);
    expect(all[0]).toContain('--s3-key-prefix audit');
    expect(all[0]).toContain('--kms-key-id arn:aws:kms:eu-west-1:111122223333:key/k');
    expect(all[1]).toMatch(/update-trail .*--cloud-watch-logs-log-group-arn/);
    expect(all[1]).toContain('--sns-topic-name t');
    expect(all[2]).toContain('put-event-selectors');
  });

  it.each([
    [{ multiRegion: false }, { globalServiceEvents: false }, '--no-include-global-service-events'],
    [{ multiRegion: true }, {}, '--is-multi-region-trail'],
    [{ multiRegion: false, organization: true }, {}, '--is-organization-trail'],
    [{ multiRegion: false }, { logFileValidation: true }, '--enable-log-file-validation'],
  ])('give it what it had: %o, %o', (kind, was, flag) => {
    const flags = [
      '--no-include-global-service-events',
      '--is-multi-region-trail',
      '--is-organization-trail',
      '--enable-log-file-validation',
    ];
    const of = gone({ bucket: 'logs', ...was });
    const [first = ''] = (createAgain({ ...of, evidence: { ...of.evidence, ...kind } }) ?? '').split('\n');
    const [create = ''] = first.split(' && ');
    expect(flags.filter((one) => create.includes(one))).toEqual([flag]);
  });

  it('leave out a log group whose role is not known', () => {
    const group = 'arn:aws:logs:eu-west-1:111122223333:log-group:g:*';
    expect(commands({ bucket: 'logs', logGroup: group }).join(' ')).not.toContain('log-group');
    const logsRole = 'arn:aws:iam::111122223333:role/r';
    expect(commands({ bucket: 'logs', logsRole, topic: 't' }).join(' ')).not.toContain('logs-role');
    expect(commands({ bucket: 'logs', ...recorded('all', 'all') })).toHaveLength(1);
  });
});

describe('what they do not restore', () => {
  const narrowed =
    /^ It recorded some of the management events only; the command records all of them\. Selectors/;
  it('is what a trail recorded of some writes or some reads', () => {
    expect(notRestored(gone(recorded('some', 'all')))).toMatch(narrowed);
    expect(notRestored(gone(recorded('all', 'some')))).toMatch(narrowed);
    expect(notRestored(gone(recorded('all', 'none')))).toMatch(/^ Selectors for data events/);
    expect(notRestored(gone(undefined))).toMatch(/^ Selectors for data events/);
  });
});

describe('the command that sets selectors', () => {
  const selectorsWithout = (excludedSources: readonly string[]) =>
    putSelectors(finding({ subject: trailArn('main') }), { writes: 'all', reads: 'all', excludedSources }) ??
    '';
  const [kms, rds, sts] = ['kms.amazonaws.com', 'rdsdata.amazonaws.com', 'sts.amazonaws.com'];

  it('uses basic ones while they can leave out all of these sources, else advanced ones', () => {
    expect(selectorsWithout([])).toMatch(/ --event-selectors /);
    expect(selectorsWithout([kms])).toContain(
      `'[{"ReadWriteType":"All","IncludeManagementEvents":true,"DataResources":[],"ExcludeManagementEventSources":["${kms}"]}]'`,
    );
    expect(selectorsWithout([kms, rds])).toMatch(/ --event-selectors .*ExcludeManagementEventSources/);
    expect(selectorsWithout([kms, sts])).toMatch(/ --advanced-event-selectors .*NotEquals.*kms.*sts/);
    expect(selectorsWithout([sts])).toMatch(/ --advanced-event-selectors /);
    const only = (writes: 'all' | 'none', reads: 'all' | 'none') =>
      putSelectors(finding({ subject: trailArn('main') }), { writes, reads, excludedSources: [sts] });
    expect(only('all', 'all')).not.toContain('readOnly');
    expect(only('all', 'none')).toContain('{"Field":"readOnly","Equals":["false"]}');
    expect(only('none', 'all')).toContain('{"Field":"readOnly","Equals":["true"]}');
    expect(putSelectors(finding({ subject: '-' }), recorded('all', 'all').recorded)).toBeUndefined();
  });
});
