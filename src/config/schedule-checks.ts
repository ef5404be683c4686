import type { Fault, Path } from './fault.ts';
import { printFound } from './fault.ts';
import type { MainDocument } from './main-document.ts';

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words?: readonly string[];
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** The six fields of a cron expression of EventBridge (EventBridge user guide, cron expressions). */
const fields: readonly Field[] = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day of the month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12, words: months },
  { name: 'day of the week', least: 1, most: 7, words: weekdays },
  { name: 'year', least: 1970, most: 2199 },
];

/** The fields in which a list, a range or a step may be written differently: the last day, and the n-th weekday. */
const special = /^(?:L|LW|\d{1,2}W|\dL|(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)#[1-5])$/i;

function numberOf(text: string, { least, most, words = [] }: Field): number | undefined {
  const at = words.indexOf(text.toUpperCase());
  const number = at >= 0 ? at + least : /^\d+$/.test(text) ? Number(text) : NaN;
  return number >= least && number <= most ? number : undefined;
}

function isItem(item: string, field: Field): boolean {
  const [range = '', step, ...rest] = item.split('/');
  if (rest.length > 0 || (step !== undefined && !(Number(step) >= 1 && Number.isInteger(Number(step)))))
    return false;
  if (range === '*') return true;
  const ends = range.split('-').map((end) => numberOf(end, field));
  return ends.length <= 2 && ends.every((end) => end !== undefined);
}

/** The field of a cron expression that AWS would refuse, in words; undefined where it takes all. */
function wrongField(expression: string): string | undefined {
  const texts = expression.slice('cron('.length, -1).split(' ');
  const wrong = fields.findIndex((field, index) => {
    const text = texts[index] ?? '';
    const isDay = index === 2 || index === 4;
    if (isDay && (text === '?' || special.test(text))) return false;
    return !text.split(',').every((item) => isItem(item, field));
  });
  const field = fields[wrong];
  if (field === undefined) return undefined;
  const { name, least, most } = field;
  return `${name === 'hour' ? 'an' : 'a'} ${name} from ${least} to ${most}, not "${texts[wrong] ?? ''}"`;
}

/** Whether a schedule, which AWS takes, runs at least once a day. */
function isDaily(schedule: string): boolean {
  const [, number = '', unit = ''] = /^rate\((\d+) (\w+)\)$/.exec(schedule) ?? [];
  if (unit !== '')
    return unit.startsWith('day')
      ? Number(number) === 1
      : unit.startsWith('hour')
        ? Number(number) <= 24
        : Number(number) <= 1440;
  const [, , day = '', month = '', weekday = '', year = ''] = schedule.slice('cron('.length, -1).split(' ');
  const everyDay = [day, weekday].every((text) => text === '*' || text === '?');
  return everyDay && month === '*' && year === '*';
}

function faultAt(path: Path, found: string, expected: string, remedy: string): Fault {
  return { file: 'config.json', path, found: printFound(found), expected, remedy };
}

/** Schedules that AWS would refuse, and a sweep that comes less often than its alarm allows. */
export function checkSchedules({ schedules }: MainDocument): readonly Fault[] {
  const named = (['sweep', 'report'] as const).map((key) => ({ key, schedule: schedules[key] }));
  return named.flatMap(({ key, schedule }) => {
    const path = ['schedules', key];
    const wrong = schedule.startsWith('cron(') ? wrongField(schedule) : undefined;
    if (wrong !== undefined)
      return [
        faultAt(path, schedule, wrong, 'The fields are minute, hour, day, month, weekday, year; in UTC.'),
      ];
    if (isDaily(schedule)) return [];
    const why =
      key === 'sweep'
        ? 'a sweep at least once a day: after 26 hours without one an alarm says that the sweep does not run'
        : 'a report every day: it compares what was told with what is known, and mends it';
    return [
      faultAt(
        path,
        schedule,
        why,
        'Write "rate(1 day)", or a cron expression with * for day, month and year.',
      ),
    ];
  });
}
