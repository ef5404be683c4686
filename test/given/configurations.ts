import { readFileSync } from 'node:fs';
import type { Config } from '#config/config.ts';
import type { ConfigTexts, ParsedConfig } from '#config/load.ts';
import { parseConfig } from '#config/load.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { Fault } from '#config/fault.ts';
import { printPath } from '#config/fault.ts';

/** The least that a configuration needs. */
export const least = {
  aws: {
    main_account_id: '123456789012',
    region: 'eu-west-1',
    role_name_identification: 'trailwarden-read',
    accounts: { '123456789012': 'security', '210987654321': 'production' },
  },
};

/** An account id written in a test. */
export function account(text: string): AccountId {
  const id = parseAccountId(text);
  if (!id) throw new Error(`${text} is no account id`);
  return id;
}

/** Three documents parsed; what is left out is the least that is needed. */
export function parse(config: unknown = least, whitelist: unknown = {}, owners: unknown = {}): ParsedConfig {
  return parseConfig({
    config: JSON.stringify(config),
    whitelist: JSON.stringify(whitelist),
    ticketOwners: JSON.stringify(owners),
  });
}

/** A configuration that has to be usable. */
export function usable(config: unknown = least, whitelist: unknown = {}, owners: unknown = {}): Config {
  const parsed = parse(config, whitelist, owners);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults, null, 2));
  return parsed.config;
}

/** The faults of three documents; none when they are usable. */
export function faults(
  config: unknown = least,
  whitelist: unknown = {},
  owners: unknown = {},
): readonly Fault[] {
  const parsed = parse(config, whitelist, owners);
  return parsed.ok ? [] : parsed.faults;
}

/** `file: path` of each fault or warning. */
export function places(items: readonly Pick<Fault, 'file' | 'path'>[]): readonly string[] {
  return items.map(({ file, path }) => `${file}: ${printPath(path)}`);
}

/** The texts of the documents in a folder beside this test folder. */
export function textsOf(folder: string): ConfigTexts {
  const read = (name: string) => readFileSync(new URL(`${folder}/${name}`, import.meta.url), 'utf8');
  return {
    config: read('config.json'),
    whitelist: read('whitelist.json'),
    ticketOwners: read('ticket_owners.json'),
  };
}
