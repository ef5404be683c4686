import type { CommandEntries } from './habits/command-entry.ts';

/** The commands that need no sources, also in the installed tool. Each is loaded when it is called. */
export const anywhere: CommandEntries = {
  scan: {
    summary: 'say where CloudTrail does not record now, with nothing deployed',
    load: async () => (await import('./commands/scan.ts')).scanCommand,
  },
  explain: {
    summary: 'say what the detector would do about recorded events, and why',
    load: async () => (await import('./commands/explain.ts')).explainCommand,
  },
  config: {
    summary: 'work on the configuration',
    load: async () => (await import('./commands/config.ts')).configCommand,
  },
  'member-template': {
    summary: 'print the CloudFormation template for watched accounts, or the policy that protects them',
    load: async () => (await import('./commands/member-template.ts')).memberTemplateCommand,
  },
  'test-alert': {
    summary: 'prove that alerts arrive, with a marked test that closes by itself',
    load: async () => (await import('./commands/test-alert.ts')).testAlertCommand,
  },
  doctor: {
    summary: 'examine the installation; each trouble with its remedy',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
  issues: {
    summary: 'show the issues of accounts and Regions, accept them, have them looked at again',
    load: async () => (await import('./commands/issues.ts')).issuesCommand,
  },
  incidents: {
    summary: 'show incidents and their course, accept them, have them looked at again',
    load: async () => (await import('./commands/incidents.ts')).incidentsCommand,
  },
  'dead-letters': {
    summary: 'list what the functions gave up, send it back, or drop it',
    load: async () => (await import('./commands/dead-letters.ts')).deadLettersCommand,
  },
  console: {
    summary: 'show where the organization is recorded, live, in a browser',
    load: async () => (await import('./commands/console.ts')).consoleCommand,
  },
  sweep: {
    summary: 'look at every account now, or accept what stood before Trailwarden came',
    load: async () => (await import('./commands/sweep.ts')).sweepCommand,
  },
};
