// Files that a person marks. `files` are those that the answer names, as the API's AnsweredFile.
// What is sent joins the answer by the page that has the question, so that it may be left meanwhile.
import Ban from "lucide-react/dist/esm/icons/ban.mjs";
import Clock from "lucide-react/dist/esm/icons/clock.mjs";
import FileText from "lucide-react/dist/esm/icons/file-text.mjs";
import ShieldCheck from "lucide-react/dist/esm/icons/shield-check.mjs";
import { sized } from "../size.js";
import { Drop, Rows } from "../upload_parts.jsx";
import { isOnItsWay, useUploads } from "../uploads.js";
import { useWords } from "../words.js";

const MARKS = { pending: Clock, quarantined: Ban, clean: ShieldCheck };

export function FileInput({ question, answer, isOpen, onAnswer, uploadUrl, files = [] }) {
  const ids = answer?.file_ids ?? [];
  const known = new Map(files.map((file) => [file.id, file]));

  function takeOut(id) {
    const rest = ids.filter((each) => each !== id);
    onAnswer(rest.length ? { file_ids: rest } : null);
  }

  return (
    <div className="stack gap-3">
      {ids.map((id) => (
        <Given key={id} file={known.get(id)} onTakeOut={isOpen ? () => takeOut(id) : null} />
      ))}
      {isOpen && uploadUrl && (
        <Sender question={question} url={uploadUrl} left={question.most_files - ids.length} />
      )}
    </div>
  );
}

function Given({ file, onTakeOut }) {
  const words = useWords();
  const Mark = MARKS[file?.scan] ?? FileText;
  const name = file?.filename ?? words("question.file_of_yours");
  return (
    <div className={`handed-file is-${file?.scan}`}>
      <Mark className="i" strokeWidth={1.75} aria-hidden="true" />
      <div>
        {file?.href ? (
          <a href={file.href} target="_blank" rel="noreferrer">
            {name}
          </a>
        ) : (
          <span>{name}</span>
        )}
        {file && (
          <p className="meta">
            {sized(file.size, words)} · {words(`file_scan.${file.scan}`)}
          </p>
        )}
      </div>
      {onTakeOut && (
        <button type="button" className="btn btn-sm" onClick={onTakeOut}>
          {words("submission.take_out")}
          <span className="vh"> {name}</span>
        </button>
      )}
    </div>
  );
}

function Sender({ question, url, left }) {
  const words = useWords();
  const accept = question.extensions.map((ending) => `.${ending}`).join(",");
  const uploads = useUploads({ url, accept, maxMegabytes: question.most_megabytes });
  const shown = uploads.files.filter((file) => file.state !== "done");
  const room = left - shown.filter(isOnItsWay).length;
  return (
    <>
      {room > 0 && (
        <Drop
          accept={accept || undefined}
          label={words("question.add_file", { n: room })}
          hint={words(accept ? "question.files_of" : "question.files_any", {
            n: room,
            kinds: question.extensions.join(", "),
            megabytes: question.most_megabytes,
          })}
          multiple={room > 1}
          onFiles={(list) => uploads.add([...list].slice(0, room))}
        />
      )}
      <Rows files={shown} uploads={uploads} />
    </>
  );
}
