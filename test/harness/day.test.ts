import { sampled } from './sampled.ts';

sampled('close', 'report');
