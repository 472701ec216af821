// What somebody types into a form: kept on this device at once, sent a moment later, until it is saved.
import { useEffect, useRef } from "react";
import { setSaving } from "./saving.js";
import { keep, kept } from "./storage.js";

const PAUSE = 800;
const RETRY = 15_000;

// Sendings without an answer yet, by number. The form that one came from may be gone when it comes.
const waiting = new Map();
const unsent = new Set();
let last = 0;

// `shelf` names what is being typed.
export function Autosave({ shelf, onSave }) {
  const place = useRef(null);
  const save = useRef(onSave);
  save.current = onSave;

  useEffect(() => {
    const form = place.current.closest("form");
    let values = null;
    let timer = 0;

    function typed(event) {
      values = Object.fromEntries(new FormData(form));
      keep(shelf, values);
      unsent.add(shelf);
      clearTimeout(timer);
      timer = setTimeout(send, event.type === "change" ? 0 : PAUSE);
    }

    function send() {
      clearTimeout(timer);
      if (!unsent.delete(shelf)) return;
      last = Math.max(last + 1, Date.now());
      waiting.set(last, shelf);
      setSaving(navigator.onLine ? "saving" : "offline");
      save.current?.(last, values);
      timer = setTimeout(again, RETRY);
    }

    function again() {
      if (![...waiting.values()].includes(shelf)) return;
      setSaving("offline");
      unsent.add(shelf);
      if (navigator.onLine) send();
      else timer = setTimeout(again, RETRY);
    }

    const leave = () => document.visibilityState === "hidden" && send();
    const listening = [
      [form, "input", typed],
      [form, "change", typed],
      [form, "focusout", send],
      [form, "submit", send, true],
      [document, "visibilitychange", leave],
      [window, "online", again],
    ];
    listening.forEach(([target, ...how]) => target.addEventListener(...how));
    if (fill(form, kept(shelf, null))) typed({ type: "change" });
    return () => {
      listening.forEach(([target, ...how]) => target.removeEventListener(...how));
      send();
    };
  }, [shelf]);

  return <span ref={place} hidden />;
}

// Once on a page, so that it hears of forms that are gone. `answered` is the number that the server has
// answered last, with `at` when it was saved, or the `problem` why not.
export function AutosaveAnswer({ answered, at, problem }) {
  useEffect(() => {
    const name = waiting.get(answered);
    if (name === undefined) return;
    [...waiting.keys()].filter((number) => number <= answered).forEach((number) => waiting.delete(number));
    if (problem) {
      setSaving("failed", { error: { code: problem, facts: {}, message: "" } });
      return;
    }
    if (unsent.has(name) || [...waiting.values()].includes(name)) return;
    keep(name, null);
    setSaving("saved", { at });
  }, [answered, at, problem]);

  return null;
}

// Puts what this device has kept into a form; false when it is there already.
function fill(form, values) {
  const changed = Object.entries(values ?? {}).filter(([name, value]) => {
    const control = form.elements.namedItem(name);
    return control && control.value !== value;
  });
  changed.forEach(([name, value]) => {
    form.elements.namedItem(name).value = value;
  });
  return changed.length > 0;
}
