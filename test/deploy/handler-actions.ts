/**
 * What CloudFormation calls with the deployer's own rights to make, read, change and remove a resource, by its type: the
 * `handlers.permissions` of the resource schemas (November 2026), without those of properties that no template of ours
 * uses (VPC, file systems, code signing, provisioned concurrency, contributor insights, imports). Reading tags is in it,
 * because the framework tags the stack, and CloudFormation what is in it. Removing tags is not: the tag is always there.
 */
export const handlerActions: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket':
    's3:CreateBucket s3:ListBucket s3:PutBucketTagging s3:GetBucketTagging s3:PutEncryptionConfiguration s3:GetEncryptionConfiguration s3:PutBucketPublicAccessBlock s3:GetBucketPublicAccessBlock s3:PutBucketVersioning s3:GetBucketVersioning s3:DeleteBucket',
  'AWS::S3::BucketPolicy': 's3:PutBucketPolicy s3:GetBucketPolicy s3:DeleteBucketPolicy',
  'AWS::Logs::LogGroup':
    'logs:CreateLogGroup logs:PutRetentionPolicy logs:DeleteRetentionPolicy logs:GetDataProtectionPolicy logs:TagResource logs:ListTagsForResource logs:DeleteLogGroup',
  'AWS::Lambda::Function':
    'lambda:CreateFunction lambda:GetFunction lambda:GetFunctionCodeSigningConfig lambda:GetFunctionRecursionConfig lambda:GetRuntimeManagementConfig lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration lambda:TagResource lambda:ListTags lambda:DeleteFunction',
  'AWS::Lambda::EventInvokeConfig':
    'lambda:PutFunctionEventInvokeConfig lambda:UpdateFunctionEventInvokeConfig lambda:GetFunctionEventInvokeConfig lambda:DeleteFunctionEventInvokeConfig',
  'AWS::Lambda::Permission': 'lambda:AddPermission lambda:GetPolicy lambda:RemovePermission',
  'AWS::Lambda::EventSourceMapping':
    'lambda:CreateEventSourceMapping lambda:GetEventSourceMapping lambda:UpdateEventSourceMapping lambda:DeleteEventSourceMapping lambda:TagResource lambda:ListTags',
  'AWS::Events::EventBus':
    'events:CreateEventBus events:UpdateEventBus events:DescribeEventBus events:DeleteEventBus events:TagResource events:ListTagsForResource',
  'AWS::Events::EventBusPolicy': 'events:DescribeEventBus events:PutPermission events:RemovePermission',
  'AWS::Events::Rule':
    'events:PutRule events:DescribeRule events:DeleteRule events:PutTargets events:RemoveTargets events:ListTargetsByRule events:TagResource events:ListTagsForResource',
  'AWS::SQS::Queue':
    'sqs:CreateQueue sqs:GetQueueUrl sqs:GetQueueAttributes sqs:SetQueueAttributes sqs:ListQueueTags sqs:TagQueue sqs:DeleteQueue',
  'AWS::SQS::QueuePolicy': 'sqs:SetQueueAttributes',
  'AWS::DynamoDB::Table':
    'dynamodb:CreateTable dynamodb:UpdateTable dynamodb:DescribeTable dynamodb:DescribeTimeToLive dynamodb:UpdateTimeToLive dynamodb:DescribeContinuousBackups dynamodb:UpdateContinuousBackups dynamodb:DescribeContributorInsights dynamodb:DescribeKinesisStreamingDestination dynamodb:GetResourcePolicy dynamodb:TagResource dynamodb:ListTagsOfResource dynamodb:DeleteTable',
  'AWS::IAM::Role':
    'iam:CreateRole iam:GetRole iam:UpdateRole iam:UpdateRoleDescription iam:UpdateAssumeRolePolicy iam:PutRolePolicy iam:GetRolePolicy iam:DeleteRolePolicy iam:ListRolePolicies iam:ListAttachedRolePolicies iam:TagRole iam:DeleteRole iam:PassRole',
  'AWS::SNS::Topic':
    'sns:CreateTopic sns:GetTopicAttributes sns:SetTopicAttributes sns:GetDataProtectionPolicy sns:Subscribe sns:Unsubscribe sns:ListSubscriptionsByTopic sns:TagResource sns:ListTagsForResource sns:DeleteTopic',
  'AWS::SNS::TopicPolicy': 'sns:SetTopicAttributes',
  'AWS::KMS::Key':
    'kms:CreateKey kms:DescribeKey kms:GetKeyPolicy kms:PutKeyPolicy kms:GetKeyRotationStatus kms:EnableKeyRotation kms:UpdateKeyDescription kms:TagResource kms:ListResourceTags kms:ScheduleKeyDeletion',
  'AWS::CloudWatch::Alarm':
    'cloudwatch:PutMetricAlarm cloudwatch:DescribeAlarms cloudwatch:DeleteAlarms cloudwatch:TagResource cloudwatch:ListTagsForResource',
  'AWS::CloudWatch::Dashboard': 'cloudwatch:PutDashboard cloudwatch:GetDashboard cloudwatch:DeleteDashboards',
  'AWS::Lambda::Url':
    'lambda:CreateFunctionUrlConfig lambda:UpdateFunctionUrlConfig lambda:GetFunctionUrlConfig lambda:DeleteFunctionUrlConfig lambda:PutFunctionConcurrency lambda:DeleteFunctionConcurrency',
  'AWS::CloudFormation::StackSet':
    'cloudformation:CreateStackSet cloudformation:GetTemplateSummary cloudformation:DescribeStackSet cloudformation:UpdateStackSet cloudformation:DeleteStackSet cloudformation:CreateStackInstances cloudformation:UpdateStackInstances cloudformation:DeleteStackInstances cloudformation:ListStackInstances cloudformation:DescribeStackInstance cloudformation:DescribeStackSetOperation cloudformation:ListStackSetOperationResults cloudformation:ListStackSetAutoDeploymentTargets cloudformation:TagResource cloudformation:UntagResource',
};

