import { sampled } from './sampled.ts';

// Every kind of milestone: opened, changed, accepted, resolved and closed.
sampled(['alert', 'worse', 'whitelist', 'resolve', 'close'], { calls: 'publishMilestones', strikes: 5 });
