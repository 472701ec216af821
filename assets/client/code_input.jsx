// A code as people read it, in capitals and groups of four, however it is typed or pasted.
import { useEffect, useRef, useState } from "react";

const GROUP = 4;

export function CodeInput({ name, length, start, fromHash, onComplete }) {
  const [code, setCode] = useState(() => cleaned(start, length));
  const told = useRef(code);

  useEffect(() => setCode(cleaned(start, length)), [start, length]);

  useEffect(() => {
    if (!fromHash || !window.location.hash) return;
    setCode(cleaned(decodeURIComponent(window.location.hash.slice(1)), length));
    window.history.replaceState(window.history.state, "", window.location.pathname);
  }, [fromHash, length]);

  function change(event) {
    const next = cleaned(event.target.value, length);
    setCode(next);
    if (next.length === length && next !== told.current) {
      told.current = next;
      onComplete?.(next);
    }
  }

  return (
    <input
      id={`field-${name}`}
      name={name}
      className="input code-input"
      value={grouped(code)}
      onChange={change}
      required
      autoComplete="off"
      autoCapitalize="characters"
      spellCheck={false}
      aria-describedby={`field-${name}-note`}
      data-groups={Math.ceil(length / GROUP)}
    />
  );
}

function cleaned(text, length) {
  return (text ?? "").toUpperCase().replace(/[^0-9A-Z]/g, "").slice(0, length);
}

function grouped(code) {
  return code.match(/.{1,4}/g)?.join("-") ?? "";
}
