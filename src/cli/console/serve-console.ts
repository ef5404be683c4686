import { openAddress } from '#cli/output/open-address.ts';
import type { RunningConsole } from '#console/server.ts';

/**
 * Shows a console until the person ends it with Ctrl-C, and leaves no process behind. On a terminal it says how to go on;
 * piped it prints its address and nothing else.
 */
export async function serveConsole({ url }: RunningConsole, open: boolean): Promise<never> {
  if (process.stdout.isTTY)
    process.stdout.write(
      `\nOpen this address, which is for this machine and this run only:\n\n  ${url}\n\nCtrl-C ends it.\n`,
    );
  else process.stdout.write(`${url}\n`);
  if (open) openAddress(url);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  // What has to be undone is undone at the end of the process; nothing that is told to a page is left half-way.
  return process.exit(0);
}

/** The port in `text`: undefined for none, which is a free one. Throws a sentence when it is no port. */
export function portIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new RangeError(`"${text}" is no port: give a number from 0 to 65535.`);
  return port;
}
