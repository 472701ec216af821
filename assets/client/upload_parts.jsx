// What every uploader is made of: the place to drop files on, and a row for each file.
import { useId, useState } from "react";
import Check from "lucide-react/dist/esm/icons/check.mjs";
import CircleAlert from "lucide-react/dist/esm/icons/circle-alert.mjs";
import FileClock from "lucide-react/dist/esm/icons/file-clock.mjs";
import FileText from "lucide-react/dist/esm/icons/file-text.mjs";
import Pause from "lucide-react/dist/esm/icons/pause.mjs";
import Play from "lucide-react/dist/esm/icons/play.mjs";
import Upload from "lucide-react/dist/esm/icons/upload.mjs";
import WifiOff from "lucide-react/dist/esm/icons/wifi-off.mjs";
import X from "lucide-react/dist/esm/icons/x.mjs";
import { Unreachable, told } from "./api.js";
import { sized } from "./size.js";
import { isOnItsWay } from "./uploads.js";
import { useWords } from "./words.js";

const KIB = 1024;
const MIB = 1_048_576;
const SIGNED_OUT = 401;
const SHOWING = new Set(["going", "lost", "paused"]);

export function Drop({ input, accept, label, hint, multiple, onFiles }) {
  const words = useWords();
  const id = useId();
  const [isOver, setOver] = useState(false);

  function drop(event) {
    event.preventDefault();
    setOver(false);
    onFiles(event.dataTransfer.files);
  }

  return (
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
          {label}
        </label>{" "}
        <span className="drop-or">{words(multiple ? "upload.or_drop" : "upload.or_drop_one")}</span>
      </p>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input
        ref={input}
        id={id}
        type="file"
        multiple={multiple}
        accept={accept}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => {
          onFiles(event.target.files);
          event.target.value = "";
        }}
      />
    </div>
  );
}

export function Rows({ files, uploads }) {
  const words = useWords();
  return (
    <>
      {files.length > 0 && (
        <ul className="upload-list rows" aria-label={words("upload.files")}>
          {files.map((file) => (
            <Row key={file.key} file={file} uploads={uploads} />
          ))}
        </ul>
      )}
      <p className="vh" role="status">
        {spoken(files, words)}
      </p>
    </>
  );
}

function Row({ file, uploads }) {
  const words = useWords();
  const { key, name, state, error } = file;
  const Icon = { done: Check, failed: CircleAlert, left: FileClock, lost: WifiOff }[state] ?? FileText;
  const mayRetry =
    state === "failed" &&
    (error instanceof Unreachable || error?.isPassing || error?.status === SIGNED_OUT);
  return (
    <li className={`upload is-${state}`}>
      <Icon className="i" strokeWidth={1.75} aria-hidden="true" />
      <div>
        <p className="upload-name">{name}</p>
        {SHOWING.has(state) && (
          <progress className="progress" max={file.size} value={file.sent} aria-label={name} />
        )}
        <p
          className={state === "failed" ? "upload-fail" : "meta"}
          role={state === "failed" ? "alert" : undefined}
        >
          {said(file, words)}
        </p>
      </div>
      <div className="row">
        {mayRetry && (
          <button type="button" className="btn btn-sm" onClick={() => uploads.goOn(key)}>
            {words("upload.retry")}
          </button>
        )}
        {(state === "going" || state === "lost") && (
          <Tool
            Icon={Pause}
            label={words("upload.pause", { name })}
            onClick={() => uploads.pause(key)}
          />
        )}
        {state === "paused" && (
          <Tool
            Icon={Play}
            label={words("upload.go_on", { name })}
            onClick={() => uploads.goOn(key)}
          />
        )}
        <Tool
          Icon={X}
          label={words(wordOfEnd(file), { name })}
          onClick={() => uploads.remove(key)}
        />
      </div>
    </li>
  );
}

function Tool({ Icon, label, onClick }) {
  return (
    <button
      type="button"
      className="btn btn-quiet btn-icon btn-sm"
      aria-label={label}
      onClick={onClick}
    >
      <Icon className="i" strokeWidth={1.75} aria-hidden="true" />
    </button>
  );
}

function wordOfEnd(file) {
  if (file.state === "left") return "upload.discard";
  return isOnItsWay(file) ? "upload.cancel" : "upload.remove";
}

function said(file, words) {
  const { state, error } = file;
  const size = sized(file.size, words);
  const percent = Math.floor((100 * file.safe) / file.size);
  if (state === "failed") {
    if (error.status === SIGNED_OUT) return words("upload.signed_out", { percent });
    return error.key ? words(error.key, error.facts) : told(error, words);
  }
  if (state === "going") return words("upload.going", { sent: inUnitOf(file), size });
  if (state === "lost") return words(file.isAnswered ? "upload.put_off" : "upload.lost", { percent });
  if (state === "paused") return words("upload.paused", { percent });
  if (state === "left") return words("upload.left", { percent });
  if (state === "checked") return words("upload.checked", { size });
  if (state === "done")
    return file.made.pages
      ? words("upload.done_pages", { pages: file.made.pages })
      : words("upload.done", { size });
  return words("upload.waiting", { size });
}

function inUnitOf({ sent, size }) {
  return size < MIB ? Math.ceil(sent / KIB) : Math.floor((10 * sent) / MIB) / 10;
}

// What a screen reader hears: each quarter of the way, and when the connection is lost.
function spoken(files, words) {
  const lost = files.filter((file) => file.state === "lost");
  if (lost.length) return words("upload.lost_files", { n: lost.length });
  const going = files.filter((file) => SHOWING.has(file.state));
  if (!going.length) return "";
  const part = total(going, "sent") / total(going, "size");
  return words("upload.quarter", { percent: 25 * Math.floor(4 * part) });
}

const total = (files, what) => files.reduce((sum, file) => sum + file[what], 0);
