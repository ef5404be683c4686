declare const brand: unique symbol;

/** A primitive that only its parser can mint, so that two kinds of string are never mixed up. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name };
