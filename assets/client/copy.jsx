// Copies a text and says that it did.
import { useEffect, useRef, useState } from "react";
import Check from "lucide-react/dist/esm/icons/check.mjs";
import Copy from "lucide-react/dist/esm/icons/copy.mjs";
import { useWords } from "./words.js";

const SHOWN = 2000;

export function CopyButton({ text, label }) {
  const words = useWords();
  const timer = useRef(null);
  const [outcome, setOutcome] = useState("");
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
    } catch {
      setOutcome("refused");
    }
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome(""), SHOWN);
  }

  const Icon = outcome === "copied" ? Check : Copy;
  const said = outcome && words(`copy.${outcome}`);
  return (
    <>
      <button type="button" className="btn btn-sm" onClick={copy}>
        <Icon className="i" strokeWidth={1.75} aria-hidden="true" />
        {said || label || words("copy.copy")}
      </button>
      <span className="vh" role="status">
        {said}
      </span>
    </>
  );
}
