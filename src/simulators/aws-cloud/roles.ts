import { decide, type AccessQuestion, type Verdict } from './iam.ts';
import { managedPolicies } from './managed-policies.ts';
import { TemplateError } from './template.ts';
import type { Stack } from './stack.ts';

/** Permission checks against the template's roles. */
export interface Roles {
  /** The decision of the role's own policies; throws when the template has no such role. */
  ask(roleArn: string, question: AccessQuestion): Verdict;
  /** Whether the role's trust policy allows this service to assume it. */
  trusts(roleArn: string, service: string): boolean;
}

/** The roles of a stack; throws TemplateError for a managed policy the local cloud does not know. */
export function createRoles(stack: Stack): Roles {
  const attached = stack.of('AWS::IAM::Policy');
  const roles = new Map(
    stack.of('AWS::IAM::Role').map((role) => {
      const managed = role.ManagedPolicyArns.map((arn) => {
        const document = managedPolicies[arn.split('/').at(-1) ?? ''];
        if (document === undefined)
          throw new TemplateError(`Resources.${role.logicalId}.ManagedPolicyArns`, `unknown policy ${arn}`);
        return document;
      });
      const inline = role.Policies.map(({ PolicyDocument }) => PolicyDocument);
      const apart = attached
        .filter(({ Roles: names }) => names.includes(role.name))
        .map(({ PolicyDocument }) => PolicyDocument);
      return [
        role.arn,
        { trust: role.AssumeRolePolicyDocument, documents: [...inline, ...managed, ...apart] },
      ];
    }),
  );
  const roleOf = (arn: string) => {
    const role = roles.get(arn);
    if (!role) throw new Error(`the template has no role ${arn}`);
    return role;
  };
  return {
    ask: (arn, question) => decide(roleOf(arn).documents, question),
    trusts: (arn, service) =>
      decide([roleOf(arn).trust], { action: 'sts:AssumeRole', resource: arn, asker: { service } }) ===
      'allowed',
  };
}

/** The text of AWS's access-denied error (IAM User Guide, "access denied error messages"). */
export function refusal(who: string, question: AccessQuestion, verdict: Verdict): string {
  const why =
    verdict === 'denied'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${question.action} action`;
  return `User: ${who} is not authorized to perform: ${question.action} on resource: ${question.resource} ${why}`;
}
