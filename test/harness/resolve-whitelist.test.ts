import { sampled } from './sampled.ts';

sampled('resolve', 'whitelist');
