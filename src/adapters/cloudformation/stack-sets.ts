import { memberRoles } from './member-roles.ts';
import { memberRules } from './member-rules.ts';
import type { MemberSide } from './names.ts';
import { sharedNames } from './names.ts';
import type { Resource, Template } from './template.ts';
import { sub } from './template.ts';

/** The Regions that get forwarding rules: the configured ones, and us-east-1, where global calls are recorded. */
export function rulesRegions({ config }: MemberSide): readonly string[] {
  const { regions } = config.organization.stackSets;
  return [...new Set([...(regions.length > 0 ? regions : (config.regions ?? [])), 'us-east-1'])].sort();
}

/** The two stack sets that deploy the member templates into the organization; none while they are disabled. */
export function stackSets(side: MemberSide): Readonly<Record<string, Resource>> {
  if (!side.config.organization.stackSets.enabled) return {};
  const names = sharedNames(side.suffix);
  return {
    MemberRoles: stackSet(side, {
      name: names.rolesStackSet,
      template: memberRoles(side),
      // IAM is global: in a second Region of an account the same role names are already taken.
      regions: [side.config.region],
      after: [],
    }),
    MemberRules: stackSet(side, {
      name: names.rulesStackSet,
      template: memberRules(side),
      regions: rulesRegions(side),
      after: ['MemberRoles'],
    }),
  };
}

interface Rollout {
  readonly name: string;
  readonly template: Template;
  readonly regions: readonly string[];
  readonly after: readonly string[];
}

function stackSet(side: MemberSide, { name, template, regions, after }: Rollout): Resource {
  const { organizationalUnits, callAs } = side.config.organization.stackSets;
  const arns = after.flatMap((id) => stackSetArn(side, id) ?? []);
  return {
    Type: 'AWS::CloudFormation::StackSet',
    ...(after.length > 0 && { DependsOn: after }),
    Properties: {
      StackSetName: name,
      Description: template.Description,
      PermissionModel: 'SERVICE_MANAGED',
      CallAs: callAs.toUpperCase(),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      AutoDeployment: {
        Enabled: true,
        RetainStacksOnAccountRemoval: false,
        ...(arns.length > 0 && { DependsOn: arns }),
      },
      ManagedExecution: { Active: true },
      // An account that cannot be reached must neither delay the others nor roll the central stack back.
      OperationPreferences: {
        FailureTolerancePercentage: 100,
        MaxConcurrentPercentage: 100,
        ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
        RegionConcurrencyType: 'PARALLEL',
      },
      StackInstancesGroup: [
        { DeploymentTargets: { OrganizationalUnitIds: organizationalUnits }, Regions: regions },
      ],
      TemplateBody: JSON.stringify(template),
    },
  };
}

/** The attribute `StackSetId` is `name:id`, the end of the ARN. A delegated administrator's stack sets belong to the management account. */
function stackSetArn({ config }: MemberSide, id: string) {
  const { managementAccountId, stackSets: sets } = config.organization;
  const account = sets.callAs === 'self' ? config.mainAccountId : managementAccountId;
  if (account === undefined) return undefined;
  const place = `arn:\${AWS::Partition}:cloudformation:\${AWS::Region}:${account}:stackset`;
  return sub(`${place}/\${${id}.StackSetId}`);
}
