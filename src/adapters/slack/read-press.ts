import * as z from 'zod';
import { parseIncidentId } from '#domain/issues/incident-id.ts';
import { instant } from '#domain/values/instant.ts';
import type { Press } from '#ports/answers.ts';
import { pressActions } from '#ports/answers.ts';
import { actionPrefix, daysField, reasonField } from './answer-buttons.ts';

const longestName = 80;
const longestReason = 500;

/** The parts of a `block_actions` payload that are read (docs.slack.dev, block_actions payload). */
const Payload = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string().max(30), username: z.string().optional(), name: z.string().optional() }),
  actions: z
    .array(
      z.object({ action_id: z.string(), value: z.string().optional(), action_ts: z.string().optional() }),
    )
    .min(1),
  channel: z.object({ id: z.string().max(30) }).optional(),
  state: z
    .object({ values: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .nullish()
    .catch(undefined),
});
type Payload = z.output<typeof Payload>;

const Field = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

function fieldIn({ state }: Payload, name: string): string | undefined {
  for (const block of Object.values(state?.values ?? {})) {
    const { data } = Field.safeParse(block[name]);
    if (data) return data.value ?? data.selected_option?.value;
  }
  return undefined;
}

function payloadIn(body: string): unknown {
  try {
    return JSON.parse(new URLSearchParams(body).get('payload') ?? '');
  } catch {
    return undefined; // Not of Slack's form: the caller takes it for no press.
  }
}

/**
 * The press in the body of a request that Slack has signed; undefined for every other interaction, such as a link that was
 * opened. `now`: when it came, in milliseconds, for a press that bears no time of its own.
 */
export function readPress(body: string, now: number): Press | undefined {
  const { data } = Payload.safeParse(payloadIn(body));
  const [pressed] = data?.actions ?? [];
  if (!data || !pressed) return undefined;
  const action = pressActions.find((one) => pressed.action_id === `${actionPrefix}${one}`);
  const incident = parseIncidentId(pressed.value);
  if (action === undefined || incident === undefined) return undefined;
  const days = Number(fieldIn(data, daysField));
  const at = Number(pressed.action_ts) * 1000;
  return {
    action,
    incident,
    person: { id: data.user.id, name: (data.user.username ?? data.user.name ?? '').slice(0, longestName) },
    at: instant(at > 0 ? at : now),
    channel: data.channel?.id ?? '',
    ...(days > 0 ? { days } : {}),
    reason: fieldIn(data, reasonField)?.slice(0, longestReason),
  };
}
