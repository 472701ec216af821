// Questions from and to a file: first what would become of each part of it, then the deed.
import { useId, useState } from "react";
import { Problem, Unreachable, get, newKey, told } from "./api.js";
import { Drop } from "./upload_parts.jsx";
import { useWords } from "./words.js";

const FORMATS = { moodle: ".xml", gift: ".gift,.txt", aiken: ".txt" };
const ENDINGS = { moodle: "xml", gift: "gift.txt", aiken: "txt" };

export function BankExchange({ courseId, onImported }) {
  const words = useWords();
  const id = useId();
  const [format, setFormat] = useState("moodle");
  const [file, setFile] = useState(null);
  const [report, setReport] = useState(null);
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const bank = `/api/v1/courses/${courseId}/bank`;

  async function doing(work) {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }

  const read = (chosen, as = format) =>
    doing(async () => {
      setFile(chosen);
      setReport(null);
      setReport({ kind: "import", ...(await send(bank, chosen, as, true)) });
    });

  const takeIn = () =>
    doing(async () => {
      const done = await send(bank, file, format, false);
      onImported?.(done.change.change_id);
    });

  const write = () =>
    doing(async () => {
      setFile(null);
      const made = await get(`${bank}/export?format=${format}`);
      save(made.text, `questions.${ENDINGS[format]}`);
      setReport({ kind: "export", findings: made.findings });
    });

  function choose(next) {
    setFormat(next);
    setReport(null);
    if (file) read(file, next);
  }

  return (
    <div className="stack gap-4">
      <div className="field">
        <label htmlFor={id}>{words("bank.format")}</label>
        <select id={id} className="input" value={format} onChange={({ target }) => choose(target.value)}>
          {Object.keys(FORMATS).map((name) => (
            <option key={name} value={name}>
              {words(`file_format.${name}`)}
            </option>
          ))}
        </select>
      </div>
      <Drop
        accept={FORMATS[format]}
        label={file ? file.name : words("bank.choose_file")}
        hint={words("bank.dry_run_hint")}
        onFiles={(files) => files[0] && read(files[0])}
      />
      {error && (
        <p className="field-error" role="alert">
          {told(error, words)}
        </p>
      )}
      {report && <Report report={report} words={words} />}
      <div className="form-actions">
        {report?.kind === "import" && report.questions.length > 0 && (
          <button type="button" className="btn btn-primary" aria-busy={isBusy} disabled={isBusy} onClick={takeIn}>
            {words("bank.take_in", { n: report.questions.length })}
          </button>
        )}
        <button type="button" className="btn" aria-busy={isBusy} disabled={isBusy} onClick={write}>
          {words("bank.export")}
        </button>
      </div>
    </div>
  );
}

function Report({ report, words }) {
  return (
    <section aria-live="polite">
      <p>
        <strong>
          {report.kind === "import"
            ? words("bank.found", { n: report.questions.length })
            : words("bank.written")}
        </strong>{" "}
        {report.findings.length === 0 && words("bank.nothing_lost")}
      </p>
      {report.findings.length > 0 && (
        <div className="table-frame table-framed is-sticky bank-report" role="region" tabIndex={0} aria-label={words("bank.report")}>
          <table className="tbl">
            <thead>
              <tr>
                <th scope="col">{words("bank.line")}</th>
                <th scope="col">{words("bank.part")}</th>
                <th scope="col">{words("bank.outcome")}</th>
              </tr>
            </thead>
            <tbody>
              {report.findings.map((finding, place) => (
                <tr key={place}>
                  <td className="num">{finding.line || ""}</td>
                  <th scope="row">
                    {words(`exchange.${finding.part}`)}
                    <p className="meta">
                      {[finding.question, finding.detail].filter(Boolean).join(": ")}
                    </p>
                  </th>
                  <td>
                    <span className={`badge badge-${TONES[finding.outcome]}`}>
                      {words(`findings.${finding.outcome}`)}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const TONES = { kept: "ok", changed: "warn", dropped: "bad" };

async function send(bank, file, format, isDry) {
  let answer;
  try {
    answer = await fetch(`${bank}/import?format=${format}&dry_run=${isDry}&filename=questions`, {
      method: "POST",
      headers: {
        "Content-Type": "application/octet-stream",
        Accept: "application/json",
        "Idempotency-Key": newKey(),
      },
      body: file,
    });
  } catch (error) {
    throw new Unreachable(error.message);
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(answer.status, body);
  return body;
}

function save(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
