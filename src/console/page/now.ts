import { useEffect, useState } from 'preact/hooks';
import { usePage } from './store.ts';

/** The time on the clock that all times are given on, renewed every second. */
export function useNow(): number {
  const offset = usePage((page) => page.clock.offset);
  const [, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTurn((turn) => turn + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return Date.now() + offset;
}
