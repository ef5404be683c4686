import { checkPattern, PatternError, type Condition } from './pattern-check.ts';
import { conditionMatches } from './pattern-conditions.ts';

export { PatternError };

type Fields = Record<string, unknown>;

/**
 * Whether an EventBridge event pattern matches an event, as AWS event-ruler would answer; throws PatternError for a
 * pattern EventBridge refuses. Checked against 85 answers of event-ruler (test/fixtures/eventbridge-patterns).
 */
export function matchesEvent(pattern: unknown, event: unknown): boolean {
  checkPattern(pattern);
  const sets = alternatives(pattern as Fields, '');
  const asked = [...new Set(sets.flatMap((rules) => rules.map(([path]) => path)))];
  const leaves = flatten(event, '', { seats: new Map(), asked });
  return sets.some((rules) => satisfied(rules, leaves, 0, new Map()));
}

/** One leaf of the event: its value, and for every array on its path the index of the element that holds it. */
interface Leaf {
  readonly value: unknown;
  readonly seats: ReadonlyMap<string, number>;
}
type Leaves = Map<string, Leaf[]>;
type Rule = readonly [path: string, conditions: readonly Condition[]];

// event-ruler joins names with dots too: a name with a dot is the same as two names.
const separator = '.';

interface Way {
  readonly seats: ReadonlyMap<string, number>;
  /** The paths that the pattern mentions; other leaves are skipped. */
  readonly asked: readonly string[];
}

function flatten(value: unknown, path: string, way: Way, leaves: Leaves = new Map()): Leaves {
  const { seats, asked } = way;
  if (Array.isArray(value)) {
    value.forEach((item, index) =>
      flatten(item, path, { asked, seats: new Map([...seats, [path, index]]) }, leaves),
    );
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      const below = path + separator + name;
      const leads = (one: string): boolean => one === below || one.startsWith(below + separator);
      if (asked.some(leads)) flatten(item, below, way, leaves);
    }
  } else {
    leaves.set(path, [...(leaves.get(path) ?? []), { value, seats }]);
  }
  return leaves;
}

/** The pattern without `$or`: a list of rule sets of which one must be satisfied. */
function alternatives(pattern: Fields, path: string): Rule[][] {
  let sets: Rule[][] = [[]];
  for (const [name, part] of Object.entries(pattern)) {
    const below = path + separator + name;
    const added =
      name === '$or'
        ? (part as Fields[]).flatMap((option) => alternatives(option, path))
        : Array.isArray(part)
          ? [[[below, part as Condition[]] as const]]
          : alternatives(part as Fields, below);
    sets = sets.flatMap((rules) => added.map((more) => [...rules, ...more]));
  }
  return sets;
}

/** Every rule finds a leaf, and leaves below the same array lie in the same element of it. */
function satisfied(
  rules: readonly Rule[],
  leaves: Leaves,
  index: number,
  seats: ReadonlyMap<string, number>,
): boolean {
  const rule = rules[index];
  if (!rule) return true;
  const [path, conditions] = rule;
  const found = leaves.get(path) ?? [];
  const wantsAbsence = conditions.some((condition) => isExists(condition, false));
  if (found.length === 0) return wantsAbsence && satisfied(rules, leaves, index + 1, seats);
  return found.some((leaf) => {
    const fits = [...leaf.seats].every(([array, seat]) => (seats.get(array) ?? seat) === seat);
    if (
      !fits ||
      !conditions.some((condition) => isExists(condition, true) || conditionMatches(condition, leaf.value))
    )
      return false;
    // An array of plain values imposes no shared element: two rules never match within the same one.
    const taken = new Map([...seats, ...[...leaf.seats].filter(([array]) => array !== path)]);
    return satisfied(rules, leaves, index + 1, taken);
  });
}

function isExists(condition: Condition, wanted: boolean): boolean {
  return typeof condition === 'object' && condition !== null && condition['exists'] === wanted;
}
