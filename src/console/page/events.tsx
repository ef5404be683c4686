import type { DecidedEvent } from '#ports/event-feed.ts';
import { usePage } from './store.ts';
import { Moment, Panel } from './words.tsx';

const decisions: Readonly<Record<DecidedEvent['decision'], string>> = {
  evaluate: 'look now',
  attempt: 'attempt',
  ignore: 'passed over',
};

/** Events as they come in, newest first, with what was decided and why. */
export function EventsPanel() {
  const events = usePage((page) => page.events);
  return (
    <Panel
      id="events"
      title="Events as they come in"
      aside={<span class="quiet">{events.length === 0 ? '' : `the last ${events.length}`}</span>}
    >
      {events.length === 0 && <p class="quiet">None came in the last hour.</p>}
      <ol class="events" tabIndex={0} aria-label="Events, newest first">
        {events.toReversed().map((event) => (
          <li key={event.id}>
            <Moment at={event.at} clockOnly />
            <span class={`badge ${event.decision}`}>{decisions[event.decision]}</span>
            <span>
              <code>{event.eventName ?? '(no name)'}</code>
              {event.accountId !== undefined && <span class="quiet"> {event.accountId}</span>}
              {event.region !== undefined && <span class="quiet"> {event.region}</span>}
              <span class="why">{event.reason}</span>
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