/** Actions that AWS does not let be limited to a resource (Service Authorization Reference, November 2026). */
export const withoutResource: readonly string[] = [
  'cloudformation:CreateStackSet',
  'cloudformation:GetTemplateSummary',
  'cloudformation:ValidateTemplate',
  'dynamodb:ListTables',
  'events:PutPermission',
  'events:RemovePermission',
  'kms:CreateKey',
  'lambda:CreateEventSourceMapping',
  'lambda:GetAccountSettings',
  'logs:DescribeLogGroups',
  'organizations:ListDelegatedAdministrators',
];

/** What the framework calls for deploy, info and remove, and our plugins for adopt and around a deploy, with the resource. */
export const frameworkActions: readonly (readonly [actions: string, resource: string])[] = [
  [
    'cloudformation:DescribeStacks cloudformation:DescribeStackEvents cloudformation:DescribeStackResource cloudformation:DescribeStackResources cloudformation:ListStackResources cloudformation:GetTemplate cloudformation:CreateStack cloudformation:UpdateStack cloudformation:DeleteStack cloudformation:CreateChangeSet cloudformation:DescribeChangeSet cloudformation:ExecuteChangeSet cloudformation:DeleteChangeSet cloudformation:TagResource',
    'arn:aws:cloudformation:eu-west-1:123456789012:stack/trailwarden-prod/1c2d3e4f',
  ],
  ['cloudformation:ValidateTemplate dynamodb:ListTables', '*'],
  ['s3:ListBucket s3:ListBucketVersions', 'arn:aws:s3:::trailwarden-prod-serverlessdeploymentbucket-1abc'],
  [
    's3:GetObject s3:PutObject s3:DeleteObject s3:DeleteObjectVersion',
    'arn:aws:s3:::trailwarden-prod-serverlessdeploymentbucket-1abc/serverless/trailwarden/prod/1/sweep.zip',
  ],
  ['lambda:GetFunction', 'arn:aws:lambda:eu-west-1:123456789012:function:hammer-describe-cloudtrails'],
  [
    'dynamodb:Query dynamodb:DescribeTable dynamodb:DescribeTimeToLive dynamodb:UpdateTable',
    'arn:aws:dynamodb:eu-west-1:123456789012:table/trailwarden-prod-StateTable-1ABC',
  ],
];
