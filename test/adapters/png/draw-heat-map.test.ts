import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { drawHeatMap } from '#adapters/png/draw-heat-map.ts';
import { cellStates, heatMapOf, type HeatMap } from '#domain/reports/heat-map.ts';
import { accountIds, day, everywhere, hoursAgo, largeDay } from '#test/given/days.ts';

const everyState: HeatMap = {
  title: 'all states',
  columns: ['eu-west-1' as never],
  rows: cellStates.map((state) => ({ label: state, cells: [state] })),
  legend: cellStates.map((state) => ({ state, accounts: 1 })),
  alt: 'all states',
};

/** The shares of red, green and blue of a picture's colours that cover at least as many pixels as a cell. */
function coloursOf(png: Uint8Array): readonly (readonly [number, number, number])[] {
  const { data } = decode(png);
  const counts = new Map<string, number>();
  for (let at = 0; at < data.length; at += 3) {
    const colour = `${data[at]},${data[at + 1]},${data[at + 2]}`;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, pixels]) => pixels > 150)
    .map(([colour]) => colour.split(',').map(Number) as [number, number, number]);
}

// Brettel, Vienot and Mollon, simplified as linear mixes of red, green and blue (protanopia, deuteranopia, tritanopia).
const sights = {
  'every eye': [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152, 1.053, -0.205, 0.115, 0.786, 0.099, -0.004, -0.048, 1.052],
  deuteranopia: [0.367, 0.861, -0.228, 0.28, 0.673, 0.047, -0.012, 0.043, 0.969],
  tritanopia: [1.256, -0.077, -0.179, -0.078, 0.931, 0.148, 0.005, 0.691, 0.304],
  grey: [0.299, 0.587, 0.114, 0.299, 0.587, 0.114, 0.299, 0.587, 0.114],
} as const;

function seen([red, green, blue]: readonly [number, number, number], mix: readonly number[]) {
  return [0, 3, 6].map((row) => red * mix[row]! + green * mix[row + 1]! + blue * mix[row + 2]!);
}

function apart(one: readonly number[], other: readonly number[]): number {
  return Math.hypot(...one.map((part, index) => part - other[index]!));
}

describe('the picture', () => {
  test.each(Object.keys(sights).filter((sight) => sight !== 'grey'))(
    'keeps its colours apart for %s',
    (sight) => {
      const mix = sights[sight as keyof typeof sights];
      const colours = coloursOf(drawHeatMap(everyState)).map((colour) => seen(colour, mix));
      expect(colours.length).toBeGreaterThanOrEqual(9);
      const close = colours.flatMap((one, index) =>
        colours.slice(index + 1).filter((other) => apart(one, other) < 12),
      );
      expect(close).toEqual([]);
    },
  );

  test('gets darker with the severity, also in grey', () => {
    const worst = coloursOf(drawHeatMap({ ...everyState, rows: everyState.rows.slice(0, 4), legend: [] }));
    const [critical, high, medium, low] = [
      [122, 4, 3],
      [213, 94, 0],
      [230, 159, 0],
      [240, 228, 66],
    ].map((colour) => seen(colour as never, sights.grey)[0]!);
    expect(worst).toContainEqual([122, 4, 3]);
    expect([critical, high, medium, low]).toEqual(
      [critical, high, medium, low].toSorted((one, other) => one! - other!),
    );
  });

  test('of 5 and of 500 accounts is as wide as a message, and small', () => {
    const five = { ...day(5), issues: everywhere(accountIds(1)[0]!, 'i-1', { openedAt: hoursAgo(1) }) };
    for (const facts of [five, largeDay()]) {
      const map = heatMapOf(facts);
      if (!map) throw new Error('no picture');
      const png = drawHeatMap(map);
      const { width, height } = decode(png);
      expect(width).toBeLessThanOrEqual(800);
      expect(height).toBeLessThanOrEqual(570);
      expect(png.length).toBeLessThan(30_000);
    }
  });

  test('of names in other letters shows question marks, and does not fail', () => {
    const label = '生产环境 😀';
    expect(drawHeatMap({ ...everyState, rows: [{ label, cells: ['low'] }] }).length).toBeGreaterThan(100);
  });
});

describe('what it shows', () => {
  test('names the worst accounts, sums up the others, and says in words what it shows', () => {
    const map = heatMapOf(largeDay());
    expect(map?.rows).toHaveLength(6);
    expect(map?.rows.at(-1)?.label).toBe('worst of 495 more');
    expect(map?.alt).toMatch(/^Heat map of 500 accounts by 17 Regions: \d+ critical/);
    expect(map?.legend.reduce((sum, { accounts }) => sum + accounts, 0)).toBe(500);
  });

  test('is nothing where there is one account, or where no sweep has run', () => {
    expect(heatMapOf(day(1))).toBeUndefined();
    expect(heatMapOf({ ...day(5), sweep: undefined })).toBeUndefined();
  });
});
