/** A deploy that is refused for what its operator wrote; the message is one line for each fault, with the remedy. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    // The framework prints the stack of what was thrown, of which only the words help.
    this.stack = message;
  }
}
