// The entry of the command line in the installed tool; its package.json lies beside the bundle (src/local/package/tool.ts).
import { anywhere } from './anywhere.ts';
import { leftOut } from './left-out.ts';
import { runCommandLine } from './run-command-line.ts';

await runCommandLine({ ...anywhere, ...leftOut }, new URL('./package.json', import.meta.url));
