// What every uploader is made of: the place to drop files on, and a row for each file.
import { useId, useState } from "react";
import Check from "lucide-react/dist/esm/icons/check.mjs";
import CircleAlert from "lucide-react/dist/esm/icons/circle-alert.mjs";
import FileText from "lucide-react/dist/esm/icons/file-text.mjs";
import Upload from "lucide-react/dist/esm/icons/upload.mjs";
import X from "lucide-react/dist/esm/icons/x.mjs";
import { Unreachable, told } from "./api.js";
import { sized } from "./size.js";
import { useWords } from "./words.js";

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

export function Rows({ files, onRemove, onRetry }) {
  const words = useWords();
  if (!files.length) return null;
  return (
    <ul className="upload-list rows" aria-label={words("upload.files")}>
      {files.map((file) => (
        <Row
          key={file.key}
          file={file}
          onRemove={() => onRemove(file.key)}
          onRetry={() => onRetry(file.key)}
        />
      ))}
    </ul>
  );
}

function Row({ file, onRemove, onRetry }) {
  const words = useWords();
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
  const size = sized(file.size, words);
  if (file.state === "failed")
    return file.error.key ? words(file.error.key, file.error.facts) : told(file.error, words);
  if (file.state === "going") return words("upload.going", { percent: file.percent, size });
  if (file.state === "done")
    return file.made.pages
      ? words("upload.done_pages", { pages: file.made.pages })
      : words("upload.done", { size });
  return words("upload.waiting", { size });
}
