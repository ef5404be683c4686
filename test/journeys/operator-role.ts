import { centralAccount } from '#local/rehearsal/documents.ts';
import type { Template } from '#simulators/aws-cloud/template.ts';
import { home } from './worlds.ts';

/** A statement of a policy in the documents. */
export interface OperatorStatement {
  readonly Sid?: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** A policy of the documents. */
export interface OperatorPolicy {
  readonly Version: string;
  readonly Statement: readonly OperatorStatement[];
}

/** The policy in `json` as the documents have it, for the stage of a rehearsal. */
export function policyHere(json: string): OperatorPolicy {
  const here = json
    .replaceAll('REGION', home)
    .replaceAll('ACCOUNT', centralAccount)
    .replaceAll('trailwarden-prod-', 'trailwarden-dev-')
    .replaceAll(/hammer-(initiate-|describe-|\*-)?cloudtrails/g, (name) => `${name}-dev`)
    .replaceAll('event-bus/trailwarden', 'event-bus/trailwarden-dev');
  return JSON.parse(here) as OperatorPolicy;
}

/** The template with a role `operator` of the central account, which may do what the policy allows and nothing else. */
export function withRole(template: Template, PolicyDocument: OperatorPolicy): Template {
  const Principal = { AWS: `arn:aws:iam::${centralAccount}:root` };
  template.Resources['OperatorRole'] = {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'operator',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
      },
      Policies: [{ PolicyName: 'operator', PolicyDocument }],
    },
  };
  return template;
}
