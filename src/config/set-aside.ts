import type { DocumentName, Path } from './fault.ts';
import { valueAtPath } from './fault.ts';

/** A document without the keys that are recognised but have no effect, and the paths of these keys. */
export interface SetAside {
  readonly value: unknown;
  readonly unused: readonly Path[];
  /** Paths of keys that ask for changes of watched accounts, which Trailwarden never makes. */
  readonly remediation: readonly Path[];
}

/** Sections of Hammer's other playbooks, in its configuration and whitelist. */
export const otherPlaybooks = [
  's3_bucket_acl',
  's3_bucket_policy',
  's3_encryption',
  's3_acl',
  's3_policy',
  'secgrp_unrestricted_access',
  'user_inactivekeys',
  'user_keysrotation',
  'ebs_unencrypted_volume',
  'ebs_public_snapshot',
  'rds_public_snapshot',
  'rds_encryption',
  'sqs_public_access',
  'sqs_encryption',
  'ec2_public_ami',
  'public_ami_issues',
  'kms_keys_rotation',
  'redshift_logging',
  'redshift_encryption',
  'redshift_public_access',
  'ecs_logging',
  'ecs_privileged_access',
  'ecs_external_image_source',
  'es_domain_logging',
  'es_unencrypted_domain',
  'es_public_access_domain',
  'trusted_advisor',
] as const;

const remediationKeys = ['remediation', 'remediation_accounts', 'remediation_retention_period'];

/** Hammer's keys that have no effect here, by document and section ('' is the top level). */
export const unusedKeys: Readonly<Record<DocumentName, Readonly<Record<string, readonly string[]>>>> = {
  'config.json': {
    '': ['csv', 'cronjobs', 'credentials', 'api', 'bu_list', ...otherPlaybooks],
    aws: ['role_name_reporting', 'ddb_backup', 's3_backup_bucket'],
    cloudtrails: remediationKeys,
  },
  'whitelist.json': { '': otherPlaybooks },
  'ticket_owners.json': { '': ['bu'] },
};

/** Removes the recognised keys that have no effect, so that every remaining key must be in the schema. */
export function setAside(file: DocumentName, value: unknown): SetAside {
  const unused: Path[] = [];
  const remediation: Path[] = [];
  const kept = (part: unknown, path: Path): unknown => {
    if (Array.isArray(part)) return part.map((item, index) => kept(item, [...path, index]));
    if (typeof part !== 'object' || part === null) return part;
    const entries = Object.entries(part).filter(([key]) => {
      const here = [...path, key];
      if (!isUnused(file, here)) return true;
      (remediationKeys.includes(key) ? remediation : unused).push(here);
      return false;
    });
    // fromEntries defines each key, so that even one named __proto__ stays an ordinary key.
    return Object.fromEntries(entries.map(([key, item]) => [key, kept(item, [...path, key])]));
  };
  return { value: kept(value, []), unused, remediation };
}

function isUnused(file: DocumentName, path: Path): boolean {
  const key = String(path.at(-1));
  if (key.startsWith('__comment__')) return true;
  if (path.length > 2) return false;
  const keys = valueAtPath(unusedKeys[file], [path.length === 2 ? String(path[0]) : '']);
  return Array.isArray(keys) && keys.includes(key);
}
