#!/usr/bin/env node
// The entry of the command line in a checkout.
import { providePage } from '#cli/console/page-source.ts';
import { anywhere } from './anywhere.ts';
import { standWhereThePersonStands } from './habits/where.ts';
import { inCheckout } from './in-checkout.ts';
import { runCommandLine } from './run-command-line.ts';
import { withCompletion } from './with-completion.ts';

const manifest = new URL('../../package.json', import.meta.url);
providePage({ manifest, files: async () => (await import('#console/build-page.ts')).buildPage() });
standWhereThePersonStands();
await runCommandLine(withCompletion({ ...anywhere, ...inCheckout }), manifest);
