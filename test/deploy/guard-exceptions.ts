/** A rule of AWS Control Tower's proactive controls that parts of our template do not keep, and why they need not. */
interface GuardException {
  /** The rule's name, as cfn-guard prints it. */
  readonly rule: string;
  /** The logical ids of the only resources that may break it. */
  readonly resources: RegExp;
  readonly because: string;
}

/** Every exception; a rule that is broken elsewhere, and an exception that is no longer needed, fail the scan. */
export const guardExceptions: readonly GuardException[] = [
  {
    rule: 'cloudwatch_log_group_encrypted_check',
    resources: /^\w+LogGroup$/,
    because:
      'CloudWatch Logs encrypts every log group with a key of its own. A customer key adds a dependency whose loss would silence the logs of the detector; no secret is logged.',
  },
  {
    rule: 'dynamodb_table_encrypted_kms_check',
    resources: /^(Issues|State)Table$/,
    because:
      'DynamoDB encrypts every table with a key that it owns. With a key in the account, whoever disables that key would stop detection; an attacker in the central account is who it has to stand.',
  },
  {
    rule: 'kms_create_grant_aws_service_check',
    resources: /^AlarmKey$/,
    because:
      'The key policy allows kms:CreateGrant to no principal at all, so there is nothing that a Deny would limit.',
  },
  {
    rule: 'lambda_inside_vpc_check',
    resources: /^\w+LambdaFunction$/,
    because:
      'The functions call AWS, Slack and Jira over HTTPS and listen on nothing. A VPC would add NAT gateways that can fail and cost more than everything else together.',
  },
  {
    rule: 's3_bucket_default_encryption_kms_check',
    resources: /^ServerlessDeploymentBucket$/,
    because:
      'It holds the packages and templates of deploys, which hold no secret; they are encrypted with AES256.',
  },
  {
    rule: 's3_version_lifecycle_policy_check',
    resources: /^ServerlessDeploymentBucket$/,
    because:
      'Former versions of packages and templates are what a deploy is compared with after an attack; they are a few MB each.',
  },
  {
    rule: 's3_bucket_logging_enabled_check',
    resources: /^ServerlessDeploymentBucket$/,
    because:
      'Access to the packages of deploys is for the account’s own trails with data events; nothing personal is there.',
  },
  {
    rule: 's3_event_notifications_enabled_check',
    resources: /^ServerlessDeploymentBucket$/,
    because: 'No part waits for objects in this bucket.',
  },
  {
    rule: 's3_lifecycle_policy_check',
    resources: /^ServerlessDeploymentBucket$/,
    because: 'The framework itself removes the packages of all but the last five deploys.',
  },
  {
    rule: 's3_bucket_policy_ssl_requests_only_check',
    resources: /^ServerlessDeploymentBucketPolicy$/,
    because:
      'The policy does refuse requests without TLS; it writes the ARNs with Fn::Join, a form that the rule does not read.',
  },
  {
    rule: 's3_bucket_object_lock_enabled_check',
    resources: /^ServerlessDeploymentBucket$/,
    because:
      'Packages can be made again from the sources, byte for byte; a lock would keep the stack from being removed.',
  },
  {
    rule: 'sqs_dlq_check',
    resources: /^\w*DeadLetters$/,
    because: 'These are the dead-letter queues; each has an alarm on its first message.',
  },
];
