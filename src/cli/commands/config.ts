import { Command } from '@commander-js/extra-typings';
import { configCheckCommand } from './config-check.ts';
import { configInitCommand } from './config-init.ts';

/** `trailwarden config ...`. */
export const configCommand = new Command('config')
  .description('Works on the three configuration documents.')
  .addCommand(configInitCommand)
  .addCommand(configCheckCommand);
