// What a learner has answered in a test, kept on this device and brought to the server.
// Each change of a slot is a write with a sequence that only rises; the server keeps the highest one,
// so that writes may be sent in any order and again.
import { del, get as read, set as write } from "idb-keyval";
import { Problem, Unreachable, get, newKey, postAgain } from "../api.js";

const SOON = 800;
const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000];
const OVER = new Set(["exam.time_is_up", "exam.handed_in"]);

const shelf = (id) => `exam.${id}`;

export class Queue {
  constructor(attemptId) {
    this.id = attemptId;
    this.url = `/api/v1/exam-attempts/${attemptId}`;
    this.writer = newKey();
    this.listeners = new Set();
    this.failures = 0;
    this.timer = null;
    this.isSending = false;
    this.state = {
      sitting: null,
      verdicts: [],
      files: {},
      writes: {},
      standing: {},
      savedAt: null,
      isOffline: false,
      error: null,
      receipt: null,
      ahead: 0,
    };
  }

  subscribe = (listener) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  view = () => this.state;

  change(part) {
    this.state = { ...this.state, ...part };
    this.listeners.forEach((tell) => tell());
  }

  // Milliseconds since 1970, as the server counts them.
  now = () => Date.now() + this.state.ahead;

  async open() {
    const kept = await read(shelf(this.id)).catch(() => undefined);
    try {
      const sitting = await get(this.url);
      this.adopt(sitting, kept?.writes ?? {});
    } catch (error) {
      if (error instanceof Problem && error.code === "exam.handed_in") return this.finish();
      if (!kept || !(error instanceof Unreachable || error.isPassing)) return this.change({ error });
      this.change({ ...kept, isOffline: true });
      this.again();
    }
    if (this.waiting().length) this.send();
    return undefined;
  }

  adopt(sitting, kept) {
    const standing = {};
    const writes = {};
    for (const slot of sitting.slots) {
      standing[slot.slot] = slot;
      const own = kept[slot.slot];
      const isOwn = own && isNewer(own, slot);
      writes[slot.slot] = isOwn ? own : asWrite(slot);
    }
    this.change({
      sitting,
      standing,
      writes,
      verdicts: sitting.verdicts,
      files: this.knowing(sitting.files),
      error: null,
      isOffline: false,
      ahead: Date.parse(sitting.clock.now) - Date.now(),
    });
    this.keep();
  }

  // Slots whose write on this device is newer than the one that the server has.
  waiting() {
    const { writes, standing } = this.state;
    return Object.values(writes).filter(
      (own) => own.sequence > 0 && isNewer(own, standing[own.slot]),
    );
  }

  top = () => Math.max(...Object.values(this.state.writes).map((own) => own.sequence));

  // How long a question was on the screen goes along with its next write, or when it is handed in.
  spend(slot, seconds) {
    const own = this.state.writes[slot];
    const next = { ...own, seconds: own.seconds + seconds, isTimed: true };
    this.change({ writes: { ...this.state.writes, [slot]: next } });
    this.keep();
  }

  put(slot, part, { isSoon = true } = {}) {
    const before = this.state.writes[slot];
    if (before.is_final || this.state.receipt) return;
    const next = {
      ...before, ...part, sequence: this.top() + 1, writer: this.writer, isTimed: false,
    };
    this.change({ writes: { ...this.state.writes, [slot]: next } });
    this.keep();
    this.later(isSoon ? SOON : 0);
  }

  // Where the files of a slot are taken.
  placeOf = (slot) => `${this.url}/slots/${slot}/files`;

  // Files by their id: what was known, and what the server says of them now.
  knowing = (files) => ({
    ...this.state.files,
    ...Object.fromEntries(files.map((file) => [file.id, file])),
  });

  // Files that were taken for a slot become part of its answer, as many as it asks for.
  join(slot, files, most) {
    this.change({ files: this.knowing(files) });
    const before = this.state.writes[slot].answer?.file_ids ?? [];
    const ids = [...before, ...files.map((file) => file.id)];
    this.put(slot, { answer: { file_ids: ids.slice(0, most) } }, { isSoon: false });
  }

