import type { Journey } from './journeys.ts';
import { journeys } from './journeys.ts';
import { journeysOfDay } from './journeys-of-day.ts';

/** Every journey that can be struck. */
export const allJourneys: readonly Journey[] = [...journeys, ...journeysOfDay];
