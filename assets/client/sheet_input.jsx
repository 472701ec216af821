// A list that is pasted, or read from a file without sending the file anywhere.
import { useRef, useState } from "react";
import Upload from "lucide-react/dist/esm/icons/upload.mjs";

const LARGEST = 200_000;

export function SheetInput({ name, choose, placeholder }) {
  const [text, setText] = useState("");
  const chooser = useRef(null);

  async function read(event) {
    const file = event.target.files[0];
    event.target.value = "";
    if (file) setText(decoded(await file.slice(0, LARGEST).arrayBuffer()));
  }

  return (
    <div className="sheet-input">
      <textarea
        id={`field-${name}`}
        name={name}
        className="input"
        rows={6}
        required
        maxLength={LARGEST}
        placeholder={placeholder}
        aria-describedby={`field-${name}-note`}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <input
        ref={chooser}
        type="file"
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        onChange={read}
        hidden
      />
      <button type="button" className="btn btn-sm" onClick={() => chooser.current.click()}>
        <Upload className="i" strokeWidth={1.75} aria-hidden="true" />
        {choose}
      </button>
    </div>
  );
}

// Spreadsheets write UTF-8, or the Latin letters of old Windows.
function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
