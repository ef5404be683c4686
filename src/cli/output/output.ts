/** The output of a command: lines for standard output, lines for standard error. */
export interface Output {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
}
