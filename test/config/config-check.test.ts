import { describe, expect, test } from 'vitest';
import { checkConfig } from '#cli/commands/config-check.ts';
import { parseInstant } from '#domain/values/instant.ts';
import { outcome } from '#test/given/days.ts';
import { least, textsOf } from '#test/given/configurations.ts';

const now = parseInstant('2027-06-01T00:00:00Z')!;

describe('trailwarden config check', () => {
  test('says in a line where each fault is, what stands there, what should, and what to do', () => {
    const config = `{\n  "aws": ${JSON.stringify(least.aws)},\n  "cloudtrails": { "reportng": true }\n}`;
    const { exitCode, text } = checkConfig({ config, whitelist: '{}', ticketOwners: undefined }, now);
    expect(exitCode).toBe(1);
    expect(text).toBe(
      [
        'config.json, line 3, column 20: cloudtrails.reportng: found an unknown key with true; expected only keys that are known in cloudtrails: enabled, ddb.table_name, reporting, accounts, ignore_accounts, minimum_retention_days, topic_name. Remove the key or correct its name. Did you mean "reporting"?',
        'ticket_owners.json: found no such file; expected the three documents side by side. Create the file; {} is enough to begin with.',
        'The configuration cannot be used: 2 faults.',
        '',
      ].join('\n'),
    );
  });

  test('where there is nothing yet, it names the command that writes all three', () => {
    const { text } = checkConfig({ config: undefined, whitelist: undefined, ticketOwners: undefined }, now);
    expect(text.split('\n')[0]).toBe(
      'config.json: found no such file; expected the three documents side by side. trailwarden config init writes it.',
    );
  });

  test('warnings, expired whitelist entries among them, do not make it fail', () => {
    const whitelist = '{"cloudtrails": {"210987654321": [{"region": "eu-west-1", "expires": "2027-05-01"}]}}';
    const { exitCode, text } = checkConfig(
      { config: JSON.stringify(least), whitelist, ticketOwners: '{}' },
      now,
    );
    expect(exitCode).toBe(0);
    expect(text).toContain('not told');
    expect(text).toContain('cloudtrails["210987654321"][0]: warning: Expired on 2027-05-01 00:00 UTC');
    expect(text).toContain('The configuration can be used: 2 accounts, 3 warnings.');
  });

  test('an organization is told that its management account needs a step of its own', () => {
    const config = JSON.stringify({ ...least, organization: { mode: 'organization', id: 'o-a1b2c3d4e5' } });
    const { text } = checkConfig({ config, whitelist: '{}', ticketOwners: '{}' }, now);
    expect(text).toContain(
      'not watched in real time until a heartbeat from the management account has arrived',
    );
  });

  describe('against the last sweep', () => {
    const archive = '222222222222';
    const seen = (account: string, kind: 'bucket' | 'key', id: string, asked = true) =>
      outcome(account as never, { destinations: [{ kind, id, asked }] });
    const warned = (baseline: object, ...outcomes: Parameters<typeof checkConfig>[2] & object) =>
      checkConfig(
        { config: JSON.stringify({ ...least, baseline }), whitelist: '{}', ticketOwners: '{}' },
        now,
        outcomes,
      ).warnings.filter(({ path }) => path[0] === 'baseline');

    test('trails that the baseline would make redirected are named, with the line to mend', () => {
      const found = warned(
        { buckets: ['org-logs'] },
        seen('210987654321', 'bucket', 'org-logs'),
        seen('333333333333', 'bucket', 'team-logs'),
        seen(archive, 'bucket', 'team-logs'),
      );
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({ file: 'config.json', path: ['baseline', 'buckets'] });
      expect(found[0]?.text).toContain('bucket team-logs, which trails of 2 accounts used');
      expect(found[0]?.text).toContain('222222222222, 333333333333');
    });

    test('keys are held against keys, and buckets against buckets', () => {
      const key = 'arn:aws:kms:eu-west-1:222222222222:key/1';
      expect(warned({ buckets: ['org-logs'] }, seen(archive, 'key', key))).toEqual([]);
      const other = 'arn:aws:kms:eu-west-1:222222222222:key/2';
      expect(warned({ keys: [other] }, seen(archive, 'key', key))).toMatchObject([
        { path: ['baseline', 'keys'] },
      ]);
    });

    test.each([
      ['an empty list', {}, seen(archive, 'bucket', 'team-logs')],
      ['another account, whose trail it is', { buckets: ['a-bucket'] }, seen(archive, 'bucket', 'b', false)],
      ['known buckets', { known_buckets: ['a-bucket'] }, seen(archive, 'bucket', 'b')],
    ] as const)('%s warns of nothing', (_, baseline, one) => {
      expect(warned(baseline, one)).toEqual([]);
    });
  });

  test('the shipped documents can be used', () => {
    expect(checkConfig(textsOf('../../config'), now).exitCode).toBe(0);
  });
});
