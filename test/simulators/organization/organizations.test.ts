import { DisableRegionCommand, EnableRegionCommand, ListRegionsCommand } from '@aws-sdk/client-account';
import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import {
  DeregisterDelegatedAdministratorCommand,
  CloseAccountCommand,
  DescribeOrganizationCommand,
  LeaveOrganizationCommand,
  ListAccountsCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListDelegatedAdministratorsCommand,
  paginateListAccounts,
  RegisterDelegatedAdministratorCommand,
  RemoveAccountFromOrganizationCommand,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';

import type { World } from '#simulators/organization/world.ts';

import { home, logArchive, management, member, simulatedAws, smallWorld } from '#test/given/simulated-aws.ts';

const manyAccounts: World = {
  ...smallWorld,
  accounts: [
    ...smallWorld.accounts,
    ...Array.from({ length: 47 }, (_, index) => ({
      id: String(400000000000 + index),
      name: `account ${index}`,
    })),
  ],
};

describe('Organizations', () => {
  it('pages through all accounts, 20 at a time, with State and without the retired Status', async () => {
    const aws = await simulatedAws(manyAccounts);
    const { organizations } = aws.as(management);
    const sizes: number[] = [];
    for await (const { Accounts = [] } of paginateListAccounts({ client: organizations }, {}))
      sizes.push(Accounts.length);
    expect(sizes).toEqual([20, 20, 10]);
    const { Accounts } = await organizations.send(new ListAccountsCommand({ MaxResults: 1 }));
    expect(Accounts?.[0]).toMatchObject({ Id: management, Name: 'management', State: 'ACTIVE' });
    expect(Accounts?.[0]?.Status).toBeUndefined();
  });

  it('answers empty pages with a NextToken in between where asked to', async () => {
    const aws = await simulatedAws(manyAccounts);
    aws.organization.faults.emptyPages(true);
    const sizes: number[] = [];
    const { organizations: client } = aws.as(management);
    for await (const { Accounts = [] } of paginateListAccounts({ client }, {})) sizes.push(Accounts.length);
    expect(sizes).toEqual([0, 20, 0, 20, 0, 10]);
  });

  it('tells members who manages them, but not who else is there', async () => {
    const aws = await simulatedAws();
    const { organizations } = aws.as(member);
    const { Organization } = await organizations.send(new DescribeOrganizationCommand({}));
    expect(Organization).toMatchObject({ Id: 'o-exampleorg', MasterAccountId: management });
    await expect(organizations.send(new ListAccountsCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: "You don't have permissions to access this resource.",
    });
  });

  it('lets a delegated administrator list accounts until it is deregistered', async () => {
    const aws = await simulatedAws();
    const { organizations } = aws.as(management);
    const delegation = { AccountId: logArchive, ServicePrincipal: 'cloudtrail.amazonaws.com' };
    await organizations.send(new RegisterDelegatedAdministratorCommand(delegation));
    const list = () => aws.as(logArchive).organizations.send(new ListAccountsCommand({}));
    expect((await list()).Accounts).toHaveLength(3);
    const { DelegatedAdministrators } = await organizations.send(new ListDelegatedAdministratorsCommand({}));
    expect(DelegatedAdministrators).toMatchObject([{ Id: logArchive }]);
    await organizations.send(new DeregisterDelegatedAdministratorCommand(delegation));
    await expect(list()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('lists the services with trusted access', async () => {
    const aws = await simulatedAws();
    const answer = await aws
      .as(management)
      .organizations.send(new ListAWSServiceAccessForOrganizationCommand({}));
    expect(answer.EnabledServicePrincipals).toMatchObject([
      { ServicePrincipal: 'cloudtrail.amazonaws.com' },
      { ServicePrincipal: 'account.amazonaws.com' },
    ]);
  });

  it('takes the organization trail out of an account that leaves, and tells the management account', async () => {
    const aws = await simulatedAws();
    await aws.as(member).organizations.send(new LeaveOrganizationCommand({}));
    expect(aws.events).toMatchObject([
      {
        account: management,
        type: 'AWS Service Event via CloudTrail',
        detail: { eventName: 'AccountDepartedOrganization' },
      },
      {
        account: member,
        region: 'us-east-1',
        detail: { eventName: 'LeaveOrganization', requestParameters: null },
      },
    ]);
    expect((await aws.as(member).cloudTrail.send(new DescribeTrailsCommand({}))).trailList).toEqual([]);
    await expect(
      aws.as(member).organizations.send(new DescribeOrganizationCommand({})),
    ).rejects.toMatchObject({
      name: 'AWSOrganizationsNotInUseException',
    });
  });

  it('keeps the management account in and others out of its affairs', async () => {
    const aws = await simulatedAws();
    const remove = new RemoveAccountFromOrganizationCommand({ AccountId: logArchive });
    await expect(aws.as(member).organizations.send(remove)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await aws.as(management).organizations.send(remove);
    await expect(
      aws.as(management).organizations.send(new LeaveOrganizationCommand({})),
    ).rejects.toMatchObject({
      name: 'MasterCannotLeaveOrganizationException',
    });
  });
});

describe('Account Management', () => {
  it("lists an account's Regions with their status, page by page", async () => {
    const accounts = smallWorld.accounts.map((one) =>
      one.id === member ? { ...one, regions: ['us-east-1', home] } : one,
    );
    const aws = await simulatedAws({ ...smallWorld, accounts });
    const { account } = aws.as(member);
    const first = await account.send(new ListRegionsCommand({ MaxResults: 2 }));
    expect(first.Regions).toHaveLength(2);
    const { Regions, NextToken } = await account.send(new ListRegionsCommand({ NextToken: first.NextToken }));
    expect(Regions).toEqual([{ RegionName: 'eu-central-1', RegionOptStatus: 'DISABLED' }]);
    expect(NextToken).toBeUndefined();
    const on = new ListRegionsCommand({ RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'] });
    expect((await account.send(on)).Regions).toHaveLength(2);
  });

  it("lets the management account ask for members' Regions and others not", async () => {
    const aws = await simulatedAws();
    const asked = new ListRegionsCommand({ AccountId: member });
    expect((await aws.as(management).account.send(asked)).Regions).toHaveLength(3);
    await expect(aws.as(logArchive).account.send(asked)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('switches Regions off and on, with the call and the opt-in event in us-east-1', async () => {
    const aws = await simulatedAws();
    const { account } = aws.as(member);
    await account.send(new DisableRegionCommand({ RegionName: 'eu-central-1' }));
    await expect(
      aws.as(member, 'eu-central-1').cloudTrail.send(new DescribeTrailsCommand({})),
    ).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    await account.send(new EnableRegionCommand({ RegionName: 'eu-central-1' }));
    expect(aws.events.map(({ type, region }) => [type, region])).toEqual([
      ['Region Opt-In Status Change', 'us-east-1'],
      ['AWS API Call via CloudTrail', 'us-east-1'],
      ['Region Opt-In Status Change', 'us-east-1'],
      ['AWS API Call via CloudTrail', 'us-east-1'],
    ]);
  });
});

describe('STS', () => {
  const role = (account: string): string => `arn:aws:iam::${account}:role/trailwarden-read`;

  it("gives credentials of an account's read role, which end when they expire", async () => {
    const aws = await simulatedAws();
    const { sts } = aws.as(management);
    const { Credentials, AssumedRoleUser } = await sts.send(
      new AssumeRoleCommand({ RoleArn: role(member), RoleSessionName: 'sweep', DurationSeconds: 900 }),
    );
    expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${member}:assumed-role/trailwarden-read/sweep`);
    const {
      AccessKeyId: accessKeyId = '',
      SecretAccessKey: secretAccessKey = '',
      SessionToken: sessionToken = '',
    } = Credentials ?? {};
    const reader = aws.with({ accessKeyId, secretAccessKey, sessionToken });
    expect(await reader.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: member });
    expect((await reader.cloudTrail.send(new DescribeTrailsCommand({}))).trailList).toHaveLength(1);
    aws.clock.advance(900_000);
    await expect(reader.cloudTrail.send(new DescribeTrailsCommand({}))).rejects.toMatchObject({
      name: 'ExpiredTokenException',
    });
  });

  it('gives no role of a closed account, and ends the sessions that began before', async () => {
    const aws = await simulatedAws();
    const begun = aws.as(member, 'eu-west-1', { kind: 'role', role: 'trailwarden-read', session: 'sweep' });
    expect((await begun.cloudTrail.send(new DescribeTrailsCommand({}))).trailList).toHaveLength(1);
    await aws.as(management).organizations.send(new CloseAccountCommand({ AccountId: member }));
    const assume = new AssumeRoleCommand({ RoleArn: role(member), RoleSessionName: 'sweep' });
    await expect(aws.as(management).sts.send(assume)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(begun.cloudTrail.send(new DescribeTrailsCommand({}))).rejects.toMatchObject({
      name: 'OptInRequired',
    });
    await expect(begun.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'OptInRequired',
    });
  });

  it('refuses roles that are not there, in the words of AWS', async () => {
    const accounts = smallWorld.accounts.map((one) =>
      one.id === member ? { ...one, readRole: false } : one,
    );
    const aws = await simulatedAws({ ...smallWorld, accounts });
    for (const account of [member, '999999999999']) {
      const RoleArn = role(account);
      await expect(
        aws.as(management).sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'sweep' })),
      ).rejects.toMatchObject({
        name: 'AccessDenied',
        message: `User: arn:aws:sts::${management}:assumed-role/Admin/mallory is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      });
    }
  });
});
