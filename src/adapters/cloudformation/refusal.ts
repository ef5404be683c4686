/** Thrown when a deploy is refused because of the operator's input; the message has one line for each fault, with the remedy. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    // The Serverless Framework prints the stack of an error; only the message helps the operator.
    this.stack = message;
  }
}
