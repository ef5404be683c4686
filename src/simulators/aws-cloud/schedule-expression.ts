/** Computes the next due moment after `after` of a schedule that began at `began` (milliseconds since the epoch). */
export type NextDue = (after: number, began: number) => number;

const minute = 60_000;
const units: Record<string, number> = { minute, hour: 60 * minute, day: 24 * 60 * minute };

/** Parses EventBridge's `rate(...)` and `cron(...)`, in UTC; throws for unsupported parts (L, W, #). */
export function readSchedule(expression: string): NextDue {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) {
    const every = Number(rate[1]) * (units[rate[2] ?? ''] ?? minute);
    return (after, began) => began + (Math.floor((after - began) / every) + 1) * every;
  }
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.split(/\s+/);
  if (fields?.length !== 6) throw new Error(`the local cloud does not know the schedule ${expression}`);
  return (after) => nextCron(fields, expression, after);
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function nextCron(fields: readonly string[], expression: string, after: number): number {
  const allowed = (index: number, range: readonly [number, number], names: readonly string[] = []) =>
    values(fields[index] ?? '*', range, names, expression);
  const minutes = allowed(0, [0, 59]);
  const hours = allowed(1, [0, 23]);
  const monthDays = allowed(2, [1, 31]);
  const monthNumbers = allowed(3, [1, 12], months);
  // AWS counts weekdays from 1, Sunday.
  const weekDays = allowed(4, [1, 7], days);
  const years = allowed(5, [1970, 2199]);
  const moment = new Date(Math.floor(after / minute) * minute + minute);
  const last = after + 5 * 366 * 24 * 60 * minute;
  while (moment.getTime() <= last) {
    const dayFits =
      years.has(moment.getUTCFullYear()) &&
      monthNumbers.has(moment.getUTCMonth() + 1) &&
      monthDays.has(moment.getUTCDate()) &&
      weekDays.has(moment.getUTCDay() + 1);
    if (!dayFits) moment.setUTCHours(24, 0, 0, 0);
    else if (!hours.has(moment.getUTCHours())) moment.setUTCHours(moment.getUTCHours() + 1, 0, 0, 0);
    else if (!minutes.has(moment.getUTCMinutes())) moment.setUTCMinutes(moment.getUTCMinutes() + 1);
    else return moment.getTime();
  }
  throw new Error(`${expression} is never due within five years`);
}

function values(
  field: string,
  [low, high]: readonly [number, number],
  names: readonly string[],
  expression: string,
): Set<number> {
  const number = (text: string): number => {
    const index = names.indexOf(text.toUpperCase());
    const value = index >= 0 ? index + 1 : Number(text);
    if (!Number.isInteger(value) || value < low || value > high)
      throw new Error(`the local cloud does not know "${field}" in ${expression}`);
    return value;
  };
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '*', step] = part.split('/');
    const [from = '*', to] = range.split('-');
    const start = from === '*' || from === '?' ? low : number(from);
    const isOpen = from === '*' || from === '?' || (step !== undefined && to === undefined);
    const end = to !== undefined ? number(to) : isOpen ? high : start;
    for (let value = start; value <= end; value += Number(step ?? 1)) found.add(value);
  }
  return found;
}
