// Takes files by drop or button and sends each as it is, with its own progress and its own failure.
import { useEffect, useId, useRef, useState } from "react";
import Check from "lucide-react/dist/esm/icons/check.mjs";
import CircleAlert from "lucide-react/dist/esm/icons/circle-alert.mjs";
import FileText from "lucide-react/dist/esm/icons/file-text.mjs";
import Upload from "lucide-react/dist/esm/icons/upload.mjs";
import X from "lucide-react/dist/esm/icons/x.mjs";
import { Problem, Unreachable, newKey, told } from "./api.js";
import { useWords } from "./words.js";

const AT_ONCE = 2;

export function Uploader({ url, accept, label, hint, maxMegabytes, onChange }) {
  const words = useWords();
  const id = useId();
  const requests = useRef(new Map());
  const [files, setFiles] = useState([]);
  const [isOver, setOver] = useState(false);
  const finished = files.filter((file) => file.state === "done").map((file) => file.id);
  const reported = useRef("");

  useEffect(() => {
    const ids = finished.join(" ");
    if (ids === reported.current) return;
    reported.current = ids;
    onChange?.(finished);
  });

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
    const added = [...list].map((blob) => {
      const file = {
        key: newKey(),
        blob,
        name: blob.name,
        size: blob.size,
        percent: 0,
        state: "waiting",
      };
      return { ...file, ...refusal(blob, { accept, maxMegabytes }) };
    });
    setFiles((all) => [...all, ...added]);
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
      if (request.status < 300)
        change(key, { state: "done", percent: 100, id: body.id, pages: body.pages });
      else change(key, { state: "failed", error: new Problem(request.status, body) });
    };
    request.onerror = () => change(key, { state: "failed", error: new Unreachable() });
    request.onloadend = () => requests.current.delete(key);
    request.open("POST", `${url}?${new URLSearchParams({ filename: name })}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    request.send(blob);
  }

  function remove(key) {
    requests.current.get(key)?.abort();
    requests.current.delete(key);
    setFiles((all) => all.filter((file) => file.key !== key));
  }

  function drop(event) {
    event.preventDefault();
    setOver(false);
    add(event.dataTransfer.files);
  }

  return (
    <div className="uploader">
      <div
        className={`drop${isOver ? " is-over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Upload className="i" strokeWidth={1.75} aria-hidden="true" />
        <p>
          <label htmlFor={id} className="drop-label">
            {label || words("upload.choose")}
          </label>{" "}
          <span className="drop-or">{words("upload.or_drop")}</span>
        </p>
        {hint && (
          <p className="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
        <input
          id={id}
          type="file"
          multiple
          accept={accept}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onChange={(event) => {
            add(event.target.files);
            event.target.value = "";
          }}
        />
      </div>
      {files.length > 0 && (
        <ul className="upload-list rows" aria-label={words("upload.files")}>
          {files.map((file) => (
            <Row
              key={file.key}
              file={file}
              words={words}
              onRemove={() => remove(file.key)}
              onRetry={() => change(file.key, { state: "waiting", error: null })}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function Row({ file, words, onRemove, onRetry }) {
  const Icon = { done: Check, failed: CircleAlert }[file.state] ?? FileText;
  const mayRetry =
    file.state === "failed" && (file.error instanceof Unreachable || file.error?.isPassing);
  return (
    <li className={`upload is-${file.state}`}>
      <Icon className="i" strokeWidth={1.75} aria-hidden="true" />
      <div>
        <p className="upload-name">{file.name}</p>
        {file.state === "going" && (
          <progress className="progress" max={100} value={file.percent} aria-label={file.name} />
        )}
        <p
          className={file.state === "failed" ? "upload-fail" : "meta"}
          role={file.state === "failed" ? "alert" : undefined}
        >
          {said(file, words)}
        </p>
      </div>
      <div className="row">
        {mayRetry && (
          <button type="button" className="btn btn-sm" onClick={onRetry}>
            {words("upload.retry")}
          </button>
        )}
        <button
          type="button"
          className="btn btn-quiet btn-icon btn-sm"
          aria-label={words(file.state === "going" ? "upload.cancel" : "upload.remove", {
            name: file.name,
          })}
          onClick={onRemove}
        >
          <X className="i" strokeWidth={1.75} aria-hidden="true" />
        </button>
      </div>
    </li>
  );
}

function said(file, words) {
  const megabytes = file.size / 1_048_576;
  if (file.state === "failed")
    return file.error.key ? words(file.error.key, file.error.facts) : told(file.error, words);
  if (file.state === "going") return words("upload.going", { percent: file.percent, megabytes });
  if (file.state === "done")
    return file.pages
      ? words("upload.done_pages", { pages: file.pages })
      : words("upload.done", { megabytes });
  return words("upload.waiting", { megabytes });
}

// What need not be sent to know that it will be refused.
function refusal(blob, { accept, maxMegabytes }) {
  const endings = (accept ?? "")
    .split(",")
    .map((ending) => ending.trim().toLowerCase())
    .filter((ending) => ending.startsWith("."));
  if (blob.size === 0) return failed("upload.empty");
  if (maxMegabytes && blob.size > maxMegabytes * 1_048_576)
    return failed("upload.too_large", { megabytes: blob.size / 1_048_576, most: maxMegabytes });
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
