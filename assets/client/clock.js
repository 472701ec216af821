// One ticking clock for everything on the page that shows a passing time.
import { useSyncExternalStore } from "react";

const clocks = new Map();

function clockOf(interval) {
  let clock = clocks.get(interval);
  if (clock) return clock;
  const listeners = new Set();
  let timer;
  clock = {
    now: Date.now(),
    subscribe(listener) {
      if (listeners.size === 0) {
        timer = setInterval(() => {
          clock.now = Date.now();
          listeners.forEach((tell) => tell());
        }, interval);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
  clocks.set(interval, clock);
  return clock;
}

const still = () => () => {};

// Milliseconds since 1970, again after each `interval`; 0 while the page is made on the server.
export function useNow(interval) {
  const clock = clockOf(interval || 1000);
  return useSyncExternalStore(
    interval ? clock.subscribe : still,
    () => clock.now,
    () => 0,
  );
}
