// The entry of the command line in the installed tool; its package.json lies beside the bundle (src/local/package/tool.ts).
import { providePage } from '#cli/console/page-source.ts';
import { anywhere } from './anywhere.ts';
import { leftOut } from './left-out.ts';
import { runCommandLine } from './run-command-line.ts';
import { withCompletion } from './with-completion.ts';

const manifest = new URL('./package.json', import.meta.url);
const directory = new URL('./page/', import.meta.url);
const files = async () => (await import('#console/page-files.ts')).shippedPage(directory);
providePage({ manifest, files });
await runCommandLine(withCompletion({ ...anywhere, ...leftOut }), manifest);
