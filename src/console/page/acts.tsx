import { useState } from 'preact/hooks';
import type { ActAnswer, ActName, IncidentLine, PlaceDetail } from '#console/model.ts';
import { act } from './connect.ts';
import { usePage } from './store.ts';

/** Whether this console can carry out an act. */
export function useAct(name: ActName): boolean {
  return usePage((page) => page.about?.acts.includes(name) === true);
}

/** Carries out an act once, and keeps its answer. */
export function useAnswer() {
  const [answer, setAnswer] = useState<ActAnswer | undefined>();
  const [busy, setBusy] = useState(false);
  const ask = async (asked: Readonly<Record<string, unknown>>): Promise<ActAnswer> => {
    setBusy(true);
    const answered = await act(asked).catch((error: unknown): ActAnswer => {
      // The console was ended, or the network broke.
      return { done: false, words: `The console did not answer: ${String(error)}` };
    });
    setBusy(false);
    setAnswer(answered);
    return answered;
  };
  return { answer, busy, ask };
}

/** What became of an act, read out by screen readers. */
export function Answer({ answer }: { readonly answer: ActAnswer | undefined }) {
  return (
    <p role="status" class={answer === undefined ? 'answer unseen' : answer.done ? 'answer' : 'answer fault'}>
      {answer?.words ?? ''}
    </p>
  );
}

const days = [1, 7, 30, 90] as const;

function AcceptForm({ about }: { readonly about: Readonly<Record<string, unknown>> }) {
  const { answer, busy, ask } = useAnswer();
  const [reason, setReason] = useState('');
  const [length, setLength] = useState('7');
  return (
    <details class="accept">
      <summary>Accept it as known</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void ask({ act: 'accept', ...about, reason, days: Number(length) });
        }}
      >
        <label>
          <span>Because</span>
          <input
            required
            maxLength={200}
            value={reason}
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </label>
        <label>
          <span>For</span>
          <select value={length} onChange={({ currentTarget }) => setLength(currentTarget.value)}>
            {days.map((number) => (
              <option key={number} value={number}>
                {number === 1 ? 'a day' : `${number} days`}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" disabled={busy}>
          Accept
        </button>
      </form>
      <Answer answer={answer} />
    </details>
  );
}

/** The acts on an incident or a place, as far as this console can carry them out. */
export function ActsOn(on: { readonly incident?: IncidentLine; readonly place?: PlaceDetail }) {
  const [recheck, accept] = [useAct('recheck'), useAct('accept')];
  const { answer, busy, ask } = useAnswer();
  const about = on.incident
    ? { incident: on.incident.id }
    : { account: on.place?.account ?? '', region: on.place?.region ?? '' };
  if (!recheck && !accept) return null;
  return (
    <div class="acts">
      {recheck && (
        <button type="button" disabled={busy} onClick={() => void ask({ act: 'recheck', ...about })}>
          Check again
        </button>
      )}
      {recheck && <Answer answer={answer} />}
      {accept && on.incident?.status === 'open' && <AcceptForm about={about} />}
    </div>
  );
}
