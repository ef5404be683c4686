import { scanStatements } from './read-statements.ts';
import type { Template } from './template.ts';
import { policy } from './template.ts';

/** The template of a role for `trailwarden scan` in an account that no Trailwarden watches: reads of settings alone. */
export function scanRole(): Template {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description:
      'A role for trailwarden scan: it reads the settings of trails, buckets and keys, and can change nothing.',
    Parameters: {
      Scanner: {
        Type: 'String',
        AllowedPattern: '^arn:aws[a-z-]*:iam::[0-9]{12}:(root|role/.+|user/.+)$',
        Description: 'The ARN of the role or user that scans.',
      },
      RoleName: { Type: 'String', Default: 'trailwarden-scan', Description: 'What --role-name has to be.' },
    },
    Resources: {
      ScanRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: { Ref: 'RoleName' },
          Description: 'Lets trailwarden scan read the settings of trails and what they deliver to.',
          AssumeRolePolicyDocument: policy({
            Sid: 'TheScannerReads',
            Effect: 'Allow',
            Principal: { AWS: { Ref: 'Scanner' } },
            Action: 'sts:AssumeRole',
          }),
          Policies: [{ PolicyName: 'trailwarden-scan', PolicyDocument: policy(...scanStatements) }],
        },
      },
    },
  };
}
