/** How long a fault is held back before it is printed, in milliseconds. */
const heldBackMs = 100;

/**
 * Prints a fault of the local cloud to standard error, 100 ms later: Ctrl-C ends functions and queues together with this
 * process, and what breaks in that moment is no fault to tell. A process that has ended by then prints nothing.
 */
export function complain(...fault: readonly unknown[]): void {
  setTimeout(() => console.error('local cloud:', ...fault), heldBackMs);
}
