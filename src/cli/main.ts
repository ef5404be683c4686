#!/usr/bin/env node
// The entry of the command line in a checkout.
import { anywhere } from './anywhere.ts';
import { inCheckout } from './in-checkout.ts';
import { runCommandLine } from './run-command-line.ts';

await runCommandLine({ ...anywhere, ...inCheckout }, new URL('../../package.json', import.meta.url));
