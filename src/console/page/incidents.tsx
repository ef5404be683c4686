import type { IncidentLine } from '#console/model.ts';
import { openIncident } from './connect.ts';
import { usePage } from './store.ts';
import { Moment, Panel } from './words.tsx';

const statusWords: Readonly<Record<IncidentLine['status'], string>> = {
  open: 'open',
  whitelisted: 'accepted',
  resolved: 'over',
  closed: 'closed',
};

/** The severity or the status as a word in a colour of its own. */
export function Badge({ line }: { readonly line: Pick<IncidentLine, 'status' | 'severity'> }) {
  const word = line.status === 'open' ? line.severity : statusWords[line.status];
  return <span class={`badge ${line.status === 'open' ? line.severity : line.status}`}>{word}</span>;
}

/** The headline without its first word, which the badge says. */
export function withoutLabel(headline: string): string {
  const words = headline.replace(/^[A-Z][A-Z ]+: /, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** One incident of a list, which opens it. */
export function IncidentButton({
  line,
  current,
}: {
  readonly line: IncidentLine;
  readonly current: boolean;
}) {
  return (
    <button
      type="button"
      class="incident"
      aria-current={current ? 'true' : undefined}
      onClick={() => void openIncident(line.id)}
    >
      <Badge line={line} />
      <span class="incident-words">{withoutLabel(line.headline)}</span>
      <span class="quiet">
        <Moment at={line.openedAt} clockOnly />
        {line.told ? '' : ', daily report only'}
      </span>
    </button>
  );
}

/** All incidents that are not closed, newest first; those that are over follow. */
export function IncidentsPanel() {
  const incidents = usePage((page) => page.incidents);
  const opened = usePage((page) => page.opened);
  const open = incidents?.filter(({ status }) => status === 'open') ?? [];
  const others = incidents?.filter(({ status }) => status !== 'open') ?? [];
  const isCurrent = ({ id }: IncidentLine): boolean => opened?.kind === 'incident' && opened.id === id;
  return (
    <Panel
      id="incidents"
      title="Incidents"
      aside={<span class="quiet">{incidents === undefined ? '' : `${open.length} open`}</span>}
    >
      <div role="status" class="unseen">
        {open[0] === undefined ? '' : `${open.length} open. Newest: ${open[0].headline}`}
      </div>
      {incidents === undefined && <p class="quiet">Reading …</p>}
      {incidents?.length === 0 && <p class="quiet">None is known.</p>}
      <ul class="list">
        {[...open, ...others].map((line) => (
          <li key={line.id}>
            <IncidentButton line={line} current={isCurrent(line)} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
