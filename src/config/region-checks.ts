import type { Fault, Path, Warning } from './fault.ts';
import { printFound } from './fault.ts';
import { knownRegions, meantRegion } from './known-regions.ts';
import type { MainDocument } from './main-document.ts';
import { partitionIn } from '#domain/values/partition.ts';

interface NamedRegion {
  readonly path: Path;
  readonly region: string;
}

function listsIn({ aws, organization }: MainDocument): readonly (readonly NamedRegion[])[] {
  return [
    [{ path: ['aws', 'region'], region: aws.region }],
    (aws.regions ?? []).map((region, at) => ({ path: ['aws', 'regions', at], region })),
    organization.stack_sets.regions.map((region, at) => ({
      path: ['organization', 'stack_sets', 'regions', at],
      region,
    })),
  ];
}

/** Regions that are mistyped, and those that a list names twice. Other partitions have a fault of their own. */
export function checkRegions(main: MainDocument): readonly Fault[] {
  return listsIn(main).flatMap((list) =>
    list.flatMap(({ path, region }, at): readonly Fault[] => {
      const found = printFound(region);
      if (list.slice(0, at).some((one) => one.region === region))
        return [
          {
            file: 'config.json',
            path,
            found,
            expected: 'every Region once',
            remedy: 'Remove it: the list has it already.',
          },
        ];
      const meant = partitionIn(region).id === 'aws' ? meantRegion(region) : undefined;
      return meant === undefined
        ? []
        : [
            {
              file: 'config.json',
              path,
              found,
              expected: 'a Region that there is',
              remedy: `Did you mean "${meant}"?`,
            },
          ];
    }),
  );
}

/** Regions that are not known to this version: new ones, or mistyped beyond recognition. */
export function unknownRegions(main: MainDocument): readonly Warning[] {
  return listsIn(main)
    .flat()
    .filter(({ region }) => !knownRegions.includes(region))
    .map(({ path, region }) => ({
      file: 'config.json',
      path,
      text: `This version knows no Region ${region}. If it is new, all is well; if it does not exist, nothing is seen there.`,
    }));
}
