/** The items of all pages; stops at the page without a next token. */
export async function allPages<Item>(
  page: (
    token: string | undefined,
  ) => Promise<{ readonly items: readonly Item[]; readonly next: string | undefined }>,
): Promise<Item[]> {
  const found: Item[] = [];
  for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
    const { items, next } = await page(token);
    found.push(...items);
    token = next;
  }
  return found;
}
