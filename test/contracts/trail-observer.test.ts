import { afterEach, describe, vi } from 'vitest';
import { trailObserverContract } from './trail-observer.ts';
import { memoryWorld, simulatedWorld } from './trail-observers.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('in memory', () => trailObserverContract(memoryWorld));
describe('through the SDK', () => trailObserverContract(() => simulatedWorld()));
