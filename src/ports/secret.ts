/**
 * Reads a secret: at most five minutes old, or `anew` from its store. Rejects with `SecretMissing` when a person has to
 * act, and with another error when the store could not be asked.
 */
export type Secret = (anew?: boolean) => Promise<string>;

/** A secret that is not stored, empty, or may not be read; the message says which and what to do. */
export class SecretMissing extends Error {
  override readonly name = 'SecretMissing';
}
