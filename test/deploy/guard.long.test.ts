import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memberRoles } from '#adapters/cloudformation/member-roles.ts';
import { memberRules } from '#adapters/cloudformation/member-rules.ts';
import { guardExceptions } from './guard-exceptions.ts';
import type { AnyTemplate } from './schema-check.ts';
import { compiledForOrganization, organization } from './templates.ts';

// AWS Control Tower's proactive controls as cfn-guard rules, with the cfn-guard that AWS ships beside them.
const guardPackage = dirname(
  createRequire(import.meta.url).resolve('@cdklabs/cdk-validator-cfnguard/package.json'),
);
const system = process.platform === 'darwin' ? 'macos' : 'ubuntu';
const guard = join(guardPackage, 'bin', system, process.arch === 'arm64' ? 'aarch64' : 'x86_64', 'cfn-guard');
const rules = join(guardPackage, 'rules', 'control-tower', 'cfn-guard');

/** The files with rules that name one of `types`; the others would only be skipped, which takes most of the time. */
function rulesAbout(types: ReadonlySet<string>): readonly string[] {
  const files = readdirSync(rules, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.guard'))
    .map((name) => join(rules, name));
  const named = (file: string) => [...readFileSync(file, 'utf8').matchAll(/"(AWS::\w+::\w+)"/g)];
  return files.filter((file) => named(file).some(([, type = '']) => types.has(type)));
}

/** As much of cfn-guard's report as is read. */
interface GuardReport {
  readonly name: string;
  readonly compliant: readonly string[];
  readonly not_compliant: readonly { readonly Rule: { readonly name: string } }[];
}

const directory = mkdtempSync(join(tmpdir(), 'trailwarden-guard-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Every rule that cfn-guard finds broken, and where: `rule LogicalId`; and the names of the rules that were kept. */
async function scan(templates: Readonly<Record<string, AnyTemplate>>) {
  const data = mkdtempSync(join(directory, 'data-'));
  for (const [name, template] of Object.entries(templates))
    writeFileSync(join(data, `${name}.json`), JSON.stringify(template));
  // npm keeps the mode of files; a checkout on a file system without modes does not.
  chmodSync(guard, 0o755);
  const types = new Set(
    Object.values(templates).flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type)),
  );
  const options = [
    'validate',
    '--rules',
    ...rulesAbout(types),
    '--data',
    data,
    '--structured',
    '-o',
    'json',
    '-S',
    'none',
  ];
  const printed = await new Promise<string>((resolve, reject) => {
    execFile(guard, options, { maxBuffer: 64_000_000 }, (error, stdout, stderr) => {
      // 19: rules are broken, which is for the tests to judge.
      if (error !== null && error.code !== 19) reject(new Error(`cfn-guard: ${error.message} ${stderr}`));
      else resolve(stdout);
    });
  });
  const reports = JSON.parse(printed) as readonly GuardReport[];
  const broken = reports.flatMap(({ not_compliant }) =>
    not_compliant.flatMap((one) => {
      const places = JSON.stringify(one).matchAll(/\/Resources\/(\w+)/g);
      return [...new Set([...places].map(([, id]) => `${one.Rule.name} ${id}`))];
    }),
  );
  return {
    broken: [...new Set(broken)].sort(),
    kept: reports.flatMap(({ compliant }) => compliant),
    reports,
  };
}

const accepted = (found: string) =>
  guardExceptions.some(({ rule, resources }) => {
    const [name, id = ''] = found.split(' ');
    return name === rule && resources.test(id);
  });

describe('AWS Control Tower’s rules, as cfn-guard reads our templates', () => {
  const templates = {
    centre: compiledForOrganization(),
    roles: memberRoles(organization),
    rules: memberRules(organization),
  };
  let found: Awaited<ReturnType<typeof scan>>;
  beforeAll(async () => {
    found = await scan(templates);
  });

  test('every template was read, against rules that know what is in it', () => {
    expect(found.reports).toHaveLength(Object.keys(templates).length);
    expect(found.kept).toEqual(
      expect.arrayContaining([
        'dynamodb_table_pitr_enabled_check',
        'iam_inline_policy_no_statements_with_admin_access_check',
        'kms_key_rotation_enabled_check',
        's3_bucket_level_public_access_prohibited_check',
        'sqs_queue_encrypted_check',
      ]),
    );
  });

  test('none is broken without a reason', () => {
    expect(found.broken.filter((one) => !accepted(one))).toEqual([]);
  });

  test('no exception outlives its need', () => {
    const idle = guardExceptions.filter(
      ({ rule, resources }) =>
        !found.broken.some((one) => one.startsWith(`${rule} `) && resources.test(one.split(' ')[1] ?? '')),
    );
    expect(idle.map(({ rule }) => rule)).toEqual([]);
  });
});

test('a table without point-in-time recovery and a role that may do everything are found', async () => {
  const spoilt: AnyTemplate = {
    Resources: {
      Table: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [] } },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {},
          Policies: [
            {
              PolicyName: 'all',
              PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
            },
          ],
        },
      },
    },
  };
  const { broken } = await scan({ spoilt });
  const refused = broken.filter((one) => !accepted(one));
  expect(refused).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^dynamodb_.* Table$/),
      expect.stringMatching(/^iam_.* Role$/),
    ]),
  );
});
