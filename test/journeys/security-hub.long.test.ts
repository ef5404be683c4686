import { StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { securityHubPolicy } from '#adapters/cloudformation/security-hub-policy.ts';
import type { Template } from '#simulators/aws-cloud/template.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { arnOf, separateAccounts } from './worlds.ts';

const shop = '820000000001';
const central = '123456789012';

/** The template as the deploy makes it where Security Hub is switched on. */
function withPermission(template: Template): Template {
  Object.assign(template.Resources, structuredClone(securityHubPolicy({ securityHub: { enabled: true } })));
  return template;
}

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({
    world: separateAccounts({ shop }),
    documents: { config: { security_hub: { enabled: true } } },
    cloud: { templateEdit: withPermission },
  });
  await stage.sweep();
  await stage.later(60_000);
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

const findings = () => [...stage.cloud.securityHub.values()];

describe('Security Hub', () => {
  it('has an incident as one finding of the central account, with the watched account and trail in it', async () => {
    await stage.cloudTrail(shop).send(new StopLoggingCommand({ Name: 'main' }));
    await stage.later(20_000);
    expect(findings()).toMatchObject([
      {
        AwsAccountId: central,
        RecordState: 'ACTIVE',
        FindingProviderFields: { Severity: { Label: 'CRITICAL' } },
        ProductFields: { 'trailwarden/accounts': shop, 'trailwarden/trails': arnOf(shop) },
      },
    ]);
    expect(findings()[0]?.Resources).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Type: 'AwsCloudTrailTrail', Id: arnOf(shop) }),
        expect.objectContaining({ Type: 'AwsAccount', Id: `AWS::::Account:${shop}` }),
      ]),
    );
  });

  it('has it archived once it is over', async () => {
    await stage.cloudTrail(shop).send(new StartLoggingCommand({ Name: 'main' }));
    await stage.watchUntilOver(shop);
    await stage.later();
    expect(findings()).toMatchObject([{ RecordState: 'ARCHIVED' }]);
    expect(await stage.deadLetters()).toEqual([]);
  });
});
