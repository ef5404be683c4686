import type { Config } from '#config/config.ts';
import { sub } from './template.ts';

/** A resource of the compiled template; properties are changed in place. */
interface CompiledResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
}
type Resources = Readonly<Record<string, CompiledResource>>;
type Options = Config['deployment'];

const policyName = 'customer-key';

/** What a function does with a key through SQS, DynamoDB, its own environment and its logs. */
const useOfKey = (Resource: string) => ({
  PolicyName: policyName,
  PolicyDocument: {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'UseTheKey',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
        Resource,
      },
    ],
  },
});

/** The properties that encrypt a resource of each type with a key, in place of a key of AWS. */
const encryptions: Readonly<Record<string, (key: string) => Record<string, unknown>>> = {
  'AWS::SQS::Queue': (key) => ({ KmsMasterKeyId: key, SqsManagedSseEnabled: undefined }),
  'AWS::DynamoDB::Table': (key) => ({
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: key },
  }),
  'AWS::Logs::LogGroup': (key) => ({ KmsKeyId: key }),
  'AWS::Lambda::Function': (key) => ({ KmsKeyArn: key }),
};

function encrypt({ Type, Properties = {} }: CompiledResource, key: string): void {
  const changes = encryptions[Type]?.(key) ?? {};
  for (const [name, value] of Object.entries(changes))
    if (value === undefined) Reflect.deleteProperty(Properties, name);
    else Properties[name] = value;
  if (Type === 'AWS::IAM::Role')
    Properties['Policies'] = [...((Properties['Policies'] ?? []) as readonly object[]), useOfKey(key)];
}

/** The ARN of a managed policy of the account that is deployed to, for `Fn::Sub`. */
export function boundaryArn(policy: string): string {
  return `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/${policy}`;
}

/**
 * Applies what the section `deployment` of the configuration asks for to the compiled template of the centre: a
 * permissions boundary for every role, a customer-managed key for queues, tables, logs and functions, and concurrency
 * that is reserved for the function that evaluates. Without options nothing changes.
 */
export function applyOptions(resources: Resources, { boundary, key, evaluations }: Options): void {
  for (const resource of Object.values(resources)) {
    if (key !== undefined) encrypt(resource, key);
    if (boundary !== undefined && resource.Type === 'AWS::IAM::Role' && resource.Properties)
      resource.Properties['PermissionsBoundary'] = sub(boundaryArn(boundary));
  }
  const evaluate = resources['EvaluateLambdaFunction']?.Properties;
  if (evaluations !== undefined && evaluate) evaluate['ReservedConcurrentExecutions'] = evaluations;
}
