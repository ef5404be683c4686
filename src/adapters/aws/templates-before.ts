import type { ExpectedRule } from '#domain/facts/member-template.ts';

/**
 * The rules of the versions that kept no templates (0.1.0), by their names
 * without the stage. Accounts that still have them are outdated. The list is closed: later versions are in the state table.
 */
export const templatesBefore: readonly (readonly ExpectedRule[])[] = [
  [
    { name: 'cloudtrail', digest: '91cf96f21e1c4a32f5d94c04d0581b1c' },
    { name: 's3', digest: 'c6277af1f8a497f41d7336c45292d1fd' },
    { name: 'kms', digest: 'a13407dbe04e96f48d5ee87fb01271f9' },
    { name: 'kms-service-event', digest: '3818fa117b70be76dad883e561651a21' },
    { name: 'logs', digest: '3f04bb21a3856421b4194e1f230247a4' },
    { name: 'iam', digest: 'c02b0e26a01d46fa6a7d1c980b2cc199', onlyIn: 'us-east-1' },
    { name: 'sns', digest: '829d1519360e799165a63733d1274d23' },
    { name: 'organizations', digest: 'df13d7f14ed3d4cbe1c94c2e922a7c8b', onlyIn: 'us-east-1' },
    { name: 'account', digest: 'a7319b9ab29d9bcf33f92941ea6be3d5', onlyIn: 'us-east-1' },
    { name: 'account-region-status', digest: 'dfb8fd901063943fb85de95e0127b7c9' },
    { name: 'events-own-name', digest: 'c601173531b0eaebd2b02debc2b9b798' },
    { name: 'events-own-rule', digest: '8db77c3aed8649f7153795756968d911' },
    { name: 'cloudformation-own-stackname', digest: '5cc923dd65e025a6ce24076cd50898e3' },
    { name: 'cloudtrail-organization', digest: '469dcfda68d1c731a81531e358854b70', onlyIn: 'us-east-1' },
    { name: 'organizations-organization', digest: 'ef7126bf5ae9fee4525fb40fb1fbeb7e', onlyIn: 'us-east-1' },
    {
      name: 'organizations-service-event-organization',
      digest: '7bd8eda50c03b8ddbfc6d8bb79b3c7bc',
      onlyIn: 'us-east-1',
    },
    { name: 'heartbeat', digest: '2e622e78352347aac0804dfeaee590da' },
  ],
];
