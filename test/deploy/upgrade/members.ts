import { decide } from '#simulators/aws-cloud/iam.ts';
import type { EventRule, EventTarget } from '#simulators/organization/forwarding.ts';
import type { MemberSide } from '#local/rehearsal/rehearsal.ts';
import type { Fixture, MemberTemplate } from './fixture.ts';

type Resource = MemberTemplate['Resources'][string];

interface Rule {
  readonly Name: string;
  readonly EventPattern: Readonly<Record<string, unknown>>;
  readonly State: 'ENABLED' | 'DISABLED';
  readonly Targets: readonly EventTarget[];
}

interface Role {
  readonly RoleName: string;
  readonly AssumeRolePolicyDocument: object;
  readonly Policies: readonly { readonly PolicyName: string; readonly PolicyDocument: object }[];
}

const ofType = ({ Resources }: MemberTemplate, type: string): readonly Resource[] =>
  Object.values(Resources).filter(({ Type }) => Type === type);

/** `value` with CloudFormation's functions done, in one account and Region. */
function resolved(
  value: unknown,
  place: { readonly account: string; readonly region: string },
  queue: string,
) {
  const text = JSON.stringify(value)
    .replaceAll(/\{"Fn::Sub":("[^"]+")\}/g, '$1')
    .replaceAll('{"Fn::GetAtt":["DeadLetters","Arn"]}', JSON.stringify(queue))
    .replaceAll('${AWS::Partition}', 'aws')
    .replaceAll('${AWS::AccountId}', place.account)
    .replaceAll('${AWS::Region}', place.region);
  if (text.includes('Fn::')) throw new Error(`A function in a member template is not known here: ${text}`);
  return JSON.parse(text) as unknown;
}

function rulesIn(rules: MemberTemplate): MemberSide['rulesIn'] {
  const [queue] = ofType(rules, 'AWS::SQS::Queue');
  const { QueueName } = queue?.Properties as { readonly QueueName: string };
  return (region, account) =>
    ofType(rules, 'AWS::Events::Rule')
      .filter(({ Condition }) => Condition === undefined || region === 'us-east-1')
      .map(({ Properties }): EventRule => {
        const arn = `arn:aws:sqs:${region}:${account}:${QueueName}`;
        const { Name, EventPattern, State, Targets } = resolved(Properties, { account, region }, arn) as Rule;
        return { name: Name, pattern: JSON.stringify(EventPattern), state: State, targets: Targets };
      });
}

/** Whether the role whose name begins like this may do something, by its own policy. */
function roleMay(roles: MemberTemplate, beginning: string): MemberSide['readRoleMay'] {
  const all = ofType(roles, 'AWS::IAM::Role').map(({ Properties }) => {
    return resolved(Properties, { account: '*', region: '*' }, '') as Role;
  });
  const role = all.find(({ RoleName }) => RoleName.startsWith(beginning));
  if (!role) throw new Error(`The member template has no role ${beginning}`);
  const documents = role.Policies.map(({ PolicyDocument }) => PolicyDocument);
  return (action, resource) => decide(documents, { action, resource }) === 'allowed';
}

function rolesIn(roles: MemberTemplate): MemberSide['rolesIn'] {
  return (account) =>
    ofType(roles, 'AWS::IAM::Role').map(({ Properties }) => {
      const text = JSON.stringify(Properties).replaceAll('{"Ref":"AWS::AccountId"}', `"${account}"`);
      const role = resolved(JSON.parse(text), { account, region: '*' }, '') as Role;
      return {
        name: role.RoleName,
        trust: { ...role.AssumeRolePolicyDocument },
        policies: Object.fromEntries(
          role.Policies.map(({ PolicyName, PolicyDocument }) => [PolicyName, { ...PolicyDocument }]),
        ),
        attached: [],
      };
    });
}

/** What the member templates of a version left in every account. */
export function memberSide({ members: { roles, rules } }: Pick<Fixture, 'members'>): MemberSide {
  return {
    rulesIn: rulesIn(rules),
    rolesIn: rolesIn(roles),
    readRoleMay: roleMay(roles, 'trailwarden-read'),
  };
}
