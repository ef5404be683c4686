import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../src/config/load.ts';
import { centralPatterns } from '../../src/domain/facts/patterns.ts';

const directory = process.env.CONFIG_DIRECTORY ?? fileURLToPath(new URL('..', import.meta.url));
const config = loadConfig(directory);

/** The role in member accounts through which events reach the central bus; named in the bus policy. */
export const forwardingRole = 'trailwarden-forwarding';

export const tableName = config.cloudtrails.tableName;
export const region = config.region;
export const roleName = config.roleName;
export const sweepSchedule = config.schedules.sweep;
export const reportSchedule = config.schedules.report;

const secretActions = { ssm: 'ssm:GetParameter', secretsmanager: 'secretsmanager:GetSecretValue' };

function secretStatements(names) {
  return names.map((name) => {
    const { store, name: secret } = config.secrets[name];
    const resource =
      store === 'ssm'
        ? `parameter/${secret.replace(/^\//, '')}`
        : // Secrets Manager adds six characters of its own to the name.
          `secret:${secret}-??????`;
    return {
      Effect: 'Allow',
      Action: secretActions[store],
      Resource: {
        'Fn::Sub': `arn:\${AWS::Partition}:${store}:\${AWS::Region}:\${AWS::AccountId}:${resource}`,
      },
    };
  });
}

export const slackSecrets = secretStatements(['slackToken']);
export const jiraSecrets = secretStatements(['jiraEmail', 'jiraToken']);

/** Who may put events on the central bus: the forwarding role, of the organization or of the configured accounts. */
export const busStatement = {
  Sid: 'MembersForward',
  Effect: 'Allow',
  Principal: config.organization.id === undefined ? { AWS: [...config.accounts.keys()] } : '*',
  Action: 'events:PutEvents',
  Resource: { 'Fn::GetAtt': ['CentralBus', 'Arn'] },
  Condition: {
    ArnLike: { 'aws:PrincipalArn': { 'Fn::Sub': `arn:\${AWS::Partition}:iam::*:role/${forwardingRole}` } },
    ...(config.organization.id === undefined
      ? {}
      : { StringEquals: { 'aws:PrincipalOrgID': config.organization.id } }),
  },
};

const logicalId = (name) =>
  `${name.replace(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase())}CentralRule`.replace(
    /[^A-Za-z0-9]/g,
    '',
  );

const rules = centralPatterns().map(({ name, pattern }) => ({ id: logicalId(name), pattern }));

/** The central rules, generated from the table of what is listened to, and the right to fill the events queue. */
export const centralRules = {
  Resources: {
    ...Object.fromEntries(
      rules.map(({ id, pattern }) => [
        id,
        {
          Type: 'AWS::Events::Rule',
          Properties: {
            EventBusName: { Ref: 'CentralBus' },
            EventPattern: pattern,
            Targets: [
              {
                Id: 'events-queue',
                Arn: { 'Fn::GetAtt': ['EventsQueue', 'Arn'] },
                RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
                DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['EventsDeadLetters', 'Arn'] } },
              },
            ],
          },
        },
      ]),
    ),
    EventsQueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'EventsQueue' }, { Ref: 'EventsDeadLetters' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'RulesSend',
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: [
                { 'Fn::GetAtt': ['EventsQueue', 'Arn'] },
                { 'Fn::GetAtt': ['EventsDeadLetters', 'Arn'] },
              ],
              Condition: {
                ArnEquals: { 'aws:SourceArn': rules.map(({ id }) => ({ 'Fn::GetAtt': [id, 'Arn'] })) },
              },
            },
          ],
        },
      },
    },
  },
};
