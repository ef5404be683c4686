import type { Central } from '#adapters/cloudformation/names.ts';
import { forwardingStatements, readStatements } from '#adapters/cloudformation/member-roles.ts';
import { suffixOf } from '#adapters/cloudformation/names.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import { decide } from '#simulators/aws-cloud/iam.ts';
import { centralAccount } from './documents.ts';

/** Packages are made for the stage dev. */
const suffix = suffixOf('dev');
// Branded types are plain strings at run time.
const central: Central['config'] = {
  mainAccountId: centralAccount as AccountId,
  region: 'eu-west-1' as Region,
};

function document(statements: unknown): { readonly Version: string; readonly Statement: unknown } {
  const text = JSON.stringify(statements)
    .replaceAll(/\{"Fn::Sub":("[^"]+")\}/g, '$1')
    .replaceAll('${AWS::Partition}', 'aws')
    .replaceAll('${AWS::AccountId}', '*');
  return { Version: '2012-10-17', Statement: JSON.parse(text) as unknown };
}

/** The read role's policy document, as it is in every watched account of a rehearsal. */
export const readRolePolicy = document(readStatements(suffix));
const forwardingRolePolicy = document(forwardingStatements({ config: central, suffix }));

/** Whether the read role that the member template deploys may do this in a watched account. */
export function readRoleMay(action: string, resource: string): boolean {
  return decide([readRolePolicy], { action, resource }) === 'allowed';
}

/** Whether the role that the members' rules send under may do this. */
export function forwardingRoleMay(action: string, resource: string): boolean {
  return decide([forwardingRolePolicy], { action, resource }) === 'allowed';
}
