// Preloaded (node --import) into every function process and the queue process: `Date` shows the local
// cloud's time. Timers and performance.now stay real, so that time-outs of HTTP clients stay real too.
const RealDate = globalThis.Date;
let offset = Number(process.env['LOCAL_CLOCK_OFFSET'] ?? 0);
delete process.env['LOCAL_CLOCK_OFFSET'];

const now = (): number => Math.trunc(RealDate.now() + offset);

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given: unknown[], newTarget): Date =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
  apply: () => new RealDate(now()).toString(),
  get: (target, property, receiver): unknown =>
    property === 'now' ? now : Reflect.get(target, property, receiver),
});
// `someDate.constructor` must return the shifted Date as well.
RealDate.prototype.constructor = globalThis.Date;

// The parent may be killed while this process still loads: from the first line on it exits with its parent.
process.on('disconnect', () => process.exit());

process.on('message', (message: { clockOffset?: unknown }) => {
  if (typeof message.clockOffset !== 'number') return;
  offset = message.clockOffset;
  process.send?.({ clockSet: message.clockOffset });
});
