import { Command } from '@commander-js/extra-typings';
import { configCheckCommand } from './config-check.ts';

/** `trailwarden config ...`. */
export const configCommand = new Command('config')
  .description('Works on the three configuration documents.')
  .addCommand(configCheckCommand);
