import * as z from 'zod';

import { AwsError } from './aws-error.ts';
import { trailToChange } from './cloudtrail-lookup.ts';
import { selectorFields } from './cloudtrail-reads.ts';
import { parametersOf } from './parameters.ts';
import type { Operation, Request } from './service.ts';
import type { Fields, State, Trail } from './state.ts';
import { timeline } from './timeline.ts';
import { newTrail, settingFields, updatedTrail } from './trail-settings.ts';

const Named = z.object({ Name: z.string() });
const selectors = z.array(z.record(z.string(), z.unknown()));
const Selected = z.object({
  TrailName: z.string(),
  EventSelectors: selectors.nullish(),
  AdvancedEventSelectors: selectors.nullish(),
});
const WithInsights = z.object({ TrailName: z.string(), InsightSelectors: selectors });

/** The trail after a write, and AWS's answer. */
interface Written {
  readonly next: Trail;
  readonly result: Fields;
}

/** CloudTrail's writes; `changed` is called with every trail that was created, changed or deleted. */
export function cloudTrailWrites(
  state: State,
  changed: (trail: Trail) => void,
): Readonly<Record<string, Operation>> {
  const write = (run: (request: Request) => Partial<Written>): Operation => ({
    access: 'write',
    run: (request) => {
      const { next, result = {} } = run(request);
      if (next) {
        store(state, request.now, next);
        changed(next);
      }
      return result;
    },
  });
  const named = (request: Request): Trail =>
    trailToChange(state, request, parametersOf(request, Named).Name).trail;
  return {
    StartLogging: write((request) => {
      const trail = named(request);
      return trail.logging ? {} : { next: { ...trail, logging: true, startedAt: request.now } };
    }),
    StopLogging: write((request) => {
      const trail = named(request);
      return trail.logging ? { next: { ...trail, logging: false, stoppedAt: request.now } } : {};
    }),
    DeleteTrail: write((request) => {
      state.trails.get(named(request).arn)?.write(request.now, undefined);
      return {};
    }),
    CreateTrail: write((request) => withResult(newTrail(state, request))),
    UpdateTrail: write((request) => withResult(updatedTrail(state, request))),
    PutEventSelectors: write((request) => withSelectors(state, request)),
    PutInsightSelectors: write((request) => withInsights(state, request)),
  };
}

function withResult(next: Trail): Written {
  return { next, result: settingFields(next) };
}

function store(state: State, now: number, next: Trail): void {
  const history = state.trails.get(next.arn) ?? timeline<Trail>(undefined);
  state.trails.set(next.arn, history);
  history.write(now, next);
}

function withSelectors(state: State, request: Request): Written {
  const { TrailName, EventSelectors, AdvancedEventSelectors } = parametersOf(request, Selected);
  const { trail } = trailToChange(state, request, TrailName);
  if (!EventSelectors === !AdvancedEventSelectors) {
    const message = 'Give event selectors or advanced event selectors, and not both.';
    throw new AwsError('InvalidEventSelectorsException', message);
  }
  const next = {
    ...trail,
    selectors: EventSelectors ?? undefined,
    advancedSelectors: AdvancedEventSelectors ?? undefined,
  };
  return { next, result: { TrailARN: next.arn, ...selectorFields(next) } };
}

function withInsights(state: State, request: Request): Written {
  const { TrailName, InsightSelectors } = parametersOf(request, WithInsights);
  const next = { ...trailToChange(state, request, TrailName).trail, insightSelectors: InsightSelectors };
  return { next, result: { TrailARN: next.arn, InsightSelectors } };
}
