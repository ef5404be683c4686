import type * as z from 'zod';

/** A schema for each member of `Value`, optional ones included, so that a format that lacks a member does not compile. */
export type SchemaOf<Value> = Readonly<Record<keyof Required<Value>, z.ZodType>>;
