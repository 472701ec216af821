// What is true about saving, in one place for the whole page.
import { useSyncExternalStore } from "react";

const NOTHING = { kind: "idle", at: null, error: null };
const listeners = new Set();
let state = NOTHING;

// kind: idle, saving, saved, offline, failed.
export function setSaving(kind, { at = null, error = null } = {}) {
  state = { kind, at, error };
  listeners.forEach((tell) => tell());
}

function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSaving() {
  return useSyncExternalStore(
    subscribe,
    () => state,
    () => NOTHING,
  );
}
