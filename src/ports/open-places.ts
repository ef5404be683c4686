import type { Subject } from '#domain/findings/finding.ts';
import type { Place } from '#domain/values/place.ts';

/** An account and Region with open findings. */
export interface OpenPlace extends Place {
  /** The subjects of the open findings, each once. */
  readonly subjects: readonly Subject[];
  /** Whether no trail logs there, so that CloudTrail may send no events from there either. */
  readonly blind: boolean;
}

/** The index of open findings, for repeated looks without reading every issue. */
export interface OpenPlaces {
  listOpenPlaces(): Promise<readonly OpenPlace[]>;
}
