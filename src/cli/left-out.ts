import { Command } from '@commander-js/extra-typings';
import type { CommandEntries } from './habits/command-entry.ts';
import { Failure } from './habits/failure.ts';

const names = ['replay', 'soak', 'fuzz', 'harness', 'demo', 'gallery', 'bench'] as const;

/** The name of a command that needs the sources. */
export type CheckoutCommand = (typeof names)[number];

const refusing = (name: CheckoutCommand) =>
  new Command(name)
    .allowUnknownOption()
    .argument('[words...]', 'whatever it takes there')
    .action(() => {
      const what = `${name} needs a checkout of Trailwarden`;
      throw new Failure({ what, remedy: `There: npm ci && npm run -s cli -- ${name}`, exitCode: 2 });
    });

/** In the installed tool the commands that need the sources say so, with exit code 2. */
export const leftOut: CommandEntries = Object.fromEntries(
  names.map((name) => [name, { summary: '', hidden: true, load: async () => refusing(name) }]),
);
