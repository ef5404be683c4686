import { partitionIn } from '#domain/values/partition.ts';
import type { Fault } from './fault.ts';
import type { MainDocument } from './main-document.ts';

/**
 * A fault for every configured Region outside commercial AWS. Global events are recorded there in another Region than
 * us-east-1, and what EventBridge calls its events was never seen there, so that a deploy would succeed and hear little.
 */
export function checkPartitions({ aws, organization }: MainDocument): readonly Fault[] {
  const named = [
    { path: ['aws', 'region'], region: aws.region },
    ...(aws.regions ?? []).map((region, at) => ({ path: ['aws', 'regions', at], region })),
    ...organization.stack_sets.regions.map((region, at) => ({
      path: ['organization', 'stack_sets', 'regions', at],
      region,
    })),
  ];
  return named.flatMap(({ path, region }): Fault[] => {
    const { id, title } = partitionIn(region);
    if (id === 'aws') return [];
    return [
      {
        file: 'config.json',
        path,
        found: `"${region}", a Region of ${title} (${id})`,
        expected: 'a Region of commercial AWS: Trailwarden was not tried in other partitions',
        remedy: 'Deploy it in a commercial account. Organizations and trails never cross partitions.',
      },
    ];
  });
}
