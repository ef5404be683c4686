import { describe, expect, it } from 'vitest';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { directoryOf, organizationFactsOf } from '#doors/accounts.ts';
import type { Roll, RollStore } from '#ports/organization.ts';
import { least, usable } from '#test/given/configurations.ts';
import { account, noon, shop } from '#test/given/shop.ts';

/** A table that fails at its first read; and what was read after it. */
function failingOnce() {
  const read: string[] = [];
  const roll: Roll = {
    at: noon,
    active: new Map([[shop, 'shop']]),
    id: 'o-a1b2c3d4e5',
    management: undefined,
    trustedAccess: true,
    delegates: [shop],
  };
  const rolls: RollStore = {
    keepRoll: async () => undefined,
    readRoll: async () => {
      read.push('roll');
      if (read.length === 1) throw new Error('ProvisionedThroughputExceededException');
      return roll;
    },
  };
  return { rolls, read, clock: settableClock(noon) };
}

const config = usable({ ...least, organization: { mode: 'organization', id: 'o-a1b2c3d4e5' } });

describe('a read of the accounts that failed', () => {
  it('is tried again by the next that asks, and only then kept', async () => {
    const { rolls, read, clock } = failingOnce();
    const directory = directoryOf(config, { rolls, clock });
    await expect(directory.listAccounts()).rejects.toThrow('ProvisionedThroughput');
    expect([...(await directory.listAccounts()).keys()]).toEqual([shop]);
    await directory.listMembers();
    expect(read).toHaveLength(2);
  });

  it('fails for all that wait for it, and for no later one', async () => {
    const { rolls, clock } = failingOnce();
    const trusted = organizationFactsOf(config, { rolls, clock });
    const outcomes = await Promise.allSettled([trusted(), trusted()]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await trusted()).toEqual({
      organization: { id: 'o-a1b2c3d4e5', management: undefined, delegates: [shop], accounts: [shop] },
      trustedAccess: { at: noon, on: true },
    });
  });
});

describe('what is known of the organization where the configuration lists the accounts', () => {
  const management = account('999999999999');
  const read: Roll = {
    at: noon,
    active: new Map([[management, 'management']]),
    id: 'o-a1b2c3d4e5',
    management,
    trustedAccess: false,
  };
  const factsWith = (roll: Roll | undefined, organization: object = {}) => {
    const rolls: RollStore = { keepRoll: async () => undefined, readRoll: async () => roll };
    const listed = usable({ ...least, organization: { mode: 'configured', ...organization } });
    return organizationFactsOf(listed, { rolls, clock: settableClock(noon) })();
  };

  it.each([
    ['is the id that AWS says, with the configured accounts', read, {}, { id: 'o-a1b2c3d4e5', management }],
    ['is the configured id', undefined, { id: 'o-f6g7h8i9j0' }, { id: 'o-f6g7h8i9j0' }],
    [
      'is the configured id, without the management account of another one',
      read,
      { id: 'o-f6g7h8i9j0' },
      { id: 'o-f6g7h8i9j0', management: undefined },
    ],
    [
      'is the management account of the configuration, too',
      undefined,
      { id: 'o-f6g7h8i9j0', management_account_id: management },
      { id: 'o-f6g7h8i9j0', management },
    ],
  ])('%s', async (_, roll, organization, expected) => {
    const { organization: known, trustedAccess } = await factsWith(roll, organization);
    expect(known).toMatchObject(expected);
    expect(known?.accounts).not.toContain(management);
    expect(trustedAccess).toBeUndefined();
  });

  it('is nothing before the first sweep, and where this account is in no organization', async () => {
    const outside = { ...read, id: undefined, management: undefined };
    for (const roll of [undefined, outside]) expect((await factsWith(roll)).organization).toBeUndefined();
  });
});
