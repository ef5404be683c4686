/** An attack that is played in the tests, with its texts for the page. */
export interface PlayedAttack {
  readonly title: string;
  readonly calls: string;
  /** The beginning of the alert's first line; undefined: no alert is sent. */
  readonly says?: string;
  readonly pace: 'seconds' | 'minutes' | 'looks';
  readonly rules: readonly string[];
}

/** A two-step attack as the page lists it: the guard first, then the trail. */
export interface Blinding {
  readonly title: string;
  /** The calls that take a part of the detector away. */
  readonly calls: string;
  /** The calls that follow. */
  readonly then: string;
  readonly toldBy: string;
  readonly within: 'seconds' | 'minutes' | 'hour';
}

/** An attack that is not played, and whether it is detected. */
export interface OtherAttack {
  readonly title: string;
  readonly calls: string;
  readonly answer: 'seen' | 'sweep' | 'not yet' | 'cannot be seen';
  readonly how: string;
}
