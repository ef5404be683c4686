import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Sentence, Span } from '#domain/announcements/announcement.ts';

const two = (number: number): string => String(number).padStart(2, '0');

/** `12:00:08`, in UTC. */
export function clock(at: number): string {
  const date = new Date(at);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
}

/** `2026-11-21 12:00:08 UTC`. */
export function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 10)} ${clock(at)} UTC`;
}

/** `0.8 s`, `41 s`, `2 min 4 s`, `1 h 3 min`. */
export function lasting(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 172_800) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86_400)} days`;
}

/** A moment, with the reader's own time as its title. */
export function Moment({ at, clockOnly = false }: { readonly at: number; readonly clockOnly?: boolean }) {
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString()}>
      {clockOnly ? `${clock(at)} UTC` : moment(at)}
    </time>
  );
}

/** An address that people may follow: anything but https stays text. */
export function Link({ url, children }: { readonly url: string; readonly children: ComponentChildren }) {
  if (!url.startsWith('https://') && !url.startsWith('http://127.0.0.1:')) return <>{children}</>;
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}

function Piece({ span }: { readonly span: Span }) {
  switch (span.kind) {
    case 'text':
      return <>{span.text}</>;
    case 'strong':
      return <strong>{span.text}</strong>;
    case 'code':
      return <code>{span.text}</code>;
    case 'time':
      return <Moment at={span.at} clockOnly={span.clockOnly === true} />;
    case 'link':
      return <Link url={span.url}>{span.text}</Link>;
  }
}

/** A sentence of the domain. Every text is untrusted and set as text. */
export function Words({ sentence }: { readonly sentence: Sentence }) {
  return (
    <>
      {sentence.map((span, index) => (
        <Piece key={index} span={span} />
      ))}
    </>
  );
}

/** Sentences as paragraphs. */
export function Paragraphs({ sentences }: { readonly sentences: readonly Sentence[] }) {
  return (
    <>
      {sentences.map((sentence, index) => (
        <p key={index}>
          <Words sentence={sentence} />
        </p>
      ))}
    </>
  );
}

/** A command to copy. */
export function Command({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <div class="command">
      <pre tabIndex={0} role="region" aria-label="Command">
        {text}
      </pre>
      <button
        type="button"
        onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      >
        {copied ? 'Copied' : 'Copy'}
      </button>
    </div>
  );
}

/** A part of the page with its heading. */
export function Panel(props: {
  readonly id: string;
  readonly title: string;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="panel" id={props.id} aria-labelledby={`${props.id}-title`}>
      <header>
        <h2 id={`${props.id}-title`}>{props.title}</h2>
        {props.aside}
      </header>
      {props.children}
    </section>
  );
}
