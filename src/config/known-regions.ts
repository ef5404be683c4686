import { distance } from 'fastest-levenshtein';

/** The Regions of commercial AWS (AWS Account Management reference, Regions; November 2026). */
export const knownRegions: readonly string[] =
  `af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3
  ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
  ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1
  me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2`.split(/\s+/);

/** The Region that was meant by `text`, which is none that is known; undefined where it may be one that is new. */
export function meantRegion(text: string): string | undefined {
  if (knownRegions.includes(text)) return undefined;
  const [best] = knownRegions
    .map((region) => ({ region, edits: distance(text, region) }))
    .toSorted((one, other) => one.edits - other.edits);
  return best !== undefined && best.edits <= 3 ? best.region : undefined;
}
