import { parseAccountId } from '#domain/values/account-id.ts';
import type { DocumentName, Fault, Warning } from './fault.ts';
import { printFound } from './fault.ts';
import type { MainDocument } from './main-document.ts';
import { didYouMean } from './suggest.ts';
import { accountIdText } from './values.ts';

/** Faults for keys that are malformed spellings of a configured account id (dashes, spaces, lost leading zeros). */
export function checkAccountKeys(
  file: DocumentName,
  section: string,
  main: MainDocument,
  entries: object = {},
): readonly Fault[] {
  return Object.keys(entries).flatMap((key) => {
    const meant = key.replace(/[\s-]/g, '').padStart(12, '0');
    if (parseAccountId(key) || !Object.hasOwn(main.aws.accounts, meant)) return [];
    return [
      {
        file,
        path: [section, key],
        found: `the key ${printFound(key)}`,
        expected: accountIdText,
        remedy: `Write "${meant}", the configured account that is meant.`,
      },
    ];
  });
}

/** Warnings for keys that are no configured account: outdated ids, or no account ids at all. They have no effect. */
export function staleAccountKeys(
  file: DocumentName,
  section: string,
  main: MainDocument,
  entries: object,
): readonly Warning[] {
  const known = Object.keys(main.aws.accounts);
  return Object.keys(entries).flatMap((key) => {
    const path = [section, key];
    if (!parseAccountId(key)) {
      const text = `This is no AWS account id (twelve digits) and has no effect.${didYouMean(key, known)}`;
      return [{ file, path, text }];
    }
    const elsewhere =
      main.organization.mode === 'organization' || main.cloudtrails.accounts?.some((id) => id === key);
    if (known.includes(key) || elsewhere) return [];
    return [{ file, path, text: `This account is not in aws.accounts: stale?${didYouMean(key, known)}` }];
  });
}
