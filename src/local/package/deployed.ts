import type { DeployedService } from '#simulators/aws-cloud/local-cloud.ts';
import { requirePackages } from './packages.ts';
import { unpack } from './unpack.ts';

/**
 * The packages below `root`, unpacked, as the local cloud runs them; throws the line that makes them when they do not
 * match the sources.
 */
export function deployedFrom(root: string): DeployedService {
  const { template, zips, service } = requirePackages(root);
  return { template, codeDirectory: unpack(zips), service };
}
