// `npm run -s trace`: reads log lines on standard input and writes them with the places of the sources.
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { mapsDirectory } from './packages.ts';
import { readTrace } from './read-trace.ts';

const maps = mapsDirectory(fileURLToPath(new URL('../../../', import.meta.url)));
if (existsSync(maps)) process.stdout.write(readTrace(await text(process.stdin), maps));
else {
  console.error(
    'There are no source maps. Check out the commit that was deployed and run: npm run package -- --force',
  );
  process.exitCode = 1;
}
