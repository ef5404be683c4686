#!/usr/bin/env node
import { defineCommand, runMain } from 'citty';

/** The operator's door; every command is in commands/ and only loaded when it is called. */
const trailwarden = defineCommand({
  meta: {
    name: 'trailwarden',
    description: 'Finds out when CloudTrail logging is disabled, and who did it.',
  },
  subCommands: {
    explain: async () => (await import('./commands/explain.ts')).explainCommand,
    config: defineCommand({
      meta: { name: 'config', description: 'Works on the configuration.' },
      subCommands: { check: async () => (await import('./commands/config-check.ts')).configCheckCommand },
    }),
    'member-template': async () => (await import('./commands/member-template.ts')).memberTemplateCommand,
    sweep: async () => (await import('./commands/sweep.ts')).sweepCommand,
    replay: async () => (await import('./commands/replay.ts')).replayCommand,
    soak: async () => (await import('./commands/soak.ts')).soakCommand,
    demo: async () => (await import('./commands/demo.ts')).demoCommand,
    gallery: async () => (await import('./commands/gallery.ts')).galleryCommand,
    bench: async () => (await import('./commands/bench.ts')).benchCommand,
  },
});

await runMain(trailwarden);
