// Preloaded (node --import) into every function process and the queue process: `Date` shows the local
// cloud's time. Timers and performance.now stay real, so that time-outs of HTTP clients stay real too.
const RealDate = globalThis.Date;
const realNow = RealDate.now.bind(RealDate);
let offset = Number(process.env.LOCAL_CLOCK_OFFSET ?? 0);
delete process.env.LOCAL_CLOCK_OFFSET;

const now = () => Math.trunc(realNow() + offset);

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
});
// `someDate.constructor` leads to the shifted Date as well.
RealDate.prototype.constructor = globalThis.Date;

process.on('message', (message) => {
  if (typeof message?.clockOffset !== 'number') return;
  offset = message.clockOffset;
  process.send?.({ clockSet: message.clockOffset });
});
