import { defineCommand, type SubCommandsDef } from 'citty';

const names = ['replay', 'soak', 'fuzz', 'harness', 'demo', 'gallery', 'bench'] as const;

/** The name of a command that needs the sources. */
export type CheckoutCommand = (typeof names)[number];

const refusing = (name: CheckoutCommand) =>
  defineCommand({
    meta: { name, hidden: true },
    run: () => {
      process.stderr.write(
        `${name} needs a checkout of Trailwarden. There: npm ci && npm run -s cli -- ${name}\n`,
      );
      process.exitCode = 2;
    },
  });

/** In the installed tool the commands that need the sources say so, with exit code 2. */
export const leftOut: SubCommandsDef = Object.fromEntries(names.map((name) => [name, refusing(name)]));
