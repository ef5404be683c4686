import type { CallRecord, Fault, FaultChoice } from '#simulators/aws-cloud/gateway.ts';
import type { JiraCall } from '#simulators/jira/call.ts';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import type { SlackCall } from '#simulators/slack/call.ts';
import type { Fate } from '#simulators/stand-in/server.ts';
import type { Harm, Point } from './point.ts';

/** Observes every outside call of the functions, counts them by name, and can strike one of them. */
export interface OutsideCalls {
  /** For the local cloud's `fault`. */
  readonly fault: Fault;
  /** Also observes the calls to Slack and Jira; called once, after the start. */
  attach(rehearsal: Rehearsal): void;
  /** Counts from zero again, and strikes when `strike.point` comes. */
  begin(strike?: Strike): void;
  /** Stops counting and striking. */
  end(): void;
  /** How often each call was made from `begin` to `end`. */
  readonly counts: ReadonlyMap<string, number>;
  /** Whether the strike has happened. */
  readonly struck: boolean;
  /** Ends every process that made a call, so that the next invocations start new ones. */
  endProcesses(functionName?: string): void;
}

/** Which call is struck, and how. */
export interface Strike {
  readonly point: Point;
  readonly harm: Harm;
}

/** Longer than any client of ours waits for an answer, in real milliseconds. */
const longerThanAnyWait = 4000;

/** A call's name, without parts that differ between accounts and incidents. */
const anonymous = (text: string): string =>
  text.replace(/\d{12}|[A-Z]+-\d+|\bF\d{9}\b/g, '*').replace(/\b[0-9a-f-]{36}\S*/g, '*');

const onGateway: Readonly<Record<Harm, FaultChoice>> = {
  'killed before': 'kill-caller',
  'killed after': 'kill-caller',
  'call lost': 'lose-answer',
  'answer lost': 'lose-answer',
  'no answer': 'hold-answer',
};

function nameOf({ functionName, service, operation, region, resource }: CallRecord): string {
  const where = service === 'cloudtrail' ? region : resource.split(/[:/]/).at(-1);
  return anonymous(`${functionName ?? ''} ${service}:${operation} ${where ?? ''}`);
}

/** Counts calls by name, and knows which one is to be struck. */
function counter() {
  const counts = new Map<string, number>();
  const state: { strike?: Strike | undefined; struck: boolean; counting: boolean } = {
    struck: false,
    counting: false,
  };
  return {
    counts,
    state,
    begin: (strike?: Strike): void => {
      counts.clear();
      Object.assign(state, { strike, struck: false, counting: true });
    },
    /** Counts a call; answers the harm if it is the one to be struck. */
    count: (name: string): Harm | undefined => {
      if (!state.counting) return undefined;
      const nth = (counts.get(name) ?? 0) + 1;
      counts.set(name, nth);
      const { strike, struck } = state;
      if (struck || strike?.point.call !== name || strike.point.nth !== nth) return undefined;
      state.struck = true;
      return strike.harm;
    },
  };
}

/** Remembers which processes made calls, and can end them. */
function processList() {
  const names = new Map<string, string>();
  const hands: { kill: (processId: string) => void } = { kill: () => undefined };
  return {
    names,
    hands,
    end: (functionName?: string): void => {
      for (const [id, name] of names) if (functionName === undefined || name === functionName) hands.kill(id);
    },
  };
}

/** A watch over one rehearsal's calls. */
export function watchOutsideCalls(): OutsideCalls {
  const { counts, state, begin, count } = counter();
  const processes = processList();
  let marked: { readonly record: CallRecord; readonly harm: Harm } | undefined;

  async function fate(functionName: string, name: string): Promise<Fate> {
    const harm = count(`${functionName} ${name}`);
    if (harm === undefined) return 'serve';
    // A stand-in cannot tell which process called: all processes of that function are ended, and those of the daily
    // round, which makes the same calls.
    if (harm === 'killed before' || harm === 'killed after')
      for (const name of [functionName, 'reconcileDay']) processes.end(name);
    if (harm === 'no answer') await new Promise((resolve) => setTimeout(resolve, longerThanAnyWait).unref());
    return harm === 'killed after' || harm === 'answer lost' ? 'drop-after' : 'drop-before';
  }
  return {
    counts,
    begin,
    get struck() {
      return state.struck;
    },
    end: () => void (state.counting = false),
    endProcesses: processes.end,
    fault: (record, phase) => {
      if (record.functionName === undefined || record.processId === undefined) return 'pass';
      if (phase === 'after') return marked?.record === record ? onGateway[marked.harm] : 'pass';
      processes.names.set(record.processId, record.functionName);
      const harm = count(nameOf(record));
      if (harm === undefined) return 'pass';
      if (harm === 'killed before' || harm === 'call lost') return onGateway[harm];
      marked = { record, harm };
      return 'pass';
    },
    attach: ({ cloud, slack, jira }) => {
      processes.hands.kill = (processId) => cloud.functions.kill(processId);
      slack.hook = ({ method }: SlackCall) => fate('reportToSlack', `slack:${anonymous(method)}`);
      jira.hook = ({ method, path }: JiraCall) => fate('reportToJira', `jira:${method} ${anonymous(path)}`);
    },
  };
}
