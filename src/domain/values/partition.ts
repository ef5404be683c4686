/** A partition of AWS: accounts, organizations and trails of one never reach into another (AWS General Reference). */
export interface Partition {
  /** The second field of its ARNs. */
  readonly id: string;
  readonly title: string;
  /** How the codes of its Regions begin; the commercial partition has all others. */
  readonly regions: string;
  /** The host of its console. */
  readonly console: string;
}

const commercial: Partition = {
  id: 'aws',
  title: 'commercial AWS',
  regions: '',
  console: 'console.aws.amazon.com',
};

/** All partitions, the commercial one last (botocore partitions.json). */
export const partitions: readonly Partition[] = [
  { id: 'aws-cn', title: 'AWS China', regions: 'cn-', console: 'console.amazonaws.cn' },
  {
    id: 'aws-us-gov',
    title: 'AWS GovCloud (US)',
    regions: 'us-gov-',
    console: 'console.amazonaws-us-gov.com',
  },
  {
    id: 'aws-eusc',
    title: 'AWS European Sovereign Cloud',
    regions: 'eusc-',
    console: 'console.amazonaws-eusc.eu',
  },
  { id: 'aws-iso', title: 'AWS ISO', regions: 'us-iso-', console: 'console.c2shome.ic.gov' },
  { id: 'aws-iso-b', title: 'AWS ISOB', regions: 'us-isob-', console: 'console.sc2shome.sgov.gov' },
  { id: 'aws-iso-e', title: 'AWS ISOE', regions: 'eu-isoe-', console: 'console.csphome.adc-e.uk' },
  { id: 'aws-iso-f', title: 'AWS ISOF', regions: 'us-isof-', console: 'console.csphome.hci.ic.gov' },
  commercial,
];

/** The partition of a Region, derived from the beginning of its code. */
export function partitionIn(region: string): Partition {
  return partitions.find(({ regions }) => region.startsWith(regions)) ?? commercial;
}

/** The id of the partition of a Region, as ARNs have it. */
export function partitionOf(region: string): string {
  return partitionIn(region).id;
}
