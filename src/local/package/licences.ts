import type { Sbom } from './sbom.ts';

/** Licences that what ships may have: permissive ones, which ask for a notice at most. */
export const allowedLicences: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
];

/** A package that ships, and its licence as an SPDX id or expression; `none` where it names none. */
export interface LicensedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** The packages of a bill of materials with their licences, by name. */
export function licensedPackages({ components }: Sbom): readonly LicensedPackage[] {
  return components
    .map(({ name, version, licenses = [] }) => ({ name, version, licence: licences(licenses) }))
    .sort((one, other) => (`${one.name}@${one.version}` < `${other.name}@${other.version}` ? -1 : 1));
}

function licences(all: NonNullable<Sbom['components'][number]['licenses']>): string {
  const names = all.map(({ license, expression }) => license?.id ?? license?.name ?? expression ?? 'none');
  return names.length === 0 ? 'none' : names.join(' AND ');
}

/** Packages that may not ship: no part of what their licence leaves to choose from is allowed. */
export function refusedPackages(packages: readonly LicensedPackage[]): readonly LicensedPackage[] {
  return packages.filter(({ licence }) => !isAllowed(licence));
}

/** Of `A OR B` one has to be allowed, of `A AND B` both; brackets around the whole make no difference. */
function isAllowed(licence: string): boolean {
  const bare = licence.replace(/^\((.*)\)$/, '$1');
  // Anything in brackets within would need a parser; a person decides.
  if (/[()]/.test(bare)) return false;
  return bare
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => allowedLicences.includes(one.trim())));
}

/** The page that lists every package that ships, with the licence. */
export function licencesMarkdown(packages: readonly LicensedPackage[]): string {
  const counts = Map.groupBy(packages, ({ licence }) => licence);
  const summary = [...counts].map(([licence, all]) => `${all.length} ${licence}`).sort();
  const rows = packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  return [
    '# Licences',
    '',
    'Every package that ships: what the functions and the installable tool are bundled from. Read by npm from',
    '`package-lock.json`; a licence outside the list of permissive ones fails the tests. Written by',
    '`npx vitest run --project parts test/house/licences.test.ts --update`.',
    '',
    `Trailwarden itself is under Apache-2.0. Of ${packages.length} packages: ${summary.join(', ')}.`,
    '',
    '| package | version | licence |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
