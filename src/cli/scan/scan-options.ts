import type { FormatName } from '#cli/formats/all-formats.ts';
import type { ScopeOptions } from './scope.ts';

/** What the command line asks of a scan. */
export interface ScanOptions extends Omit<ScopeOptions, 'roleName'> {
  readonly roleName?: string | undefined;
  readonly regions: readonly string[];
  readonly format: FormatName;
  readonly output?: string | undefined;
  /** The file of an earlier scan. */
  readonly since?: string | undefined;
  /** The directory of a configuration. */
  readonly directory?: string | undefined;
}