  keep() {
    const { sitting, writes, standing, verdicts, files, ahead } = this.state;
    // A full or forbidden store keeps nothing; then only what is sent is safe, and that is shown.
    write(shelf(this.id), { sitting, writes, standing, verdicts, files, ahead }).catch(() => {});
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  again() {
    this.later(PAUSES[Math.min(this.failures, PAUSES.length - 1)]);
    this.failures += 1;
  }

  async send({ keepalive = false } = {}) {
    if (this.isSending || this.state.receipt) return;
    if (!this.state.sitting || this.state.isOffline) {
      if (!this.waiting().length) return this.refresh();
    }
    const writes = this.waiting();
    if (!writes.length) return;
    this.isSending = true;
    try {
      this.took(await postAgain(`${this.url}/answers`, { writes: writes.map(asSent) }, { keepalive }));
    } catch (error) {
      this.failed(error);
    } finally {
      this.isSending = false;
    }
    if (this.waiting().length && !this.state.error && !this.state.isOffline) this.later(SOON);
  }

  took(saved) {
    this.failures = 0;
    const standing = Object.fromEntries(saved.standing.map((each) => [each.slot, each]));
    const { sitting } = this.state;
    this.change({
      standing,
      verdicts: saved.verdicts,
      files: this.knowing(saved.files),
      savedAt: saved.saved_at,
      isOffline: false,
      error: null,
      ahead: Date.parse(saved.clock.now) - Date.now(),
      sitting: { ...sitting, clock: saved.clock },
    });
    this.keep();
  }

  failed(error) {
    if (error instanceof Problem && OVER.has(error.code)) return this.submit();
    if (error instanceof Problem && error.code === "exam.on_break") return this.refresh();
    if (error instanceof Unreachable || error.isPassing) {
      this.change({ isOffline: true });
      this.keep();
      return this.again();
    }
    return this.change({ error });
  }

  async refresh() {
    try {
      this.adopt(await get(this.url), this.state.writes);
      this.failures = 0;
      if (this.waiting().length) this.later(0);
    } catch (error) {
      if (error instanceof Problem && error.code === "exam.handed_in") await this.finish();
      else this.failed(error);
    }
  }

  async rest(isOn) {
    await this.send();
    try {
      await postAgain(`${this.url}/break`, { is_on: isOn });
      await this.refresh();
    } catch (error) {
      this.failed(error);
    }
  }

  // What is waiting, and the times that nothing has brought along yet.
  last() {
    const waiting = this.waiting();
    const timed = Object.values(this.state.writes).filter(
      (own) => own.isTimed && !own.is_final && !waiting.includes(own),
    );
    const top = this.state.sitting ? this.top() : 0;
    return [
      ...waiting,
      ...timed.map((own, place) => ({ ...own, sequence: top + 1 + place, writer: this.writer })),
    ];
  }

  // True once it is handed in; what is still waiting goes along.
  async submit() {
    clearTimeout(this.timer);
    try {
      const receipt = await postAgain(`${this.url}/submit`, { writes: this.last().map(asSent) });
      this.change({ receipt, isOffline: false, error: null });
      await del(shelf(this.id)).catch(() => {});
      return true;
    } catch (error) {
      if (error instanceof Unreachable || error.isPassing) this.change({ isOffline: true });
      else this.change({ error });
      return false;
    }
  }

  // It was handed in already, from here or from elsewhere.
  finish = () => this.submit();

  close() {
    clearTimeout(this.timer);
    this.send({ keepalive: true });
  }
}

function isNewer(own, other) {
  if (!other) return true;
  if (other.is_final) return false;
  if (own.is_final) return true;
  if (own.sequence !== other.sequence) return own.sequence > other.sequence;
  return own.writer > other.writer;
}

function asWrite(slot) {
  const isAnswered = Object.keys(slot.answer).length > 0;
  return {
    slot: slot.slot,
    sequence: slot.sequence,
    writer: slot.writer,
    answer: isAnswered ? slot.answer : null,
    is_flagged: slot.is_flagged,
    is_final: slot.is_final,
    seconds: slot.seconds,
  };
}

const asSent = ({ slot, sequence, writer, answer, is_flagged, is_final, seconds }) => ({
  slot, sequence, writer, answer, is_flagged, is_final, seconds,
});
