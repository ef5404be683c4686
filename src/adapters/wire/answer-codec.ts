import * as z from 'zod';
import type { Answer } from '#domain/issues/answer.ts';
import { answerKinds } from '#domain/issues/answer.ts';
import { instant } from '#domain/values/instant.ts';
import type { SchemaOf } from './schema-of.ts';

const answer = z.object({
  id: z.string(),
  kind: z.enum(answerKinds),
  at: z.number().transform(instant),
  by: z.string(),
  text: z.string().optional(),
} satisfies SchemaOf<Answer>);

/** The stored form of an answer. */
export function answerRow(given: Answer): object {
  return { answer: given };
}

/** The answers in the rows of an incident, oldest first; those of kinds that another version knows are left out. */
export function answersFrom(rows: readonly Readonly<Record<string, unknown>>[]): readonly Answer[] {
  return rows
    .filter(({ sk }) => String(sk).startsWith('answer#'))
    .flatMap((row) => answer.safeParse(row['answer']).data ?? [])
    .toSorted((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
}
