/** The kept part of a picture: its first lines, and everything from the first line that contains `from`. */
interface Kept {
  readonly head: number;
  readonly from?: string;
}

/** The picture without its middle, with the number of omitted lines. */
export function excerpt(picture: string, { head, from }: Kept): string {
  const lines = picture.split('\n');
  const margin = lines[0]?.slice(0, 1) ?? '';
  const tail = from === undefined ? -1 : lines.findIndex((line) => line.includes(from));
  const rest = tail < 0 ? lines.length : Math.max(tail, head);
  if (rest - head <= 1) return picture;
  const left = `${margin} … ${rest - head} more lines`;
  return [...lines.slice(0, head), left, ...lines.slice(rest)].join('\n');
}
