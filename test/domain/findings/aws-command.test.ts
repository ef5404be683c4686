import { describe, expect, test } from 'vitest';
import { allRules, ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { Finding, FormerSettings } from '#domain/findings/finding.ts';
import { awsCommand } from '#domain/findings/of-trail.ts';
import { ruleIds } from '#domain/findings/rule-id.ts';
import { trailArn } from '#test/given/looks.ts';

// The AWS CLI reads these as the name of a file or as an address (AWS CLI user guide, loading parameters).
const files = [
  'file:///root/.aws/credentials',
  'fileb://x',
  'FILE://x',
  'http://10.0.0.1/x',
  'https://evil.example',
];

describe('a command to paste', () => {
  test.each(files)('is not printed with a value that the AWS CLI would load: %s', (value) => {
    expect(awsCommand('cloudtrail update-trail', { 's3-key-prefix': value })).toBeUndefined();
  });

  test('is not printed with control characters, which a terminal would act on', () => {
    for (const value of ['a\nb', 'a\u001b[2J', '\u0003', 'a\u202eb'])
      expect(awsCommand('cloudtrail get-trail', { name: value })).toBeUndefined();
  });

  test.each(['--profile', '-x', '--endpoint-url=x'])(
    'joins a value that looks like an option to its own option: %s',
    (value) => {
      expect(awsCommand('s3api head-bucket', { bucket: value })).toBe(
        `aws s3api head-bucket --bucket=${value}`,
      );
    },
  );

  test('quotes what a shell would act on', () => {
    expect(awsCommand('x y', { name: "a'; rm -rf / #" })).toBe(`aws x y --name 'a'\\''; rm -rf / #'`);
    expect(awsCommand('x y', { name: '$(id)`id`' })).toBe("aws x y --name '$(id)`id`'");
    expect(awsCommand('x y', { name: '' })).toBe("aws x y --name ''");
  });
});

describe.each(ruleIds)('the remedy of %s', (id) => {
  test('never hands over a name that a caller chose as the name of a file', () => {
    for (const value of files) {
      const was: FormerSettings = {
        bucket: value,
        prefix: value,
        kmsKey: value,
        logGroup: value,
        topic: value,
      };
      const evidence = {
        was,
        resource: value,
        trailName: value,
        homeRegion: 'eu-west-1' as never,
        change: value,
      };
      const [subject, harm] = [trailArn('main'), allRules[id].harm];
      // Only what a remedy reads has to be real.
      const finding = { rule: id, subject, harm, since: 0, evidence } as unknown as Finding;
      expect(ruleOf(id).remedy(finding).command ?? '').not.toMatch(/file:|fileb:|http/i);
    }
  });
});
