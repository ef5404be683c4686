import type { SubCommandsDef } from 'citty';
import { withKnownOptions } from './known-options.ts';
import type { CheckoutCommand } from './left-out.ts';

/** The commands that play, measure or draw with the sources and the packages. Each is loaded when it is called. */
export const inCheckout: Readonly<Record<CheckoutCommand, SubCommandsDef[string]>> = {
  replay: async () => withKnownOptions((await import('./commands/replay.ts')).replayCommand),
  soak: async () => withKnownOptions((await import('./commands/soak.ts')).soakCommand),
  fuzz: async () => withKnownOptions((await import('./commands/fuzz.ts')).fuzzCommand),
  harness: async () => withKnownOptions((await import('./commands/harness.ts')).harnessCommand),
  demo: async () => withKnownOptions((await import('./commands/demo.ts')).demoCommand),
  gallery: async () => withKnownOptions((await import('./commands/gallery.ts')).galleryCommand),
  bench: async () => withKnownOptions((await import('./commands/bench.ts')).benchCommand),
};
