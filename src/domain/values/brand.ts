declare const brand: unique symbol;

/** A primitive with a type of its own, produced only by its parser, so that the compiler keeps kinds of text apart. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name };
