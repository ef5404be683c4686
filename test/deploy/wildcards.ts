/** A resource with a wildcard that a policy of ours may allow, and why it cannot be named. */
interface Exception {
  /** `<actions> on <resource>`, as `wildcardsOf` writes it. */
  readonly what: RegExp;
  readonly because: string;
}

/** All of them; anything else with a wildcard is a breach. */
export const exceptions: readonly Exception[] = [
  {
    what: /^sts:AssumeRole on arn:\$\{AWS::Partition\}:iam::\*:role\/trailwarden-read$/,
    because: 'which accounts are watched is configuration, or known to AWS Organizations alone',
  },
  {
    what: /^logs:CreateLogStream logs:PutLogEvents on \S+:log-group:\/aws\/lambda\/[\w-]+:\*$/,
    because: 'Lambda makes up the names of the streams in our log groups',
  },
  {
    what: /^dynamodb:ListStreams on \*$/,
    because: 'knows no resources (Service Authorization Reference)',
  },
  {
    what: /^organizations:DescribeOrganization organizations:ListAccounts organizations:ListAWSServiceAccessForOrganization organizations:ListDelegatedAdministrators on \*$/,
    because: 'knows no resources (Service Authorization Reference)',
  },
  {
    what: /^organizations:DescribeAccount on \S+:organizations::\*:account\/\*$/,
    because: 'which accounts the organization has is known to AWS Organizations alone',
  },
  {
    what: /^cloudtrail:DescribeTrails( cloudtrail:LookupEvents cloudtrail:ListEventDataStores cloudtrail:ListChannels)? account:ListRegions on \*$/,
    because: 'listing knows no resources (Service Authorization Reference)',
  },
  {
    what: /^cloudtrail:GetTrailStatus cloudtrail:GetEventSelectors on \S+:cloudtrail:\*:\*:trail\/\*$/,
    because: 'any Region and any name; an organization trail carries the id of the management account',
  },
  {
    what: /^cloudtrail:GetChannel on \S+:cloudtrail:\*:\$\{AWS::AccountId\}:channel\/\*$/,
    because: 'any Region, and AWS makes up the names',
  },
  {
    what: /^cloudtrail:GetEventDataStore on \S+:cloudtrail:\*:\$\{AWS::AccountId\}:eventdatastore\/\*$/,
    because: 'any Region, and AWS makes up the names',
  },
  {
    what: /^events:ListRules events:ListRuleNamesByTarget on \*$/,
    because: 'listing knows no resources (Service Authorization Reference)',
  },
  {
    what: /^events:ListTargetsByRule on \S+:events:\*:\$\{AWS::AccountId\}:rule\/trailwarden-\*$/,
    because: 'IAM is global, and which rules there are changes from version to version',
  },
  {
    what: /^sqs:GetQueueAttributes on \S+:sqs:\*:\$\{AWS::AccountId\}:trailwarden-forwarding-dead-letters$/,
    because: 'IAM is global, and every Region has a queue of this name',
  },
  {
    what: /^s3:ListAllMyBuckets on \*$/,
    because: 'listing knows no resources (Service Authorization Reference)',
  },
  {
    what: /^s3:GetBucketPolicy s3:GetLifecycleConfiguration s3:GetBucketVersioning on arn:\S+:s3:::\*$/,
    because: 'the bucket that trails deliver to may have any name',
  },
  {
    what: /^iam:ListEntitiesForPolicy on arn:\S+:iam::\$\{AWS::AccountId\}:policy\/\*$/,
    because: 'the policy of the role that a trail delivers with may have any name',
  },
  {
    what: /^kms:DescribeKey kms:GetKeyPolicy on arn:\S+:kms:\*:\$\{AWS::AccountId\}:key\/\*$/,
    because: 'the key that trails encrypt with may have any id, in any Region',
  },
  {
    what: /^events:PutEvents on arn:\$\{AWS::Partition\}:events:\*:\$\{AWS::AccountId\}:event-bus\/default$/,
    because: 'IAM is global, and the default bus of every Region gets its heartbeats',
  },
  {
    what: /^(kms:\w+ )+on \*$/,
    because: "in a key's policy the asterisk is that key",
  },
];
