// Which learner's work is on the desk. It changes in the browser alone, so that nobody waits for it.
import { useSyncExternalStore } from "react";

const listeners = new Set();
let place = 0;

export function lay(next) {
  place = next;
  listeners.forEach((tell) => tell());
}

function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePlace() {
  return useSyncExternalStore(
    subscribe,
    () => place,
    () => 0,
  );
}
