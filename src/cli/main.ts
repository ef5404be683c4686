#!/usr/bin/env node
import { defineCommand, runMain } from 'citty';
import { withKnownOptions } from './known-options.ts';

/** The operator's door; every command is in commands/ and only loaded when it is called. */
const trailwarden = defineCommand({
  meta: {
    name: 'trailwarden',
    description: 'Finds out when CloudTrail logging is disabled, and who did it.',
  },
  subCommands: {
    explain: async () => withKnownOptions((await import('./commands/explain.ts')).explainCommand),
    config: defineCommand({
      meta: { name: 'config', description: 'Works on the configuration.' },
      subCommands: {
        check: async () => withKnownOptions((await import('./commands/config-check.ts')).configCheckCommand),
      },
    }),
    'member-template': async () =>
      withKnownOptions((await import('./commands/member-template.ts')).memberTemplateCommand),
    sweep: async () => withKnownOptions((await import('./commands/sweep.ts')).sweepCommand),
    'test-alert': async () => withKnownOptions((await import('./commands/test-alert.ts')).testAlertCommand),
    replay: async () => withKnownOptions((await import('./commands/replay.ts')).replayCommand),
    soak: async () => withKnownOptions((await import('./commands/soak.ts')).soakCommand),
    harness: async () => withKnownOptions((await import('./commands/harness.ts')).harnessCommand),
    demo: async () => withKnownOptions((await import('./commands/demo.ts')).demoCommand),
    gallery: async () => withKnownOptions((await import('./commands/gallery.ts')).galleryCommand),
    bench: async () => withKnownOptions((await import('./commands/bench.ts')).benchCommand),
  },
});

await runMain(trailwarden);
