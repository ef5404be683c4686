import type { CommandEntry } from './habits/command-entry.ts';
import type { CheckoutCommand } from './left-out.ts';

/** The commands that play, measure or draw with the sources and the packages. Each is loaded when it is called. */
export const inCheckout: Readonly<Record<CheckoutCommand, CommandEntry>> = {
  replay: {
    summary: 'play recorded events through the local cloud, and say what came of them',
    load: async () => (await import('./commands/replay.ts')).replayCommand,
  },
  soak: {
    summary: 'put hostile and broken messages through the detector’s doors',
    load: async () => (await import('./commands/soak.ts')).soakCommand,
  },
  fuzz: {
    summary: 'play sequences of calls that silence an account, and say which were not heard',
    load: async () => (await import('./commands/fuzz.ts')).fuzzCommand,
  },
  harness: {
    summary: 'kill every function before and after each of its calls',
    load: async () => (await import('./commands/harness.ts')).harnessCommand,
  },
  demo: {
    summary: 'tell a story on this machine: a trail is stopped, and people are told',
    load: async () => (await import('./commands/demo.ts')).demoCommand,
  },
  gallery: {
    summary: 'draw every kind of message and ticket into docs/gallery',
    load: async () => (await import('./commands/gallery.ts')).galleryCommand,
  },
  bench: {
    summary: 'measure how fast Trailwarden is, on this machine',
    load: async () => {
      // The handlers' metrics would hide the figures; they can be turned off only before the handlers are loaded.
      process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';
      return (await import('./commands/bench.ts')).benchCommand;
    },
  },
};
