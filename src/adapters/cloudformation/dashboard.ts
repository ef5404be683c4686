import type { Watched } from './alarms.ts';
import type { Resource } from './template.ts';
import { sub } from './template.ts';

/** What the dashboard shows: the functions and queues that are watched, and the metrics under one service name. */
export interface Shown extends Pick<Watched, 'functions' | 'deadLetters' | 'service'> {
  readonly name: string;
  readonly queues: Watched['queues'];
}

type Metric = readonly (string | object)[];
interface Graph {
  readonly title: string;
  readonly metrics: readonly Metric[];
  readonly stat: 'Sum' | 'Maximum' | 'p90';
  /** Seconds. */
  readonly period: number;
}

const [fiveMinutes, hour, day] = [300, 3600, 86_400];
const perRow = 3;
const [width, height] = [8, 6];

// References that Fn::Sub resolves in the dashboard's body.
const nameOf = (id: string): string => `\${${id}}`;
const queueNameOf = (id: string): string => `\${${id}.QueueName}`;

function incidentGraphs({ service }: Shown): readonly Graph[] {
  const own = (...names: readonly string[]): Metric[] =>
    names.map((name) => ['Trailwarden', name, 'service', service]);
  const graph = (title: string, metrics: readonly Metric[], stat: Graph['stat'], period: number): Graph => ({
    title,
    metrics,
    stat,
    period,
  });
  return [
    graph('Incidents a day', own('IncidentsOpened', 'IncidentsResolved'), 'Sum', day),
    graph('Minutes without a record, all accounts and Regions together', own('BlindMinutes'), 'Sum', day),
    graph('Time to detect and to resolve, in seconds', own('TimeToDetect', 'TimeToResolve'), 'p90', day),
    graph('From the call to the message, in milliseconds', own('DetectionLatency'), 'p90', hour),
    graph('Messages and tickets', own('Messages', 'Tickets'), 'Sum', hour),
    graph('Hours since the last sweep', own('HoursSinceSweep'), 'Maximum', hour),
  ];
}

function ownGraphs({ functions, queues, deadLetters }: Shown): readonly Graph[] {
  const ofQueues = (metric: string, ids: readonly string[]): Metric[] =>
    ids.map((id) => ['AWS/SQS', metric, 'QueueName', queueNameOf(id), { label: id }]);
  const failures = functions.map((id): Metric => [
    'AWS/Lambda',
    'Errors',
    'FunctionName',
    nameOf(id),
    { label: id.replace('LambdaFunction', '') },
  ]);
  const given = ofQueues('ApproximateNumberOfMessagesVisible', deadLetters);
  const ages = ofQueues('ApproximateAgeOfOldestMessage', Object.keys(queues));
  return [
    { title: 'What was given up', metrics: given, stat: 'Maximum', period: fiveMinutes },
    { title: 'Age of the oldest message, in seconds', metrics: ages, stat: 'Maximum', period: fiveMinutes },
    { title: 'Failures of functions', metrics: failures, stat: 'Sum', period: fiveMinutes },
  ];
}

/** A CloudWatch dashboard: incidents and how long they lasted, the telling, and the state of Trailwarden itself. */
export function dashboard(shown: Shown): Readonly<Record<string, Resource>> {
  const widgets = [...incidentGraphs(shown), ...ownGraphs(shown)].map(
    ({ title, metrics, stat, period }, index) => ({
      type: 'metric',
      x: (index % perRow) * width,
      y: Math.floor(index / perRow) * height,
      width,
      height,
      properties: { title, metrics, stat, period, view: 'timeSeries', region: '${AWS::Region}' },
    }),
  );
  const Properties = { DashboardName: shown.name, DashboardBody: sub(JSON.stringify({ widgets })) };
  return { Dashboard: { Type: 'AWS::CloudWatch::Dashboard', Properties } };
}
