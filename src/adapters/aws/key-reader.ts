import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import type { FoundKey } from '#domain/facts/log-destination.ts';
import { parseArn } from '#domain/values/arn.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { instant } from '#domain/values/instant.ts';
import type { AssumeReadRole } from './assumed-roles.ts';
import { clientDefaults } from './clients.ts';
import { sight } from './refusals.ts';

const noArn = { operation: 'kms:DescribeKey', code: 'NoArn', message: 'The key is not named by its ARN.' };

async function settingsOf(client: KMSClient, owner: AccountId, KeyId: string): Promise<FoundKey> {
  const [told, policy] = await Promise.all([
    sight('kms:DescribeKey', () => client.send(new DescribeKeyCommand({ KeyId }))),
    sight('kms:GetKeyPolicy', async () => (await client.send(new GetKeyPolicyCommand({ KeyId }))).Policy),
  ]);
  if (told.kind === 'unreadable') {
    return told.why.code === 'NotFoundException'
      ? { is: 'gone', owner }
      : { is: 'hidden', owner, why: told.why };
  }
  const { KeyState = 'unknown', DeletionDate } = told.value.KeyMetadata ?? {};
  const deletedAt = DeletionDate && instant(DeletionDate.getTime());
  return { is: 'there', owner, settings: { state: KeyState, deletedAt, policy } };
}

/** Reads a key in the account and Region of its ARN: see `LogDestinationReader`. */
export function keyReader({ assume }: { readonly assume: AssumeReadRole }) {
  return async (arn: string, isOurs: (account: AccountId) => boolean): Promise<FoundKey> => {
    const { region = '', account = '' } = parseArn(arn) ?? {};
    const owner = parseAccountId(account);
    if (owner === undefined) return { is: 'hidden', why: noArn };
    if (!isOurs(owner)) return { is: 'foreign', owner };
    const role = await sight('sts:AssumeRole', () => assume(owner));
    if (role.kind === 'unreadable') return { is: 'hidden', owner, why: role.why };
    return settingsOf(new KMSClient({ ...clientDefaults, region, credentials: role.value }), owner, arn);
  };
}
