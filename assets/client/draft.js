// What a learner is writing: on this device at once, on the server a moment later, in order.
import { useEffect, useRef, useState } from "react";
import { Unreachable, post } from "./api.js";
import { setSaving } from "./saving.js";
import { keep, kept } from "./storage.js";

const PAUSE = 1_200;
const RETRY = 15_000;

export function useDraft(url, work) {
  const shelf = `draft.${work.assignment.id}`;
  const [said, setSaid] = useState(() => begin(shelf, work));
  const latest = useRef({ said, isSaved: true, timer: 0, sending: Promise.resolve() });
  latest.current.said = said;

  useEffect(() => {
    const { current } = latest;
    if (kept(shelf, null)) later(0);
    const leave = () => document.visibilityState === "hidden" && !current.isSaved && flush();
    document.addEventListener("visibilitychange", leave);
    return () => {
      clearTimeout(current.timer);
      document.removeEventListener("visibilitychange", leave);
      setSaving("idle");
    };
  }, [shelf]);

  function change(values) {
    const next = { ...latest.current.said, ...values };
    latest.current.said = next;
    latest.current.isSaved = false;
    setSaid(next);
    keep(shelf, { attempt: work.attempt, ...next });
    later(PAUSE);
  }

  function later(pause) {
    latest.current.isSaved = false;
    clearTimeout(latest.current.timer);
    latest.current.timer = setTimeout(() => flush().catch(() => {}), pause);
  }

  // One after another: an older text never overtakes a newer one.
  function flush() {
    clearTimeout(latest.current.timer);
    latest.current.sending = latest.current.sending.catch(() => {}).then(send);
    return latest.current.sending;
  }

  async function send() {
    if (latest.current.isSaved) return;
    const sent = latest.current.said;
    setSaving("saving");
    try {
      const saved = await post(`${url}/draft`, { attempt: work.attempt, ...sent });
      if (latest.current.said !== sent) return;
      latest.current.isSaved = true;
      keep(shelf, null);
      setSaving("saved", { at: saved.saved_at });
    } catch (error) {
      setSaving(error instanceof Unreachable ? "offline" : "failed", { error });
      if (error instanceof Unreachable || error.isPassing) later(RETRY);
      throw error;
    }
  }

  return {
    said,
    write: (text) => change({ text }),
    reflect: (criterion, text) =>
      change({ reflections: { ...latest.current.said.reflections, [criterion]: text } }),
    soon: () => !latest.current.isSaved && later(0),
    flush,
    forget() {
      latest.current.isSaved = true;
      keep(shelf, null);
      setSaid({ text: "", reflections: {} });
      setSaving("idle");
    },
  };
}

// What this device still holds is newer than what the server has: it was never sent.
function begin(shelf, work) {
  const own = kept(shelf, null);
  const { text = "", reflections = {} } = own?.attempt === work.attempt ? own : (work.draft ?? {});
  return { text, reflections };
}
