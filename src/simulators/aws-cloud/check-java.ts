import { requireJava } from './java-check.ts';

// The first thing that demo, tests and bench do: without Java they stop at once, and say what to install.
try {
  requireJava();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
