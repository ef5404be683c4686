import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Template } from '#simulators/aws-cloud/template.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { separateAccounts } from './worlds.ts';

const shop = '830000000001';
const recipes = ['pagerduty', 'teams', 'webhook', 'servicenow'] as const;

interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Record<string, unknown>;
}
const received: Received[] = [];

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Received['body'];
    received.push({ path: request.url ?? '', headers: request.headers, body });
    response.end('{}');
  });
});

const tag = (name: string, make: (text: string) => unknown) => ({ tag: `!${name}`, resolve: make });
const customTags = [
  tag('Ref', (text) => ({ Ref: text })),
  tag('GetAtt', (text) => ({ 'Fn::GetAtt': text.split('.') })),
  tag('Sub', (text) => ({ 'Fn::Sub': text })),
];

/** The resources of a recipe with its parameters filled in, as a stack of its own would have them. */
function resourcesOf(recipe: string, origin: string): Template['Resources'] {
  const text = readFileSync(`docs/recipes/${recipe}.yml`, 'utf8');
  const { Resources } = parse(text, { customTags }) as Template;
  const filled = JSON.stringify(Resources)
    .replaceAll('{"Ref":"BusName"}', '{"Ref":"IncidentBus"}')
    .replaceAll('{"Ref":"Endpoint"}', JSON.stringify(`${origin}/${recipe}`))
    .replaceAll('{"Ref":"Key"}', '"the key"')
    .replaceAll('${Key}', 'the key');
  return JSON.parse(filled) as Template['Resources'];
}

let stage: Stage;
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const withRecipes = (template: Template): Template => {
    for (const recipe of recipes) Object.assign(template.Resources, resourcesOf(recipe, origin));
    return template;
  };
  stage = await startStage({ world: separateAccounts({ shop }), cloud: { templateEdit: withRecipes } });
  await stage.sweep();
  await stage.later(60_000);
  await stage.cloudTrail(shop).send(new StopLoggingCommand({ Name: 'main' }));
  await stage.later(20_000);
  await stage.cloudTrail(shop).send(new StartLoggingCommand({ Name: 'main' }));
  await stage.watchUntilOver(shop);
  await stage.later();
});
beforeEach(() => explainFailure(stage));
afterAll(async () => {
  await stage.stop();
  server.close();
});

const bodiesOf = (recipe: string) =>
  received.filter(({ path }) => path === `/${recipe}`).map(({ body }) => body);

describe('the recipe for', () => {
  it('PagerDuty opens one alert, and resolves it', () => {
    const [first, ...others] = bodiesOf('pagerduty');
    expect(first).toMatchObject({
      routing_key: 'the key',
      event_action: 'trigger',
      dedup_key: expect.any(String),
      payload: { summary: expect.stringContaining(shop), source: 'trailwarden', severity: 'critical' },
    });
    expect(others).toContainEqual({
      routing_key: 'the key',
      event_action: 'resolve',
      dedup_key: first?.['dedup_key'],
    });
  });

  it('Teams posts a card', () => {
    const [first] = bodiesOf('teams');
    expect(first).toMatchObject({ type: 'message' });
    expect(JSON.stringify(first)).toContain(shop);
  });

  it('a webhook gets the whole detail, with its key', () => {
    const kinds = bodiesOf('webhook').map(({ milestone }) => (milestone as { kind: string }).kind);
    expect(kinds).toEqual(['opened', 'resolved']);
    const [one] = received.filter(({ path }) => path === '/webhook');
    expect(one?.headers['authorization']).toBe('the key');
  });

  it('ServiceNow opens an event, and clears it', () => {
    const records = bodiesOf('servicenow').flatMap(
      ({ records: all }) => all as { severity: string; message_key: string; node: string }[],
    );
    expect(records.map(({ severity }) => severity)).toEqual(['1', '0']);
    expect(new Set(records.map(({ message_key }) => message_key)).size).toBe(1);
    expect(records[0]).toMatchObject({ node: shop });
  });

  it('none was refused on the way', () => {
    expect(stage.cloud.undelivered).toEqual([]);
  });
});
