import { useAct, Answer, useAnswer } from './acts.tsx';
import { usePage } from './store.ts';
import { useNow } from './now.ts';
import { lasting, Panel, Paragraphs, Words } from './words.tsx';
import type { AcceptanceView, DeadLetterView, HealthView } from '#console/model.ts';

function Numbers({ health }: { readonly health: HealthView }) {
  const now = useNow();
  const { heartbeats, looks, queues } = health;
  return (
    <dl class="numbers">
      <div>
        <dt>Heartbeats</dt>
        <dd>
          {heartbeats.lastAt === undefined
            ? 'none ever came'
            : `${heartbeats.places} places, the last ${lasting(now - heartbeats.lastAt)} ago`}
        </dd>
      </div>
      <div>
        <dt>Rules looked at</dt>
        <dd>
          {looks.oldestAt === undefined
            ? 'no look yet'
            : `${looks.accounts} accounts, the oldest look ${lasting(now - looks.oldestAt)} ago`}
        </dd>
      </div>
      {queues.map(({ name, waiting }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{waiting === 0 ? 'empty' : `${waiting} waiting`}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The detector's own health: what the last sweep covered, what is missing, heartbeats, rules and queues. */
export function HealthPanel() {
  const health = usePage((page) => page.health);
  return (
    <Panel id="health" title="The detector itself">
      {!health ? (
        <p class="quiet">Reading …</p>
      ) : (
        <>
          <Paragraphs sentences={health.lead} />
          {health.remarks.length > 0 && (
            <div class="remarks">
              <Paragraphs sentences={health.remarks} />
            </div>
          )}
          <Numbers health={health} />
        </>
      )}
    </Panel>
  );
}

function Letter({ letter }: { readonly letter: DeadLetterView }) {
  const [replay, drop] = [useAct('replay'), useAct('drop')];
  const { answer, busy, ask } = useAnswer();
  const about = { queue: letter.queue, ...(letter.id === undefined ? {} : { id: letter.id }) };
  return (
    <li>
      <p>
        <Words sentence={letter.words} />
      </p>
      {replay && (
        <button type="button" disabled={busy} onClick={() => void ask({ act: 'replay', ...about })}>
          Replay
        </button>
      )}
      {drop && letter.id !== undefined && (
        <button type="button" disabled={busy} onClick={() => void ask({ act: 'drop', ...about })}>
          Drop
        </button>
      )}
      <Answer answer={answer} />
    </li>
  );
}

/** What could not be handled, in words, with replay where this console can. */
export function DeadLettersPanel() {
  const letters = usePage((page) => page.letters);
  return (
    <Panel id="dead-letters" title="Dead letters">
      {letters.length === 0 && <p class="quiet">None.</p>}
      <ul class="list">
        {letters.map((letter) => (
          <Letter key={`${letter.queue} ${letter.id ?? ''}`} letter={letter} />
        ))}
      </ul>
    </Panel>
  );
}

function Acceptance({ acceptance }: { readonly acceptance: AcceptanceView }) {
  const unaccept = useAct('unaccept');
  const { answer, busy, ask } = useAnswer();
  return (
    <li>
      <p>
        <Words sentence={acceptance.words} />
      </p>
      {unaccept && acceptance.revocable && (
        <button
          type="button"
          disabled={busy}
          onClick={() => void ask({ act: 'unaccept', id: acceptance.id })}
        >
          Take back
        </button>
      )}
      <Answer answer={answer} />
    </li>
  );
}

/** What is accepted as known: from whitelist.json and at run time. */
export function AcceptancesPanel() {
  const acceptances = usePage((page) => page.acceptances);
  return (
    <Panel id="acceptances" title="Accepted as known">
      {acceptances.length === 0 && <p class="quiet">Nothing.</p>}
      <ul class="list">
        {acceptances.map((acceptance, index) => (
          <Acceptance key={`${acceptance.id} ${index}`} acceptance={acceptance} />
        ))}
      </ul>
    </Panel>
  );
}
