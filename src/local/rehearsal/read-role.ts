import { readStatements } from '#adapters/cloudformation/member-roles.ts';
import { suffixOf } from '#adapters/cloudformation/names.ts';
import { decide } from '#local/cloud/iam.ts';

const resolved: unknown = JSON.parse(
  // Packages are made for the stage dev.
  JSON.stringify(readStatements(suffixOf('dev')))
    .replaceAll(/\{"Fn::Sub":("[^"]+")\}/g, '$1')
    .replaceAll('${AWS::Partition}', 'aws')
    .replaceAll('${AWS::AccountId}', '*'),
);
/** The read role's policy document, as it is in every watched account of a rehearsal. */
export const readRolePolicy = { Version: '2012-10-17', Statement: resolved };

/** Whether the read role that the member template deploys may do this in a watched account. */
export function readRoleMay(action: string, resource: string): boolean {
  return decide([readRolePolicy], { action, resource }) === 'allowed';
}
