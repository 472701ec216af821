// Sends files in parts that outlive a lost connection, a reload and the day, a few at once, each with
// its own progress and its own failure. What has arrived whole is then taken to its place. What was left
// unfinished is shown, until the same file is chosen again or what arrived of it is given up.
import { useEffect, useRef, useSyncExternalStore } from "react";
import { Upload, defaultOptions } from "tus-js-client";
import { Problem, Unreachable, get, newKey, post } from "./api.js";

const ENDPOINT = "/api/v1/uploads";
const SPOKEN = { "Tus-Resumable": "1.0.0" };
const STORED = /^tus::(.*)::\d+$/s;
const AT_ONCE = 2;
const MIB = 1_048_576;
const PART = 4 * MIB;
const BUSY = new Set(["going", "lost", "checked"]);
// Milliseconds before each further try: for an hour without a single byte.
const PAUSES = [500, 1000, 2000, 4000, 8000, ...Array(240).fill(15_000)];
const AGAIN = new Set(["upload.offset_mismatch", "idempotency.still_at_work"]);
const FULL = 507;
const SIGNED_OUT = 401;
const GONE = new Set([404, 410]);

// Still on its way, so that what waits for it must wait.
export const isOnItsWay = (file) => !["done", "failed", "left"].includes(file.state);

const shelves = new Map();

// `url` takes what has arrived. `isSingle`: a further file takes the place of the one before, and it
// is given up with its field. Other files go on while their page is left or built anew.
// `offered` are the kinds of files that the place offers to choose, `accept` those that it takes.
export function useUploads({ url, accept, offered = accept, maxMegabytes, isSingle }) {
  const own = useRef(null);
  if (isSingle) own.current ??= new Shelf(url);
  else if (!shelves.has(url)) shelves.set(url, new Shelf(url));
  const shelf = isSingle ? own.current : shelves.get(url);
  const files = useSyncExternalStore(shelf.subscribe, shelf.list, shelf.list);

  useEffect(() => {
    shelf.recall(offered);
    return () => (isSingle ? shelf.stop() : shelf.tidy());
  }, [shelf, isSingle, offered]);

  function add(list) {
    const chosen = [...list].slice(0, isSingle ? 1 : undefined);
    if (!chosen.length) return;
    if (isSingle) files.filter((file) => file.state !== "left").forEach(({ key }) => shelf.remove(key));
    shelf.add(chosen, (blob) => refusal(blob, { accept, maxMegabytes }));
  }

  return { files, add, remove: shelf.remove, pause: shelf.pause, goOn: shelf.goOn };
}

// The files on their way to one place.
class Shelf {
  constructor(url) {
    this.url = url;
    this.files = [];
    this.transfers = new Map();
    this.readers = new Set();
  }

  subscribe = (reader) => {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  };

  list = () => this.files;

  add(blobs, refuse) {
    const added = blobs.map((blob) => ({
      key: newKey(),
      print: printOf(this.url, blob),
      blob,
      name: blob.name,
      size: blob.size,
      sent: 0,
      safe: 0,
      state: "waiting",
      ...refuse(blob),
    }));
    const prints = new Set(added.map(({ print }) => print));
    const others = this.files.filter(({ state, print }) => state !== "left" || !prints.has(print));
    this.show([...others, ...added]);
  }

  // Shows what this browser began to send here and the server still has a part of.
  async recall(offered) {
    const mine = (await defaultOptions.urlStorage.findAllUploads())
      .map((stored) => ({ ...stored, print: STORED.exec(stored.urlStorageKey)?.[1] ?? "" }))
      .filter(({ print, metadata }) => print.startsWith(printOf(this.url)) && fits(metadata, offered));
    if (!mine.length) return;
    const known = await get(ENDPOINT, { headers: SPOKEN }).catch(() => []);
    const received = new Map(known.map((upload) => [`${ENDPOINT}/${upload.id}`, upload.received]));
    const shown = new Set(this.files.map(({ print }) => print));
    const left = mine
      .map((stored) => ({ ...stored, safe: received.get(pathOf(stored.uploadUrl)) }))
      .filter(({ print, safe }) => safe > 0 && !shown.has(print))
      .map(({ print, safe, size, metadata, uploadUrl, urlStorageKey }) => ({
        key: urlStorageKey,
        print,
        uploadUrl,
        name: metadata.filename,
        size,
        safe,
        state: "left",
      }));
    if (left.length) this.show([...left, ...this.files]);
  }

  remove = (key) => {
    const transfer = this.transfers.get(key);
    this.transfers.delete(key);
    if (transfer) end(transfer);
    const left = this.files.find((file) => file.key === key && file.state === "left");
    if (left) forget(left);
    this.show(this.files.filter((file) => file.key !== key));
  };

  pause = (key) => {
    this.transfers.get(key)?.abort();
    this.change(key, { state: "paused" });
  };

  // With what was paused, or failed in a way that may pass.
  goOn = (key) => this.change(key, { state: "waiting", error: null });

  // Nobody waits for these any more; what has arrived can still be gone on with.
  stop() {
    this.transfers.forEach((transfer) => transfer.abort());
    this.transfers.clear();
    this.show([]);
  }

