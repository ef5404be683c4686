import type { CommandUnknownOpts } from '@commander-js/extra-typings';

/** A command that is loaded when it is called, and its line in the list of commands. */
export interface CommandEntry {
  readonly summary: string;
  /** Whether the list of commands leaves it out. */
  readonly hidden?: boolean | undefined;
  readonly load: () => Promise<CommandUnknownOpts>;
}

/** Commands by name, in the order in which they are listed. */
export type CommandEntries = Readonly<Record<string, CommandEntry>>;
