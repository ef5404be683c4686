import * as z from 'zod';

/** A text that one of our parsers takes; refused as `not <what>` where it does not. */
export function parsed<Value>(what: string, parse: (text: string) => Value | undefined) {
  return z.string().transform((text, context) => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `not ${what}` });
    return z.NEVER;
  });
}
