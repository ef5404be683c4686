import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isGoodEnd } from '#adapters/jira/good-ends.ts';
import { startJira, type JiraStandIn } from '#simulators/jira/start-jira.ts';
import type { Workflow } from '#simulators/jira/project.ts';
import { channelTo, to } from './jira-site.ts';
import { stoppedTrail } from './stopped-trail.ts';

/** A transition and the status that it leads to, which counts as done unless it says otherwise. */
type Way = readonly [
  transition: string,
  status: string,
  more?: { readonly resolution?: true; readonly open?: true },
];

/** A workflow, and the status in which a ticket ends; `undefined`: it is left to a person. */
interface Case {
  readonly called: string;
  readonly ways: readonly Way[];
  readonly ends: string | undefined;
  readonly done?: readonly string[];
}

const cases: readonly Case[] = [
  { called: 'simplified', ways: [['Done', 'Done']], ends: 'Done' },
  {
    called: 'classic',
    ways: [
      ['Resolve Issue', 'Resolved', { resolution: true }],
      ['Close Issue', 'Closed', { resolution: true }],
    ],
    ends: 'Resolved',
  },
  {
    called: 'service management',
    ways: [
      ['Cancel request', 'Canceled'],
      ['Resolve this issue', 'Resolved', { resolution: true }],
    ],
    ends: 'Resolved',
  },
  {
    called: 'vulnerabilities: the false end first',
    ways: [
      ['Mark as false positive', 'False Positive'],
      ['Remediate', 'Remediated'],
    ],
    ends: 'Remediated',
  },
  {
    called: 'vulnerabilities: the false end goes to the same status',
    ways: [
      ['False positive', 'Closed'],
      ['Fixed', 'Closed'],
    ],
    ends: 'Closed',
  },
  { called: 'only a false end to a good status', ways: [['Accept risk', 'Closed']], ends: undefined },
  {
    called: 'risk register',
    ways: [
      ['Accept risk', 'Risk Accepted'],
      ['Close', 'Closed'],
    ],
    ends: 'Closed',
  },
  {
    called: 'exceptions',
    ways: [
      ['Exception', 'Exception'],
      ['Closed', 'Closed'],
    ],
    ends: 'Closed',
  },
  { called: 'exceptions only', ways: [['Grant exception', 'Exception granted']], ends: undefined },
  {
    called: "won't do first",
    ways: [
      ["Won't do", "Won't do"],
      ['Done', 'Done'],
    ],
    ends: 'Done',
  },
  {
    called: "won't fix without an apostrophe",
    ways: [
      ['Wont Fix', 'Wont Fix'],
      ['Fixed', 'Fixed'],
    ],
    ends: 'Fixed',
  },
  {
    called: 'not a bug',
    ways: [
      ['Not a bug', 'Not a bug'],
      ['Not reproducible', 'Not fixed'],
    ],
    ends: undefined,
  },
  {
    called: 'duplicates',
    ways: [
      ['Duplicate', 'Closed as duplicate'],
      ['Complete', 'Completed'],
    ],
    ends: 'Completed',
  },
  { called: 'archive', ways: [['Archive', 'Archived']], ends: undefined },
  { called: 'an end whose name says nothing', ways: [['Ship it', 'Released']], ends: undefined },
  {
    called: 'an end whose name says nothing, configured',
    ways: [['Ship it', 'Released']],
    done: ['released'],
    ends: 'Released',
  },
  {
    called: 'a transition, configured',
    ways: [
      ['Done', 'Done'],
      ['Sign off', 'Signed off'],
    ],
    done: ['Sign off'],
    ends: 'Signed off',
  },
  { called: 'two steps', ways: [['Start', 'In Progress', { open: true }]], ends: undefined },
  {
    called: 'an open status called resolved',
    ways: [
      ['Resolve', 'Resolved', { open: true }],
      ['Close', 'Closed'],
    ],
    ends: 'Closed',
  },
  {
    called: 'German',
    ways: [
      ['Ablehnen', 'Abgelehnt'],
      ['Ticket schließen', 'Geschlossen'],
    ],
    ends: 'Geschlossen',
  },
  {
    called: 'German, with a resolution',
    ways: [['Erledigen', 'Erledigt', { resolution: true }]],
    ends: 'Erledigt',
  },
  { called: 'German false end', ways: [['Falsch positiv', 'Geschlossen']], ends: undefined },
  {
    called: 'French',
    ways: [
      ['Faux positif', 'Faux positif'],
      ['Terminer', 'Terminé(e)'],
    ],
    ends: 'Terminé(e)',
  },
  {
    called: 'French refusal',
    ways: [
      ['Refuser', 'Refusé'],
      ['Risque accepté', 'Risque accepté'],
    ],
    ends: undefined,
  },
  {
    called: 'Spanish',
    ways: [
      ['Riesgo aceptado', 'Riesgo aceptado'],
      ['Resolver incidencia', 'Resuelta'],
    ],
    ends: 'Resuelta',
  },
  {
    called: 'Portuguese',
    ways: [
      ['Não corrigido', 'Não corrigido'],
      ['Concluir', 'Concluído'],
    ],
    ends: 'Concluído',
  },
  {
    called: 'Italian',
    ways: [
      ['Falso positivo', 'Chiuso'],
      ['Risolvi', 'Risolto'],
    ],
    ends: 'Risolto',
  },
  {
    called: 'Japanese',
    ways: [
      ['誤検知', '誤検知'],
      ['完了', '完了'],
    ],
    ends: '完了',
  },
  {
    called: 'Chinese',
    ways: [
      ['误报', '误报'],
      ['解决', '已解决'],
    ],
    ends: '已解决',
  },
  {
    called: 'Russian',
    ways: [
      ['Не исправлено', 'Не исправлено'],
      ['Закрыть', 'Закрыто'],
    ],
    ends: 'Закрыто',
  },
];

