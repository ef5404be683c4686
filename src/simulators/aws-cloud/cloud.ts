import { startParts } from './start.ts';
import type { LocalCloudOptions, LocalCloud } from './local-cloud.ts';

/**
 * Starts the AWS services around the functions on loopback, from the compiled template and the unpacked functions
 * of `options.deployed`. Throws for anything in the template that it does not support.
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const stops: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const undo of stops.splice(0).reverse()) await undo();
  };
  try {
    return await startParts(options, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}
