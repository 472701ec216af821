// Files that a person marks. `files` names those that came before: `{id, filename}`.
import { useEffect, useRef } from "react";
import FileText from "lucide-react/dist/esm/icons/file-text.mjs";
import { Drop, Rows } from "../upload_parts.jsx";
import { useUploads } from "../uploads.js";
import { useWords } from "../words.js";

export function FileInput({ question, answer, isOpen, onAnswer, uploadUrl, files = [] }) {
  const words = useWords();
  const ids = answer?.file_ids ?? [];
  const accept = question.extensions.map((ending) => `.${ending}`).join(",");
  const uploads = useUploads({ url: uploadUrl, accept });
  const names = useRef(new Map());
  files.forEach((file) => names.current.set(file.id, file.filename));
  const came = uploads.files.filter((file) => file.state === "done");

  function give(next) {
    onAnswer(next.length ? { file_ids: next } : null);
  }

  // What has arrived leaves the list of uploads and joins the answer.
  useEffect(() => {
    if (!came.length) return;
    came.forEach((file) => {
      names.current.set(file.made.id, file.name);
      uploads.remove(file.key);
    });
    give([...ids, ...came.map((file) => file.made.id)].slice(0, question.most_files));
  });

  const left = question.most_files - ids.length;
  return (
    <div className="stack gap-3">
      {ids.map((id) => (
        <div className="handed-file" key={id}>
          <FileText className="i" strokeWidth={1.75} aria-hidden="true" />
          <span>{names.current.get(id) ?? words("question.file_of_yours")}</span>
          {isOpen && (
            <button
              type="button"
              className="btn btn-sm"
              onClick={() => give(ids.filter((each) => each !== id))}
            >
              {words("submission.take_out")}
              <span className="vh"> {names.current.get(id)}</span>
            </button>
          )}
        </div>
      ))}
      {isOpen && uploadUrl && left > 0 && (
        <Drop
          accept={accept || undefined}
          label={words("submission.add_files")}
          hint={words(accept ? "question.files_of" : "question.files_any", {
            n: left,
            kinds: question.extensions.join(", "),
          })}
          multiple={left > 1}
          onFiles={(list) => uploads.add([...list].slice(0, left))}
        />
      )}
      <Rows
        files={uploads.files.filter((file) => file.state !== "done")}
        uploads={uploads}
      />
    </div>
  );
}
