/** A permission that the journeys of the least-privilege test do not need, and when it is needed. */
interface NotRehearsed {
  /** `<role>: <action> <resource>`; of the read role only the action. */
  readonly what: RegExp;
  readonly because: string;
}

/** All of them; anything else that nobody used is too much. */
export const notRehearsed: readonly NotRehearsed[] = [
  {
    what: /^SweepRole: organizations:(DescribeOrganization|ListAccounts|ListAWSServiceAccessForOrganization) \*$/,
    because: 'the accounts are asked for only where organization.mode says so',
  },
  {
    what: /^HeartbeatsRole: dynamodb:Query /,
    because: 'the accounts are read only where organization.mode says so',
  },
  {
    what: /^(EvaluateRole|ReconcileRole): dynamodb:ConditionCheckItem /,
    because: 'only an account whose Region has more than a hundred rows to write needs several transactions',
  },
  {
    what: /^ReconcileRole: dynamodb:GetItem \S+table\/hammer-cloudtrails/,
    because:
      'an issue is looked for again only when a thread or ticket tells of one that the table does not list',
  },
  {
    what: /^SlackRole: sqs:SendMessage \S+-SlackDeadLetters$/,
    because: 'an owner who is nowhere falls back to the default channel; only a withdrawn token is for good',
  },
  {
    what: /^SlackRole: dynamodb:GetItem \S+:table\/hammer-cloudtrails\S*$/,
    because:
      'an issue is read before a report is noted on it only where somebody noted one at the same moment',
  },
  {
    what: /^InspectRole: sqs:SendMessage \S+-FanOutQueue$/,
    because: 'only what more than ten trails deliver to has them evaluated there',
  },
  {
    what: /^ReadRole: cloudtrail:LookupEvents$/,
    because: 'who did it is looked up only where no event came',
  },
];
