import { sampled } from './sampled.ts';

// `report` is struck by `npm run harness -- --journey report` only: its runs take two days each.
sampled(['resolve', 'whitelist', 'close']);
