import * as z from 'zod';

/** A schema for text that `parse` accepts; other text fails with the message `not <what>`. */
export function parsed<Value>(what: string, parse: (text: string) => Value | undefined) {
  return z.string().transform((text, context) => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `not ${what}` });
    return z.NEVER;
  });
}
