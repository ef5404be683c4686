import { render } from 'preact';
import { listen } from './connect.ts';
import { EventsPanel } from './events.tsx';
import { AcceptancesPanel, DeadLettersPanel, HealthPanel } from './health.tsx';
import { IncidentsPanel } from './incidents.tsx';
import { OpenedPanel } from './opened.tsx';
import { OrganizationPanel } from './organization.tsx';
import { AttackerPanel } from './playground.tsx';
import { Boards } from './sheet.tsx';
import { usePage } from './store.ts';

function Header() {
  const about = usePage((page) => page.about);
  const connected = usePage((page) => page.connected);
  const trouble = usePage((page) => page.trouble);
  return (
    <header class="top">
      <a class="skip" href="#map">
        Go to the map
      </a>
      <img src="icon.svg" alt="" width="28" height="28" />
      <h1>Trailwarden</h1>
      <span class="quiet">{about?.title ?? ''}</span>
      <span class={connected ? 'state' : 'state lost'} role="status">
        {connected ? 'live' : 'not connected'}
      </span>
      {trouble !== undefined && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
    </header>
  );
}

function Page() {
  const playground = usePage((page) => page.about?.playground === true);
  const opened = usePage((page) => page.opened !== undefined);
  return (
    <>
      <Header />
      <main class={`${playground ? 'play' : 'watch'}${opened ? ' with-opened' : ''}`}>
        {playground && <AttackerPanel />}
        <div class="middle">
          <OrganizationPanel />
          {playground && <Boards />}
        </div>
        <div class="side">
          <OpenedPanel />
          <IncidentsPanel />
        </div>
        <div class="below">
          <EventsPanel />
          <HealthPanel />
          <DeadLettersPanel />
          <AcceptancesPanel />
        </div>
      </main>
    </>
  );
}

const root = document.getElementById('app');
if (root) {
  root.replaceChildren();
  render(<Page />, root);
  listen();
}
