import type { Fault, Path } from './fault.ts';
import type { MainDocument } from './main-document.ts';

/** Faults of the section `organization` with which a deploy succeeds but events do not arrive. */
export function checkOrganization(main: MainDocument): readonly Fault[] {
  return [...checkId(main), ...checkStackSets(main)];
}

/** Without the id the central bus accepts events of listed accounts only; in `configured` mode only these are watched. */
function checkId({ organization }: MainDocument): readonly Fault[] {
  if (organization.mode === 'configured' || organization.id !== undefined) return [];
  return [
    faultAt(['id'], {
      found: 'nothing',
      expected:
        'the id of the organization while organization.mode is "organization": without it the central bus refuses the events of every account that aws.accounts does not list',
      remedy:
        'Add it, such as "o-a1b2c3d4e5"; this prints it: aws organizations describe-organization --query Organization.Id',
    }),
  ];
}

function checkStackSets({ aws, organization }: MainDocument): readonly Fault[] {
  const { enabled, organizational_units: units, regions } = organization.stack_sets;
  if (!enabled) return [];
  const empty = (key: string, expected: string, remedy: string) =>
    faultAt(['stack_sets', key], { found: 'an empty list', expected, remedy });
  return [
    ...(units.length > 0
      ? []
      : [
          empty('organizational_units', 'where to roll out the member stacks', 'Name the root or its units.'),
        ]),
    ...(regions.length > 0 || aws.regions
      ? []
      : [empty('regions', 'the Regions of the forwarding rules', 'Name them here or in aws.regions.')]),
    ...checkOwner(aws.main_account_id, organization),
  ];
}

/** Stack sets of an organization are made by its management account or by a delegated administrator. */
function checkOwner(main: string, { management_account_id: management, stack_sets }: Organization) {
  const { call_as: callAs } = stack_sets;
  const callAsFault = (expected: string, remedy: string) =>
    faultAt(['stack_sets', 'call_as'], { found: `"${callAs}"`, expected, remedy });
  if (callAs === 'self' && management !== undefined && management !== main) {
    const expected = `"delegated_admin": aws.main_account_id is ${main}, and the management account is ${management}`;
    return [callAsFault(expected, 'Write "delegated_admin", and register the central account as one.')];
  }
  if (callAs === 'delegated_admin' && management === main) {
    const expected = '"self": aws.main_account_id is the management account, which is not its own delegate';
    return [callAsFault(expected, 'Write "call_as": "self".')];
  }
  if (callAs === 'self' || management !== undefined) return [];
  const expected =
    'the management account, which owns the stack sets: without it the rules do not wait for the roles in accounts that join later';
  const remedy =
    'Add its id; this prints it: aws organizations describe-organization --query Organization.MasterAccountId';
  return [faultAt(['management_account_id'], { found: 'nothing', expected, remedy })];
}

type Organization = MainDocument['organization'];

function faultAt(path: Path, said: Pick<Fault, 'found' | 'expected' | 'remedy'>): Fault {
  const { found, expected, remedy } = said;
  return { file: 'config.json', path: ['organization', ...path], found, expected, remedy };
}
