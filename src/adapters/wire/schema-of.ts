import type * as z from 'zod';

/** A schema for each member of `Value`, the optional ones too: a member that a format does not carry does not compile. */
export type SchemaOf<Value> = Readonly<Record<keyof Required<Value>, z.ZodType>>;
