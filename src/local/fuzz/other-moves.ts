import { forwardedPatterns } from '#adapters/cloudformation/member-rules.ts';
import { sharedNames, suffixOf } from '#adapters/cloudformation/names.ts';
import { readRoleName } from '#local/rehearsal/documents.ts';
import { forwardingRole, stacks } from '#local/rehearsal/member-rules.ts';
import { openPolicy, regions, stranger } from './fuzz-organization.ts';
import type { Intruder } from './intruder.ts';
import { attempted } from './intruder.ts';
import type { Move } from './trail-moves.ts';

const bucketCall =
  (what: string, bodyOf: (bucket: string, who: Intruder) => string = () => ''): Move =>
  (who) => {
    const bucket = who.pick([who.home.bucket, `${who.home.bucket}-new`]);
    const body = bodyOf(bucket, who);
    return attempted(`s3 ${what} ${bucket} ${body.slice(0, 40)}`, () =>
      who.calls.s3(who.desk('eu-west-1'), what, bucket, { body }),
    );
  };

const expiry = (days: number): string =>
  `<LifecycleConfiguration><Rule><ID>e</ID><Status>Enabled</Status><Filter><Prefix></Prefix></Filter><Expiration><Days>${days}</Days></Expiration></Rule></LifecycleConfiguration>`;
const denied = (bucket: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `arn:aws:s3:::${bucket}/*` },
    ],
  });

const keyCall =
  (operation: string, parameters: object = {}): Move =>
  (who) =>
    attempted(`kms ${operation}`, () =>
      who.calls.json(who.desk('eu-west-1'), `kms:${operation}`, { KeyId: who.home.key, ...parameters }),
    );

/** Calls on the account's buckets and key. */
export const destinationMoves: readonly Move[] = [
  bucketCall('PUT'),
  bucketCall('PUT policy', (bucket) => JSON.stringify(openPolicy(bucket))),
  bucketCall('PUT policy', denied),
  bucketCall('DELETE policy'),
  bucketCall('DELETE'),
  bucketCall('PUT lifecycle', (_, { pick }) => expiry(pick([1, 30, 400]))),
  bucketCall('PUT versioning', (_, { pick }) => {
    const status = pick(['Enabled', 'Suspended']);
    return `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`;
  }),
  keyCall('DisableKey'),
  keyCall('EnableKey'),
  keyCall('ScheduleKeyDeletion', { PendingWindowInDays: 7 }),
  keyCall('PutKeyPolicy', { Policy: '{"Version":"2012-10-17","Statement":[]}' }),
];

const { rule } = sharedNames(suffixOf('dev'));
const rules = forwardedPatterns().map(({ name }) => rule(name));

const ruleCall =
  (operation: string, parametersOf: (name: string) => object): Move =>
  (who) => {
    // The rule for trails is the one that is worth most.
    const name = who.random() < 0.5 ? rule('cloudtrail') : who.pick(rules);
    const region = who.pick(regions);
    return attempted(`events ${operation} ${name} ${region}`, () =>
      who.calls.json(who.desk(region), `events:${operation}`, parametersOf(name)),
    );
  };

const elsewhere = [
  { Id: 'central-bus', Arn: `arn:aws:events:eu-west-1:${stranger}:event-bus/trailwarden-dev` },
];
const roleCall =
  (operation: string, parametersOf: (who: Intruder) => Readonly<Record<string, string>>): Move =>
  (who) => {
    const RoleName = who.pick([forwardingRole, forwardingRole, readRoleName]);
    const parameters = parametersOf(who);
    return attempted(`iam ${operation} ${RoleName} ${JSON.stringify(parameters)}`, async () => {
      const named = await who.calls.query(who.desk('us-east-1'), 'iam:ListRolePolicies', { RoleName });
      const PolicyName = /<member>([^<]+)</.exec(named)?.[1] ?? 'none';
      const policy =
        operation.endsWith('RolePolicy') && !operation.startsWith('Attach') ? { PolicyName } : {};
      return who.calls.query(who.desk('us-east-1'), `iam:${operation}`, {
        RoleName,
        ...policy,
        ...parameters,
      });
    });
  };
const nothing = '{"Version":"2012-10-17","Statement":[]}';
const stackCall = (name: string): Move => {
  return (who) => {
    const region = who.pick(regions);
    return attempted(`cloudformation DeleteStack ${name} ${region}`, () =>
      who.calls.query(who.desk(region), 'cloudformation:DeleteStack', { StackName: `StackSet-${name}` }),
    );
  };
};

/** Calls on the detector's parts in the account. */
export const guardMoves: readonly Move[] = [
  ruleCall('DisableRule', (Name) => ({ Name })),
  ruleCall('DisableRule', (Name) => ({ Name })),
  ruleCall('EnableRule', (Name) => ({ Name })),
  ruleCall('RemoveTargets', (Rule) => ({ Rule, Ids: ['central-bus'] })),
  ruleCall('DeleteRule', (Name) => ({ Name })),
  ruleCall('PutRule', (Name) => ({ Name, EventPattern: '{"source":["nothing"]}' })),
  ruleCall('PutRule', (Name) => ({ Name, EventPattern: '{"source":["nothing"]}', State: 'DISABLED' })),
  ruleCall('PutTargets', (Rule) => ({ Rule, Targets: elsewhere })),
  roleCall('DeleteRolePolicy', () => ({})),
  roleCall('PutRolePolicy', () => ({ PolicyDocument: nothing })),
  roleCall('UpdateAssumeRolePolicy', () => ({ PolicyDocument: nothing })),
  roleCall('DeleteRole', () => ({})),
  roleCall('AttachRolePolicy', () => ({ PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' })),
  roleCall('PutRolePermissionsBoundary', ({ home }) => ({
    PermissionsBoundary: `arn:aws:iam::${home.account}:policy/nothing`,
  })),
  stackCall(stacks.rules),
  stackCall(stacks.roles),
];
