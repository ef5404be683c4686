import type { ActAnswer, IncidentDetail, PlaceDetail, Update } from '#console/model.ts';
import { change, open, present, takeIn } from './store.ts';

/** Listens to the server; the browser connects again by itself. */
export function listen(): void {
  const source = new EventSource('live');
  source.onopen = () => change({ connected: true });
  source.onerror = () => change({ connected: false });
  source.onmessage = ({ data }: MessageEvent<string>) => takeIn(JSON.parse(data) as Update);
}

async function fetched<Value>(path: string): Promise<Value | undefined> {
  const response = await fetch(path);
  return response.ok ? ((await response.json()) as Value) : undefined;
}

/** Opens an incident beside the map, or reads the open one anew. */
export async function openIncident(id: string): Promise<void> {
  const { opened } = present();
  if (opened?.kind !== 'incident' || opened.id !== id) open({ kind: 'incident', id, detail: undefined });
  const detail = await fetched<IncidentDetail>(`incident?id=${encodeURIComponent(id)}`);
  const now = present().opened;
  if (now?.kind === 'incident' && now.id === id) open({ kind: 'incident', id, detail });
}

/** Opens an account and Region beside the map, or reads the open one anew. */
export async function openPlace(account: string, region: string): Promise<void> {
  const { opened } = present();
  const isSame = opened?.kind === 'place' && opened.account === account && opened.region === region;
  if (!isSame) open({ kind: 'place', account, region, detail: undefined });
  const query = new URLSearchParams({ account, region }).toString();
  const detail = await fetched<PlaceDetail>(`place?${query}`);
  const now = present().opened;
  if (now?.kind === 'place' && now.account === account && now.region === region)
    open({ kind: 'place', account, region, detail });
}

/** Asks for an act; answers what became of it, in words. */
export async function act(asked: Readonly<Record<string, unknown>>): Promise<ActAnswer> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch('act', { method: 'POST', headers, body: JSON.stringify(asked) });
  if (response.ok) return (await response.json()) as ActAnswer;
  return { done: false, words: await response.text() };
}
