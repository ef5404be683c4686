import { useState } from 'preact/hooks';
import type { DeedView } from '#console/model.ts';
import { Answer, useAnswer } from './acts.tsx';
import { useNow } from './now.ts';
import { usePage } from './store.ts';
import { lasting, moment, Panel } from './words.tsx';

const timeNames: Readonly<Record<keyof DeedView['times'], string>> = {
  slack: 'Slack',
  jira: 'Jira',
  resolvedSlack: 'over in Slack',
  resolvedJira: 'over in Jira',
};

function Times({ times }: Pick<DeedView, 'times'>) {
  const all = Object.entries(timeNames).flatMap(([name, title]) => {
    const time = times[name as keyof DeedView['times']];
    return time === undefined ? [] : [`${title} ${lasting(time)}`];
  });
  return all.length === 0 ? null : <span class="times">{all.join(' · ')}</span>;
}

function Deed({ deed }: { readonly deed: DeedView }) {
  const { answer, busy, ask } = useAnswer();
  const isBusy = busy || deed.state === 'attacking' || deed.state === 'repairing';
  const isDone = deed.repairable && (deed.state === 'attacked' || deed.state === 'repairing');
  return (
    <li class={`deed ${deed.state}`}>
      <span class="deed-words">
        <b>{deed.title}</b>
        <span class="quiet">
          <code>{deed.calls}</code> in {deed.accountName}
        </span>
        <Times times={deed.times} />
        {deed.state !== 'ready' && deed.expected === undefined && (
          <span class="times">no message: it is looked at, and nothing is lost</span>
        )}
      </span>
      <button
        type="button"
        class={isDone ? 'repair' : 'attack'}
        aria-label={`${isDone ? 'Repair' : 'Attack'}: ${deed.title}`}
        // Not `disabled`, which would take the keyboard's focus away.
        aria-disabled={isBusy}
        onClick={() => {
          if (!isBusy) void ask({ act: isDone ? 'repair' : 'attack', id: deed.id });
        }}
      >
        {isDone ? 'Repair' : 'Attack'}
      </button>
      {answer?.done === false && <Answer answer={answer} />}
    </li>
  );
}

const passages = [
  ['1 minute', 60_000],
  ['5 minutes', 300_000],
  ['1 hour', 3_600_000],
] as const;

function Clock() {
  const { ask, busy } = useAnswer();
  const passing = usePage((page) => page.clock.passing);
  const now = useNow();
  const isPassing = busy || passing !== undefined;
  return (
    <div class="clock" role="group" aria-label="The clock of the simulated cloud">
      <span>{moment(now)}</span>
      <span role="status">{passing ?? ''}</span>
      {passages.map(([title, milliseconds]) => (
        <button
          key={title}
          type="button"
          disabled={isPassing}
          onClick={() => void ask({ act: 'pass', milliseconds })}
        >
          +{title}
        </button>
      ))}
      <button type="button" disabled={isPassing} onClick={() => void ask({ act: 'sweep' })}>
        Daily sweep
      </button>
    </div>
  );
}

/** The attacker's side: every attack and its repair. */
export function AttackerPanel() {
  const all = usePage((page) => page.deeds);
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const shown = all.filter(({ title, calls }) => `${title} ${calls}`.toLowerCase().includes(wanted));
  return (
    <Panel id="attacker" title="Attack" aside={<span class="quiet">{all.length} ways</span>}>
      <Clock />
      <label class="find">
        <span class="unseen">Find an attack</span>
        <input
          type="search"
          placeholder="Find an attack, e.g. StopLogging"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <div class="deeds" tabIndex={0} role="region" aria-label="Attacks">
        {[...Map.groupBy(shown, ({ group }) => group)].map(([group, deeds]) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <ul class="list">
              {deeds.map((deed) => (
                <Deed key={deed.id} deed={deed} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Panel>
  );
}
