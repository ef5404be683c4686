import { describe, expect, test } from 'vitest';
import { memberRoles } from '#adapters/cloudformation/member-roles.ts';
import { readStatements } from '#adapters/cloudformation/read-statements.ts';
import { scanRole } from '#adapters/cloudformation/scan-role.ts';
import { least, usable } from '#test/given/configurations.ts';

const operator =
  'arn:aws:iam::333333333333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Audit_0123456789abcdef';
const trustOf = (config: object): readonly unknown[] => {
  const { ReadRole } = memberRoles({ config: usable(config), suffix: '' }).Resources;
  const { Statement } = ReadRole?.Properties['AssumeRolePolicyDocument'] as { Statement: readonly unknown[] };
  return Statement;
};

describe('the role for a scan', () => {
  const printed = JSON.stringify(scanRole());

  test('may do what the read role may, and nothing that is not a read', () => {
    const actions = [...printed.matchAll(/"([a-z0-9]+:[A-Z]\w+)"/g)].map(([, action = '']) => action);
    const known = JSON.stringify(readStatements(''));
    expect(actions.filter((action) => action !== 'sts:AssumeRole' && !known.includes(`"${action}"`))).toEqual(
      [],
    );
    expect(actions.filter((action) => !/:(Describe|Get|List|AssumeRole$)/.test(action))).toEqual([]);
    expect(printed).not.toContain('LookupEvents');
  });

  test('trusts the scanner that is named, and none else', () => {
    expect(printed).toContain('"Principal":{"AWS":{"Ref":"Scanner"}}');
  });
});

describe('the read role', () => {
  test('admits no operator by itself', () => {
    expect(trustOf(least)).toHaveLength(1);
  });

  test('admits the operators that are configured, by their roles, in the organization alone', () => {
    const organization = { mode: 'organization', id: 'o-a1b2c3d4e5' };
    expect(trustOf({ ...least, organization, operators: { roles: [operator] } })[1]).toEqual({
      Sid: 'OperatorsScan',
      Effect: 'Allow',
      Principal: { AWS: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::333333333333:root' }] },
      Action: 'sts:AssumeRole',
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': [operator] },
        StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
      },
    });
  });
});
