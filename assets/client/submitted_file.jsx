// A file that was handed in: its name and state, and a look into it where a browser can give one.
import Ban from "lucide-react/dist/esm/icons/ban.mjs";
import Clock from "lucide-react/dist/esm/icons/clock.mjs";
import FileText from "lucide-react/dist/esm/icons/file-text.mjs";
import ShieldCheck from "lucide-react/dist/esm/icons/shield-check.mjs";
import { sized } from "./size.js";
import { useWords } from "./words.js";

const ICONS = { pending: Clock, quarantined: Ban, clean: ShieldCheck };

export function FileLine({ file, children }) {
  const words = useWords();
  const Icon = ICONS[file.scan] ?? FileText;
  return (
    <div className={`handed-file is-${file.scan}`}>
      <Icon className="i" strokeWidth={1.75} aria-hidden="true" />
      <div>
        {file.href ? (
          <a href={file.href} target="_blank" rel="noreferrer">
            {file.filename}
          </a>
        ) : (
          <span>{file.filename}</span>
        )}
        <p className="meta">
          {sized(file.size, words)} · {words(`file_scan.${file.scan}`)}
        </p>
      </div>
      {children}
    </div>
  );
}

export function FilePreview({ file }) {
  const kind = file.media_type.split("/")[0];
  return (
    <figure className="handed-preview">
      <figcaption>
        <FileLine file={file} />
      </figcaption>
      {file.href && <Look file={file} kind={kind} />}
    </figure>
  );
}

function Look({ file, kind }) {
  if (kind === "image" && file.media_type !== "image/svg+xml")
    return <img src={file.href} alt={file.filename} />;
  if (kind === "video")
    return <video src={file.href} controls preload="metadata" aria-label={file.filename} />;
  if (kind === "audio")
    return <audio src={file.href} controls preload="metadata" aria-label={file.filename} />;
  if (file.media_type === "application/pdf")
    return <iframe src={file.href} title={file.filename} />;
  return null;
}