  tidy() {
    this.files.filter((file) => !isOnItsWay(file)).forEach((file) => this.transfers.delete(file.key));
    this.show(this.files.filter(isOnItsWay));
  }

  show(files) {
    this.files = files;
    this.readers.forEach((read) => read());
    const busy = files.filter((file) => BUSY.has(file.state)).length;
    const next = files.find((file) => file.state === "waiting");
    if (next && busy < AT_ONCE) this.start(next);
  }

  change(key, values) {
    this.show(this.files.map((file) => (file.key === key ? { ...file, ...values } : file)));
  }

  start({ key, blob }) {
    const known = this.transfers.get(key);
    if (known) known.start();
    else this.begin(key, blob);
    this.change(key, { state: "going" });
  }

  async begin(key, blob) {
    const transfer = new Upload(blob, {
      endpoint: ENDPOINT,
      chunkSize: PART,
      metadata: { filename: blob.name, filetype: blob.type },
      retryDelays: PAUSES,
      removeFingerprintOnSuccess: true,
      fingerprint: async () => printOf(this.url, blob),
      onProgress: (sent) => this.change(key, { state: "going", sent }),
      onAfterResponse: (request, response) => {
        const status = response.getStatus();
        if (status < 300) {
          this.change(key, { safe: Number(response.getHeader("Upload-Offset") ?? 0) });
        } else if (request.getMethod() !== "HEAD" || !GONE.has(status)) {
          throw new Problem(status, parsed(response.getBody()));
        }
      },
      onShouldRetry: ({ causingError }) => {
        const mayPass = passes(causingError);
        if (mayPass) this.change(key, lost(causingError));
        return mayPass;
      },
      onError: ({ causingError }) => this.fail(key, causingError),
      onSuccess: () => this.take(key, transfer),
    });
    this.transfers.set(key, transfer);
    const before = await transfer.findPreviousUploads();
    if (this.transfers.get(key) !== transfer) return;
    if (before.length) transfer.resumeFromPreviousUpload(before.at(-1));
    transfer.start();
  }

  // The same key each time, so that an answer that got lost makes no second file.
  async take(key, transfer) {
    const address = new URL(this.url, window.location.href);
    address.searchParams.set("upload_id", transfer.url.split("/").at(-1));
    for (const pause of PAUSES) {
      if (this.transfers.get(key) !== transfer) return;
      this.change(key, { state: "checked" });
      try {
        const made = await post(address, {}, { key });
        this.transfers.delete(key);
        this.change(key, { state: "done", made });
        return;
      } catch (error) {
        if (!passes(error)) {
          if (!error.isPassing && error.status !== SIGNED_OUT) end(transfer);
          this.fail(key, error);
          return;
        }
        this.change(key, lost(error));
        await new Promise((go) => setTimeout(go, pause));
      }
    }
    this.fail(key, new Unreachable());
  }

  fail(key, error) {
    const known = error instanceof Problem ? error : new Unreachable();
    this.change(key, { state: "failed", error: known });
  }
}

// The server forgets what has arrived; when it cannot be told, it does so by itself after some days.
function end(transfer) {
  transfer.abort(true).catch(() => {});
}

// The same for what was left by a page that is gone.
function forget({ key, uploadUrl }) {
  defaultOptions.urlStorage.removeUpload(key);
  Upload.terminate(uploadUrl).catch(() => {});
}

// By which a file is known again when it is chosen again; without one, how those of a place begin.
function printOf(url, blob) {
  const own = blob ? [blob.name, blob.type, blob.size, blob.lastModified].join("|") : "";
  return `alp|${url}|${own}`;
}

const pathOf = (address) => new URL(address, window.location.href).pathname;

// Whether a place that offers only some kinds of files would be offered this one.
function fits({ filename, filetype }, offered) {
  if (!offered) return true;
  return offered
    .split(",")
    .map((kind) => kind.trim())
    .some((kind) => kind === filetype || (kind.startsWith(".") && hasEnding(filename, kind)));
}

const hasEnding = (name, ending) => name.toLowerCase().endsWith(ending.toLowerCase());

// A server that answers has a connection, but cannot take the bytes now.
function lost(error) {
  return { state: "lost", isAnswered: error instanceof Problem };
}

// Worth another try without anybody doing anything, now or when the connection is back.
function passes(error) {
  if (!(error instanceof Problem)) return true;
  if (error.status === FULL || /^(site[.]|upload[.]too_many)/.test(error.code)) return false;
  return error.isPassing || AGAIN.has(error.code);
}

// What need not be sent to know that it will be refused.
function refusal(blob, { accept, maxMegabytes }) {
  const endings = (accept ?? "")
    .split(",")
    .map((ending) => ending.trim())
    .filter((ending) => ending.startsWith("."));
  if (blob.size === 0) return failed("upload.empty");
  if (maxMegabytes && blob.size > maxMegabytes * MIB)
    return failed("upload.too_large", { megabytes: blob.size / MIB, most: maxMegabytes });
  if (endings.length && !endings.some((ending) => hasEnding(blob.name, ending)))
    return failed("upload.wrong_kind", { kinds: endings.join(", ") });
  return {};
}

function failed(key, facts = {}) {
  return { state: "failed", error: { key, facts } };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
