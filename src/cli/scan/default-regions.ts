import type { Region } from '#domain/values/region.ts';
import { parseRegion } from '#domain/values/region.ts';

/** The Regions that every account has and that cannot be turned off (AWS Account Management, Regions). */
export const everyAccountHas: readonly Region[] = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'sa-east-1',
  'eu-central-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-north-1',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
].flatMap((code) => parseRegion(code) ?? []);
