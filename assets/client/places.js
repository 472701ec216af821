// Where the reader is. The latest report of each lesson waits on this device until the server has it.
import { Unreachable, newKey, post } from "./api.js";
import * as addresses from "./addresses.js";
import { setSaving } from "./saving.js";
import { keep, kept } from "./storage.js";

const WAITING = "places.waiting";
const PAUSE = 1000;
const RETRY = 15_000;

let timer = null;
let isSending = false;

export function reportPlace(lessonId, blockId, videoSeconds = null) {
  const report = {
    client_id: newKey(),
    lesson_id: lessonId,
    block_id: blockId,
    video_seconds: videoSeconds,
    at: new Date().toISOString(),
  };
  keep(WAITING, { ...kept(WAITING, {}), [lessonId]: report });
  sendIn(PAUSE);
}

// At most one request is on its way or being waited for; "now" overtakes a wait.
function sendIn(pause) {
  if (timer !== null && pause > 0) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    timer = null;
    send();
  }, pause);
}

async function send({ keepalive = false } = {}) {
  const reports = Object.values(kept(WAITING, {}));
  if (reports.length === 0 || isSending) return;
  isSending = true;
  setSaving("saving");
  try {
    const { saved, refused, saved_at: at } = await post(addresses.places, reports, { keepalive });
    forget(new Set([...saved, ...refused]));
    setSaving("saved", { at });
    if (hasMore()) sendIn(PAUSE);
  } catch (error) {
    const willPass = error instanceof Unreachable || error.isPassing;
    setSaving(willPass ? "offline" : "failed", { error });
    if (willPass) sendIn(RETRY);
  } finally {
    isSending = false;
  }
}

// A report may have come while the last ones were on their way.
function hasMore() {
  return Object.keys(kept(WAITING, {})).length > 0;
}

function forget(clientIds) {
  const waiting = Object.entries(kept(WAITING, {})).filter(
    ([, report]) => !clientIds.has(report.client_id),
  );
  keep(WAITING, Object.fromEntries(waiting));
}

if (typeof window !== "undefined") {
  window.addEventListener("online", () => sendIn(0));
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "hidden" && send({ keepalive: true }),
  );
  sendIn(PAUSE);
}
