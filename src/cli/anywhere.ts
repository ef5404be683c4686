import { defineCommand, type SubCommandsDef } from 'citty';
import { withKnownOptions } from './known-options.ts';

/** The commands that need only the configuration, also in the installed tool. Each is loaded when it is called. */
export const anywhere: SubCommandsDef = {
  explain: async () => withKnownOptions((await import('./commands/explain.ts')).explainCommand),
  config: defineCommand({
    meta: { name: 'config', description: 'Works on the configuration.' },
    subCommands: {
      check: async () => withKnownOptions((await import('./commands/config-check.ts')).configCheckCommand),
    },
  }),
  'member-template': async () =>
    withKnownOptions((await import('./commands/member-template.ts')).memberTemplateCommand),
  'test-alert': async () => withKnownOptions((await import('./commands/test-alert.ts')).testAlertCommand),
  console: async () => withKnownOptions((await import('./commands/console.ts')).consoleCommand),
  sweep: async () => withKnownOptions((await import('./commands/sweep.ts')).sweepCommand),
};
