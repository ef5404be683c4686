import { sampled } from './sampled.ts';

sampled(['alert', 'change', 'worse']);
