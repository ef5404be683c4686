/**
 * How a command ends: 0 fine; 1 findings or faults; 2 wrong use or unreadable input; 3 not everything could be seen or
 * done, as without credentials or permissions.
 */
export type ExitCode = 0 | 1 | 2 | 3;

/** Why a command cannot go on, in one line, and what mends it. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly remedy: string;
  readonly exitCode: ExitCode;

  constructor(
    about: { readonly what: string; readonly remedy: string; readonly exitCode: ExitCode },
    cause?: unknown,
  ) {
    super(about.what, { cause });
    this.remedy = about.remedy;
    this.exitCode = about.exitCode;
  }
}

/** The text of a failure, in one line; as it is where the message has the remedies in it, one fault a line. */
export function failureLine({ message, remedy }: Failure): string {
  if (remedy === '') return message;
  return `${message.replace(/[.\s]+$/, '')}. ${remedy}`.replaceAll(/\s*\n\s*/g, ' ');
}
