import { describe, expect, test } from 'vitest';
import { busStatement } from '#adapters/cloudformation/central-rules.ts';
import { forwardedPatterns } from '#adapters/cloudformation/member-rules.ts';
import { decide } from '#simulators/aws-cloud/iam.ts';
import { configured, organization } from './templates.ts';

const bus = 'arn:aws:events:eu-west-1:123456789012:event-bus/trailwarden';
const member = '430000000001';
const sides = [
  ['an organization', busStatement(organization, [])],
  ['configured accounts', busStatement(configured, [member])],
] as const;

/** What the policy says when the forwarding role of a member puts an event with this source. */
function put(statement: object, source: string): string {
  const text = JSON.stringify({ ...statement, Resource: bus });
  const literal = text.replaceAll(/\{"Fn::Sub":("[^"]+")\}/g, '$1').replaceAll('${AWS::Partition}', 'aws');
  const roleArn = `arn:aws:iam::${member}:role/trailwarden-forwarding`;
  return decide([{ Version: '2012-10-17', Statement: JSON.parse(literal) as unknown }], {
    action: 'events:PutEvents',
    resource: bus,
    asker: { accountId: member, arn: roleArn, roleArn },
    context: {
      'aws:PrincipalArn': roleArn,
      'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
      'events:source': source,
    },
  });
}

describe.each(sides)('the central bus of %s', (_, statement) => {
  test('takes from members what their rules carry, and heartbeats', () => {
    const sources = forwardedPatterns().flatMap(({ pattern }) => pattern.source);
    expect(sources).toEqual(expect.arrayContaining(['aws.cloudtrail', 'trailwarden.heartbeat']));
    for (const source of sources) expect(put(statement, source), source).toBe('allowed');
  });

  test.each(['trailwarden', 'trailwarden.test', 'Trailwarden', 'aws.ec2', 'com.example', ''])(
    'takes no event of the source "%s" from a member, which could make it up',
    (source) => {
      expect(put(statement, source)).not.toBe('allowed');
    },
  );
});
