import type { OtherAttack } from './attack.ts';

/** Attacks that need more than CloudTrail, S3, KMS and Organizations to be played, or that no story plays yet. */
export const otherAttacks: readonly OtherAttack[] = [
  {
    title: 'The key is deleted by AWS after the waiting period',
    calls: 'service event DeleteKey',
    answer: 'seen',
    how: 'the key has been told of since it was scheduled for deletion, with the day as the due date of the ticket; the event has it looked at again',
  },
  {
    title: "The bucket's policy, ACL or ownership is changed so that CloudTrail may not write",
    calls:
      'PutBucketPolicy, PutBucketAcl, PutBucketOwnershipControls, PutBucketPublicAccessBlock, PutBucketRequestPayment',
    answer: 'seen',
    how: 'only for buckets that a trail depends on, also from another account: a policy is told at once (`delivery-will-fail`), the others with the next delivery attempts',
  },
  {
    title: 'Integrity loosened in the bucket otherwise',
    calls: 'PutObjectLockConfiguration, DeleteObject',
    answer: 'not yet',
    how: 'object lock cannot be turned off, only be made shorter for files that are yet to come: nothing that is recorded is harmed, so no rule judges it; deleted objects are data events, which trails of management events do not record',
  },
  {
    title: 'Log files copied out',
    calls: 'PutBucketReplication, PutBucketNotification',
    answer: 'not yet',
    how: 'copies leave the log files where they are: nothing that is recorded is harmed, so no rule judges where copies go; PutBucketReplication on the bucket of a trail has it looked at all the same',
  },
  {
    title: 'CloudWatch Logs cut off',
    calls:
      'DeleteLogGroup, DeleteLogStream, DeleteRole, DeleteRolePolicy, DetachRolePolicy, UpdateAssumeRolePolicy',
    answer: 'seen',
    how: '`cloudwatch-delivery-failing` with the next delivery, for log groups and roles in the dependency map; `logs-unhooked` when the trail itself lets go',
  },
  {
    title: 'Log group emptied early, or its readers removed',
    calls: 'PutRetentionPolicy, DeleteSubscriptionFilter, DeleteMetricFilter',
    answer: 'not yet',
    how: 'deliveries go on, so no rule fires; log files in the bucket are not touched',
  },
  {
    title: 'Notices cut off',
    calls: 'DeleteTopic, SetTopicAttributes, RemovePermission',
    answer: 'seen',
    how: '`notification-delivery-failing` with the next log file',
  },
  {
    title: 'CloudTrail Lake stopped, deleted or narrowed, and the event was lost',
    calls: 'StopEventDataStoreIngestion, DeleteEventDataStore, UpdateEventDataStore',
    answer: 'sweep',
    how: 'the sweep reads every event data store it knows of, and looks for others once a week; one that took in events and does not any more, or takes in less, is told within a day (played in test/journeys/sweep.long.test.ts)',
  },
  {
    title: 'What AWS says of departures and closed accounts',
    calls: 'service events AccountDepartedOrganization, CloseAccountResult',
    answer: 'seen',
    how: 'the account is looked at while its read role still lets us in: `trail-gone`; afterwards it is out of scope, which the daily report says',
  },
  {
    title: 'Delegated administrators registered or removed otherwise',
    calls:
      'RegisterDelegatedAdministrator, RegisterOrganizationDelegatedAdmin, DeregisterOrganizationDelegatedAdmin',
    answer: 'seen',
    how: 'every account is looked at; the call itself harms no recording, so it is told only if a trail has changed',
  },
  {
    title: 'Service control policies detached or changed',
    calls: 'DetachPolicy, AttachPolicy, UpdatePolicy',
    answer: 'seen',
    how: 'the accounts concerned are looked at; a policy that shuts us out of a place that could be read is told after a second refusal a minute later (`access-lost`)',
  },
  {
    title: 'Working where nobody listens',
    calls: 'EnableRegion, then anything there',
    answer: 'seen',
    how: 'the new Region is looked at at once (`no-trail`); a Region without our rules is a line of the report, and told after two days (`events-not-forwarded`)',
  },
  {
    title: 'Blinding the detector in its own account',
    calls:
      'DeleteEventBus, PutPermission, UpdateFunctionCode, DeleteQueue, PurgeQueue, PutParameter, DisableAlarmActions, Unsubscribe, PutRolePolicy on its roles',
    answer: 'seen',
    how: 'the call itself is told at once (`detector-changed`), unless CloudFormation makes it in a deploy and it ends nothing; an administrator of that account can end all of it, see threat-model.md',
  },
  {
    title: 'Ending the heartbeats of an account alone',
    calls: 'UpdateSchedule, DeleteSchedule, DeleteRole and DeleteRolePolicy on their role',
    answer: 'seen',
    how: 'told at once (`detector-changed`), unless CloudFormation makes the call and it neither disables nor deletes the schedule; if that event is lost, three missed heartbeats are told (`events-not-forwarded`); heartbeats prove delivery only, and nothing else depends on them',
  },
  {
    title: 'Forged events',
    calls: 'PutEvents with the looks of CloudTrail',
    answer: 'seen',
    how: 'nobody but AWS may use a source beginning with `aws.`; what contradicts itself is refused, and the state decides anyway (played in test/journeys/other-causes.long.test.ts)',
  },
  {
    title: 'Flooding',
    calls: 'thousands of harmless or failing calls',
    answer: 'seen',
    how: 'what no trail depends on costs one read of the dependency map; failed calls are counted, ten by one actor make one message',
  },
  {
    title: 'Oversized requests, whose parameters CloudTrail leaves out',
    calls: 'any call with more than 100 KB of parameters',
    answer: 'seen',
    how: 'a record that does not say what it changed has every trail of that account and Region looked at',
  },
  {
    title: 'Calls through the console, CloudFormation, AWS services or a VPC endpoint',
    calls: 'any',
    answer: 'seen',
    how: 'the caller only changes the wording; nothing is passed over for who called',
  },
  {
    title: 'No trail left, so EventBridge hears nothing afterwards',
    calls: 'StopLogging on the last trail, then anything',
    answer: 'sweep',
    how: 'the last stop is still heard; from then on the account is looked at every minute until a trail logs again, and the message says so',
  },
  {
    title: 'Changes without any event',
    calls: 'API calls that CloudTrail does not log (found now and then in AWS, mended since)',
    answer: 'sweep',
    how: 'the sweep sees the state, not the call: found within a day, the actor stays unknown',
  },
  {
    title: 'Reading log files, or taking them out of a bucket that may be read',
    calls: 'GetObject',
    answer: 'cannot be seen',
    how: 'reading harms no recording, and is a data event that trails rarely record',
  },
  {
    title: 'Acting between CloudTrail and its delivery: events that AWS itself loses or delays',
    calls: 'none',
    answer: 'cannot be seen',
    how: 'CloudTrail to EventBridge is best effort; the sweep makes up for lost events, not for what happened and was undone in between without a trace in the status',
  },
];
