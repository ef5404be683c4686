import { useMemo, useState } from 'preact/hooks';
import type { LegendEntry, MapView } from '#console/model.ts';
import { marks } from './draw-map.ts';
import { HeatMap } from './heat-map.tsx';
import { countsOf, rowsShown } from './state.ts';
import { usePage } from './store.ts';
import { Panel } from './words.tsx';

/** The mark of a state as the map paints it. */
export function Mark({ state }: { readonly state: LegendEntry['state'] }) {
  return (
    <svg class={`mark ${state}`} viewBox="-4 -4 18 18" width="18" height="18" aria-hidden="true">
      <rect x="-4" y="-4" width="18" height="18" rx="2" />
      {marks[state].map(([x1, y1, x2, y2], index) => (
        <line key={index} x1={x1} y1={y1} x2={x2} y2={y2} />
      ))}
    </svg>
  );
}

const thousands = (number: number): string => number.toLocaleString('en-GB');

interface LegendProps {
  readonly map: MapView;
  readonly counts: readonly number[];
  readonly state: number | undefined;
  readonly choose: (state: number | undefined) => void;
}

/** The states that occur, with their numbers of places. */
function Legend({ map, counts, state, choose }: LegendProps) {
  return (
    <div class="legend" role="group" aria-label="Places by state; press one to show its accounts only">
      {map.legend.map((entry, index) =>
        counts[index] === 0 && state !== index ? null : (
          <button
            key={entry.state}
            type="button"
            class="chip"
            title={entry.meaning}
            aria-pressed={state === index}
            onClick={() => choose(state === index ? undefined : index)}
          >
            <Mark state={entry.state} />
            <b>{thousands(counts[index] ?? 0)}</b> {entry.title}
          </button>
        ),
      )}
    </div>
  );
}

/** The map with its legend: numbers of places by state, which also choose what is shown. */
export function OrganizationPanel() {
  const map = usePage((page) => page.map);
  const [text, setText] = useState('');
  const [state, setState] = useState<number | undefined>();
  const [worstFirst, setWorstFirst] = useState(true);
  const counts = useMemo(() => (map ? countsOf(map) : []), [map]);
  const shown = useMemo(
    () => (map ? rowsShown(map, { text, state, worstFirst }) : []),
    [map, text, state, worstFirst],
  );
  if (!map)
    return (
      <Panel id="map" title="Where it is recorded">
        <p class="quiet">Reading accounts, Regions and issues …</p>
      </Panel>
    );
  const places = counts.reduce((sum, count) => sum + count, 0);
  return (
    <Panel
      id="map"
      title="Where it is recorded"
      aside={
        <span class="quiet">
          {thousands(map.accounts.length)} accounts × {map.regions.length} Regions
        </span>
      }
    >
      <Legend map={map} counts={counts} state={state} choose={setState} />
      <div class="tools">
        <label>
          <span>Find an account</span>
          <input
            type="search"
            value={text}
            placeholder="name or id"
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={worstFirst}
            onChange={({ currentTarget }) => setWorstFirst(currentTarget.checked)}
          />
          <span>Worst first</span>
        </label>
        <span class="quiet" role="status">
          {shown.length === map.accounts.length
            ? `${thousands(places)} places`
            : `${thousands(shown.length)} of ${thousands(map.accounts.length)} accounts`}
        </span>
      </div>
      {shown.length === 0 ? <p class="quiet">No account matches.</p> : <HeatMap map={map} shown={shown} />}
    </Panel>
  );
}
