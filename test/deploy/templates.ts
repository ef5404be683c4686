import { fileURLToPath } from 'node:url';
import { alarmTopic } from '#adapters/cloudformation/alarm-topic.ts';
import { busStatement } from '#adapters/cloudformation/central-rules.ts';
import type { MemberSide } from '#adapters/cloudformation/names.ts';
import { stackSets } from '#adapters/cloudformation/stack-sets.ts';
import { loadConfig } from '#config/load.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import { requirePackages } from '#local/package/packages.ts';
import type { AnyTemplate } from './schema-check.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const shipped = loadConfig(fileURLToPath(new URL('../../config', import.meta.url)));

/** A whole organization with stack sets switched on. */
export const organization: MemberSide = {
  suffix: '',
  config: {
    ...shipped,
    organization: {
      mode: 'organization',
      id: 'o-a1b2c3d4e5',
      managementAccountId: '111111111111' as AccountId,
      stackSets: {
        enabled: true,
        organizationalUnits: ['r-ab12'],
        regions: ['eu-west-1', 'eu-central-1'] as Region[],
        callAs: 'delegated_admin',
      },
    },
  },
};

/** Accounts of config.json, without AWS Organizations. */
export const configured: MemberSide = { config: shipped, suffix: '' };

/** The template that packaging compiled from the shipped configuration. */
export const compiled = (): AnyTemplate => structuredClone(requirePackages(root).template) as AnyTemplate;

/** The compiled template with everything that an organization's configuration adds to it. */
export function compiledForOrganization(): AnyTemplate {
  const template = compiled();
  const policy = template.Resources['CentralBusPolicy']!;
  return {
    ...template,
    Resources: {
      ...template.Resources,
      ...stackSets(organization),
      ...alarmTopic(['mailto:security@example.com', 'https://example.com/alarms'], 'prod'),
      CentralBusPolicy: {
        ...policy,
        Properties: { ...policy.Properties, Statement: busStatement(organization, []) },
      },
    },
  };
}
