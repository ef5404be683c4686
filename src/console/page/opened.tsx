import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { IncidentDetail, PlaceDetail } from '#console/model.ts';
import { ActsOn } from './acts.tsx';
import { openIncident, openPlace } from './connect.ts';
import { Badge, IncidentButton, withoutLabel } from './incidents.tsx';
import { open, usePage } from './store.ts';
import { Command, Link, Moment, Paragraphs, Words } from './words.tsx';

function Facts({ detail }: { readonly detail: IncidentDetail }) {
  return (
    <dl class="facts">
      {detail.announcement.facts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <Words sentence={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Timeline({ detail }: { readonly detail: IncidentDetail }) {
  return (
    <ol class="timeline">
      {detail.timeline.map(({ at, kind, words }, index) => (
        <li key={index} class={kind}>
          <Moment at={at} clockOnly />
          <span>
            <Words sentence={words} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** The recorded calls, field by field, as the evidence that they are. */
function Evidence({ detail }: { readonly detail: IncidentDetail }) {
  if (detail.causes.length === 0) return <p class="quiet">No recorded call is known to be its cause.</p>;
  return (
    <>
      {detail.causes.map((cause) => (
        <details key={cause.eventId}>
          <summary>
            <code>{cause.eventName}</code> {cause.at !== undefined && <Moment at={cause.at} />}
          </summary>
          <pre tabIndex={0} role="region" aria-label={`The record of ${cause.eventName}`}>
            {JSON.stringify(cause, null, 2)}
          </pre>
        </details>
      ))}
    </>
  );
}

function Affected({ detail: { announcement } }: { readonly detail: IncidentDetail }) {
  const { affected, affectedLeftOut } = announcement;
  if (affected.length === 0) return null;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Account</th>
          <th scope="col">Regions</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {affected.map(({ account, others = [], regions, state }, index) => (
          <tr key={index}>
            <td>{others.length === 0 ? account : `${account} and ${others.length} more`}</td>
            <td>{regions}</td>
            <td>{state}</td>
          </tr>
        ))}
        {affectedLeftOut > 0 && (
          <tr>
            <td colSpan={3}>and {affectedLeftOut} more rows</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Incident({ detail }: { readonly detail: IncidentDetail }) {
  const { announcement } = detail;
  return (
    <>
      <Badge line={detail} />
      <div class="lead">
        <Paragraphs sentences={announcement.loss} />
      </div>
      <h3>What to do</h3>
      <p>
        <Words sentence={announcement.remedy.words} />
      </p>
      {announcement.remedy.command !== undefined && <Command text={announcement.remedy.command} />}
      <ActsOn incident={detail} />
      <h3>Timeline</h3>
      <Timeline detail={detail} />
      <h3>Facts</h3>
      <Facts detail={detail} />
      <Affected detail={detail} />
      <h3>Evidence</h3>
      <Evidence detail={detail} />
      {announcement.notes.length > 0 && <h3>Notes</h3>}
      <Paragraphs sentences={announcement.notes} />
      <p class="links">
        {announcement.links.map(({ text, url }) => (
          <Link key={url} url={url}>
            {text}
          </Link>
        ))}
      </p>
    </>
  );
}

function Place({ detail }: { readonly detail: PlaceDetail }) {
  return (
    <>
      <div class="lead">
        <p>
          <Words sentence={detail.state} />
        </p>
      </div>
      <ActsOn place={detail} />
      <h3>Trails seen there</h3>
      <Paragraphs sentences={detail.trails} />
      {detail.findings.length > 0 && <h3>Found</h3>}
      <Paragraphs sentences={detail.findings} />
      {detail.incidents.length > 0 && <h3>Incidents</h3>}
      <ul class="list">
        {detail.incidents.map((line) => (
          <li key={line.id}>
            <IncidentButton line={line} current={false} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Frame({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef<Element | null>(null);
  useEffect(() => {
    before.current ??= document.activeElement;
    heading.current?.focus();
  }, [title]);
  const close = (): void => {
    open(undefined);
    // The grid or button that it was opened from goes on where it was left.
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  return (
    <section
      class="panel opened"
      id="opened"
      aria-labelledby="opened-title"
      onKeyDown={({ key }) => {
        if (key === 'Escape') close();
      }}
    >
      <header>
        <h2 id="opened-title" tabIndex={-1} ref={heading}>
          {title}
        </h2>
        <button type="button" class="close" onClick={close} aria-label="Close">
          ✕
        </button>
      </header>
      {children}
    </section>
  );
}

/** The incident or place that is open beside the map, read anew whenever incidents, map or health come: once a minute at least. */
export function OpenedPanel() {
  const opened = usePage((page) => page.opened);
  const incidents = usePage((page) => page.incidents);
  const map = usePage((page) => page.map);
  // Who was told moves nothing in the list; health comes whenever everything is read.
  const health = usePage((page) => page.health);
  useEffect(() => {
    if (opened?.kind === 'incident') void openIncident(opened.id);
    if (opened?.kind === 'place') void openPlace(opened.account, opened.region);
  }, [incidents, map, health]);
  if (!opened) return null;
  if (!opened.detail) return <Frame title="Reading …">{null}</Frame>;
  return opened.kind === 'incident' ? (
    <Frame title={withoutLabel(opened.detail.headline)}>
      <Incident detail={opened.detail} />
    </Frame>
  ) : (
    <Frame title={opened.detail.title}>
      <Place detail={opened.detail} />
    </Frame>
  );
}