function workflowOf(ways: readonly Way[]): Workflow {
  const statuses = new Map(
    ways.map(([, status, more]) => [status, more?.open === true ? 'indeterminate' : 'done'] as const),
  );
  return {
    statuses: [
      { name: 'Open', category: 'new' },
      ...[...statuses].map(([name, category]) => ({ name, category }) as const),
    ],
    transitions: ways.map(([name, status, more]) => ({
      name,
      to: status,
      asksResolution: more?.resolution === true,
    })),
  };
}

let jira: JiraStandIn;
beforeAll(async () => {
  jira = await startJira({
    clock: { now: () => Date.parse('2026-11-21T12:00:00Z') },
    auth: { email: 'trailwarden@example.com', apiToken: 'secret' },
    projects: cases.map(({ ways }, at) => ({
      key: `W${at}`,
      issueTypes: ['Task'],
      workflow: workflowOf(ways),
    })),
  });
  jira.rates.on = false;
});
afterAll(() => jira.stop());

describe('a ticket whose incident is over ends, in a workflow', () => {
  it.each(cases.map((one, at) => ({ ...one, at })))('$called: $ends', async ({ at, ends, done = [] }) => {
    const channel = channelTo(jira, { done });
    const opened = await channel.open(to(`W${at}`), stoppedTrail(), `marker-${at}`);
    if (opened.kind !== 'done') throw new Error(JSON.stringify(opened));
    const finished = await channel.finish(opened.value, stoppedTrail());
    const { status, comments } = jira.issue(opened.value.ref);
    expect({ finished, status, asked: comments.length }).toEqual(
      ends === undefined
        ? { finished: { kind: 'done', value: 'left-open' }, status: 'Open', asked: 1 }
        : { finished: { kind: 'done', value: 'done' }, status: ends, asked: 0 },
    );
  });
});

it.each([
  'Unresolved',
  'Incomplete',
  'Done, risk accepted',
  'Closed - Exception',
  'Resolved?? no',
  'Ready',
  'Accepted',
  'Verified by nobody',
  '',
])('the name %j is not known to mean done', (name) => expect(isGoodEnd(name)).toBe(false));
