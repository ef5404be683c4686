import { parseAccountId, type AccountId } from '#domain/values/account-id.ts';
import { parseRegion, type Region } from '#domain/values/region.ts';

/** The answer in a text, or in a sentence why it is none. */
export type Read<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly why: string };

const good = <Value>(value: Value): Read<Value> => ({ ok: true, value });
const bad = (why: string): { readonly ok: false; readonly why: string } => ({ ok: false, why });

const matching =
  (pattern: RegExp, why: string) =>
  (text: string): Read<string> =>
    pattern.test(text.trim()) ? good(text.trim()) : bad(why);

/** Reads an account id. */
export function readAccount(text: string): Read<AccountId> {
  const id = parseAccountId(text.trim());
  return id === undefined ? bad('An account id has twelve digits.') : good(id);
}

/** Reads a Region code. */
export function readRegion(text: string): Read<Region> {
  const region = parseRegion(text.trim());
  return region === undefined ? bad('Write a Region code such as eu-west-1.') : good(region);
}

/** Reads accounts, `id` or `id=name`, with commas between. */
export function readAccounts(text: string): Read<ReadonlyMap<AccountId, string>> {
  const entries = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim().split('=')]));
  if (entries.length === 0) return bad('Name at least one account: its id, and a name after =.');
  const accounts = new Map<AccountId, string>();
  for (const [id = '', name = ''] of entries) {
    const account = parseAccountId(id.trim());
    if (account === undefined) return bad(`"${id.trim()}" is no account id: it has twelve digits.`);
    accounts.set(account, name.trim() === '' ? account : name.trim());
  }
  return good(accounts);
}

/** Readers of the other answers. */
export const readers = {
  role: matching(/^[\w+=,.@-]{1,64}$/, 'Write the name of the role, not its ARN.'),
  channel: matching(/^#[^\s#@]{1,80}$/, 'A channel begins with #, as in #security.'),
  site: matching(/^https:\/\/\S+$/, 'Write the address, as in https://example.atlassian.net.'),
  project: matching(/^[A-Z][A-Z0-9_]+$/, 'Write the key of the project, as in SEC.'),
  alarms: matching(
    /^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/,
    'Write mailto:someone@example.com or an https:// address.',
  ),
} as const;
