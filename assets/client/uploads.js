// Sends files as they are, a few at once, each with its own progress and its own failure.
import { useEffect, useRef, useState } from "react";
import { Problem, Unreachable, newKey } from "./api.js";

const AT_ONCE = 2;
const MIB = 1_048_576;

// `isSingle`: a further file takes the place of the one before.
export function useUploads({ url, accept, maxMegabytes, isSingle }) {
  const requests = useRef(new Map());
  const [files, setFiles] = useState([]);

  useEffect(() => {
    const going = files.filter((file) => file.state === "going").length;
    files
      .filter((file) => file.state === "waiting")
      .slice(0, Math.max(0, AT_ONCE - going))
      .forEach(start);
  });

  useEffect(() => () => requests.current.forEach((request) => request.abort()), []);

  function change(key, values) {
    setFiles((all) => all.map((file) => (file.key === key ? { ...file, ...values } : file)));
  }

  function add(list) {
    const added = [...list].slice(0, isSingle ? 1 : undefined).map((blob) => ({
      key: newKey(),
      blob,
      name: blob.name,
      size: blob.size,
      percent: 0,
      state: "waiting",
      ...refusal(blob, { accept, maxMegabytes }),
    }));
    if (!added.length) return;
    if (isSingle) files.forEach((file) => requests.current.get(file.key)?.abort());
    setFiles((all) => (isSingle ? added : [...all, ...added]));
  }

  function start({ key, blob, name }) {
    if (requests.current.has(key)) return;
    change(key, { state: "going", percent: 0 });
    const request = new XMLHttpRequest();
    requests.current.set(key, request);
    request.upload.onprogress = (event) =>
      event.lengthComputable &&
      change(key, { percent: Math.round((100 * event.loaded) / event.total) });
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status < 300) change(key, { state: "done", percent: 100, made: body });
      else change(key, { state: "failed", error: new Problem(request.status, body) });
    };
    request.onerror = () => change(key, { state: "failed", error: new Unreachable() });
    request.onloadend = () => requests.current.delete(key);
    const address = new URL(url, window.location.href);
    address.searchParams.set("filename", name);
    request.open("POST", address);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Idempotency-Key", key);
    request.send(blob);
  }

  function remove(key) {
    requests.current.get(key)?.abort();
    requests.current.delete(key);
    setFiles((all) => all.filter((file) => file.key !== key));
  }

  function retry(key) {
    change(key, { state: "waiting", error: null });
  }

  return { files, add, remove, retry };
}

// What need not be sent to know that it will be refused.
function refusal(blob, { accept, maxMegabytes }) {
  const endings = (accept ?? "")
    .split(",")
    .map((ending) => ending.trim().toLowerCase())
    .filter((ending) => ending.startsWith("."));
  if (blob.size === 0) return failed("upload.empty");
  if (maxMegabytes && blob.size > maxMegabytes * MIB)
    return failed("upload.too_large", { megabytes: blob.size / MIB, most: maxMegabytes });
  if (endings.length && !endings.some((ending) => blob.name.toLowerCase().endsWith(ending)))
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
