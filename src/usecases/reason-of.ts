/** The messages of an error and of its causes, outermost first, cut at 500 characters. */
export function reasonOf(error: unknown): string {
  return words(error).slice(0, 500);
}

function words(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${words(error.cause)}` : error.message;
}
