import { requireJava } from './java-check.ts';

// Run before demo, tests and bench: without Java they stop at once with the command that installs it.
try {
  requireJava();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
