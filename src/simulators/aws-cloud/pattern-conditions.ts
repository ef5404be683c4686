import { BlockList, isIP } from 'node:net';
import type { Condition } from './pattern-check.ts';

/** Whether one condition of a checked pattern accepts one value of the event. */
export function conditionMatches(condition: Condition, value: unknown): boolean {
  if (typeof condition !== 'object' || condition === null) return condition === value;
  const [name = '', argument] = Object.entries(condition)[0] ?? [];
  return operators[name]?.(argument, value) ?? false;
}

type Operator = (argument: unknown, value: unknown) => boolean;

const onText =
  (test: (wanted: string, text: string) => boolean): Operator =>
  (argument, value) => {
    if (typeof value !== 'string') return false;
    if (typeof argument === 'string') return test(argument, value);
    const { 'equals-ignore-case': wanted } = argument as { 'equals-ignore-case': string };
    return test(wanted.toLowerCase(), value.toLowerCase());
  };

const operators: Record<string, Operator> = {
  prefix: onText((wanted, text) => text.startsWith(wanted)),
  suffix: onText((wanted, text) => text.endsWith(wanted)),
  'equals-ignore-case': onText((wanted, text) => text.toLowerCase() === wanted.toLowerCase()),
  wildcard: onText(matchesWildcard),
  numeric: (argument, value) => typeof value === 'number' && inRange(argument as (string | number)[], value),
  cidr: (argument, value) => typeof value === 'string' && inNetwork(String(argument), value),
  'anything-but': (argument, value) => {
    const isOperator = typeof argument === 'object' && argument !== null && !Array.isArray(argument);
    if (!isOperator) return !many(argument).includes(value);
    const [name = '', wanted] = Object.entries(argument)[0] ?? [];
    return !many(wanted).some((one) => operators[name]?.(one, value) ?? false);
  },
};

function many(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

// `\*` is a star itself, `\\` a backslash.
function matchesWildcard(wanted: string, text: string): boolean {
  const source = wanted.replaceAll(
    /\\([*\\])|\*|[.+?^${}()|[\]\\]/g,
    (found, escaped: string | undefined) => {
      if (escaped !== undefined) return `\\${escaped}`;
      return found === '*' ? '.*' : `\\${found}`;
    },
  );
  return new RegExp(`^${source}$`, 's').test(text);
}

function inRange(bounds: readonly (string | number)[], value: number): boolean {
  for (let index = 0; index < bounds.length; index += 2) {
    const bound = Number(bounds[index + 1]);
    const holds = {
      '=': value === bound,
      '<': value < bound,
      '<=': value <= bound,
      '>': value > bound,
      '>=': value >= bound,
    };
    if (!holds[bounds[index] as keyof typeof holds]) return false;
  }
  return true;
}

function inNetwork(network: string, address: string): boolean {
  const [start = '', bits] = network.split('/');
  const [ours, theirs] = [isIP(start), isIP(address)];
  if (ours === 0 || ours !== theirs) return false;
  const family = ours === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(start, Number(bits), family);
  return list.check(address, family);
}
