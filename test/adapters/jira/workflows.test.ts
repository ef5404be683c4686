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
  more?: {
    readonly resolution?: true;
    readonly open?: true;
    readonly byDefault?: string;
    readonly field?: string;
    readonly refused?: true;
  },
];

/** A workflow, and the status in which a ticket ends; `undefined`: it is left to a person. */
interface Case {
  readonly called: string;
  readonly ways: readonly Way[];
  readonly ends: string | undefined;
  readonly done?: readonly string[];
  /** The resolution that the ticket has then. */
  readonly resolution?: string;
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
    resolution: 'Done',
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
  {
    called: 'a typographic apostrophe',
    ways: [
      ['Won’t do', 'Closed'],
      ['Done', 'Done'],
    ],
    ends: 'Done',
  },
  { called: 'an unknown transition to a good status', ways: [['Dismiss', 'Closed']], ends: undefined },
  {
    called: 'an unknown transition, whose status is configured',
    ways: [['Ship it', 'Closed']],
    ends: 'Closed',
    done: ['closed'],
  },
  {
    called: 'a false end to a configured status',
    ways: [['Decline', 'Closed']],
    ends: undefined,
    done: ['closed'],
  },
  {
    called: 'a false end before the good one to a configured status',
    ways: [
      ['Mark as noise', 'Closed'],
      ['Fix', 'Closed'],
    ],
    ends: 'Closed',
    done: ['Closed'],
  },
  {
    called: 'a resolution that Jira would set by itself',
    ways: [['Close', 'Closed', { byDefault: "Won't Do" }]],
    ends: 'Closed',
    resolution: 'Done',
  },
  {
    called: 'a screen that requires another field',
    ways: [
      ['Close', 'Closed', { field: 'customfield_10010' }],
      ['Done', 'Done'],
    ],
    ends: 'Done',
  },
  {
    called: 'a screen that requires another field, alone',
    ways: [['Close', 'Closed', { field: 'customfield_10010' }]],
    ends: undefined,
  },
  {
    called: 'a validator refuses the first way',
    ways: [
      ['Close', 'Closed', { refused: true }],
      ['Done', 'Done'],
    ],
    ends: 'Done',
  },
  {
    called: 'a validator refuses every way',
    ways: [['Close', 'Closed', { refused: true }]],
    ends: undefined,
  },
  {
    called: 'Polish',
    ways: [
      ['Odrzuć', 'Odrzucone'],
      ['Zamknij', 'Zamknięte'],
    ],
    ends: 'Zamknięte',
  },
  {
    called: 'Polish rejection to closed',
    ways: [
      ['Odrzuć', 'Zamknięte'],
      ['Akceptuj ryzyko', 'Zamknięte'],
    ],
    ends: undefined,
  },
  {
    called: 'Dutch',
    ways: [
      ['Afwijzen', 'Afgewezen'],
      ['Als gereed markeren', 'Gereed'],
    ],
    ends: 'Gereed',
  },
  {
    called: 'Dutch: nothing wrong',
    ways: [
      ['Geen fout', 'Gesloten'],
      ['Risico aanvaarden', 'Gesloten'],
    ],
    ends: undefined,
  },
  {
    called: 'Korean',
    ways: [
      ['반려', '반려됨'],
      ['완료', '완료'],
    ],
    ends: '완료',
  },
  { called: 'Korean rejection to closed', ways: [['기각', '닫힘']], ends: undefined },
  {
    called: 'Turkish',
    ways: [
      ['Reddet', 'Reddedildi'],
      ['Kapat', 'Kapatıldı'],
    ],
    ends: 'Kapatıldı',
  },
  { called: 'Turkish cancellation to closed', ways: [['İptal et', 'Kapatıldı']], ends: undefined },
  {
    called: 'German rejections to closed',
    ways: [
      ['Zurückweisen', 'Geschlossen'],
      ['Kein Fehler', 'Geschlossen'],
      ['Ohne Maßnahme schließen', 'Geschlossen'],
    ],
    ends: undefined,
  },
  {
    called: 'Swedish',
    ways: [
      ['Avvisa', 'Stängd'],
      ['Stäng', 'Stängd'],
    ],
    ends: 'Stängd',
  },
  { called: 'Danish', ways: [['Afvis', 'Lukket']], ends: undefined },
  {
    called: 'Finnish',
    ways: [
      ['Hylkää', 'Suljettu'],
      ['Sulje', 'Suljettu'],
    ],
    ends: 'Suljettu',
  },
  {
    called: 'Czech',
    ways: [
      ['Zamítnout', 'Uzavřeno'],
      ['Vyřešit', 'Vyřešeno'],
    ],
    ends: 'Vyřešeno',
  },
  {
    called: 'Hungarian',
    ways: [
      ['Elutasítás', 'Lezárva'],
      ['Lezárás', 'Lezárva'],
    ],
    ends: 'Lezárva',
  },
  {
    called: 'Vietnamese, which is not known',
    ways: [
      ['Từ chối', 'Đã đóng'],
      ['Đóng', 'Đã đóng'],
    ],
    ends: undefined,
  },
  {
    called: 'French without action',
    ways: [
      ['Classer sans suite', 'Fermé'],
      ['Marquer comme terminé(e)', 'Terminé(e)'],
    ],
    ends: 'Terminé(e)',
  },
  { called: 'Italian, discarded to closed', ways: [['Scarta', 'Chiuso']], ends: undefined },
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
      ...(more?.byDefault === undefined ? {} : { defaultResolution: more.byDefault }),
      ...(more?.field === undefined ? {} : { asksField: more.field }),
      ...(more?.refused === undefined ? {} : { isRefused: more.refused }),
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
  it.each(cases.map((one, at) => ({ ...one, at })))(
    '$called: $ends',
    async ({ at, ends, done = [], resolution }) => {
      const channel = channelTo(jira, { done });
      const opened = await channel.open(to(`W${at}`), stoppedTrail(), `marker-${at}`);
      if (opened.kind !== 'done') throw new Error(JSON.stringify(opened));
      const finished = await channel.finish(opened.value, stoppedTrail());
      const { status, comments, fields } = jira.issue(opened.value.ref);
      if (resolution !== undefined) expect(fields['resolution']).toBe(resolution);
      expect({ finished, status, asked: comments.length }).toEqual(
        ends === undefined
          ? { finished: { kind: 'done', value: 'left-open' }, status: 'Open', asked: 1 }
          : { finished: { kind: 'done', value: 'done' }, status: ends, asked: 0 },
      );
    },
  );
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
