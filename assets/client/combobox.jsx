// A field that narrows a list of choices as you type. Esc puts back what was chosen.
import { useEffect, useRef, useState } from "react";
import { floatBeside } from "./float.js";
import { useListbox } from "./listbox.js";
import { useWords } from "./words.js";

const MOST = 50;

export function Combobox({
  name,
  options,
  value,
  onChange,
  placeholder,
  fieldId,
  describedBy,
  invalid,
}) {
  const words = useWords();
  const field = useRef(null);
  const list = useRef(null);
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState(null);
  const chosen = (options ?? []).find((option) => option.value === value);
  const shown = typed ?? chosen?.label ?? "";
  const matching = (options ?? []).filter((option) => matches(option.label, typed)).slice(0, MOST);

  const listbox = useListbox({
    count: matching.length,
    isOpen,
    onChoose(index) {
      onChange?.(matching[index].value);
      close();
    },
    onClose(event) {
      if (isOpen) event.stopPropagation();
      close();
    },
  });

  useEffect(() => {
    if (!isOpen) return undefined;
    list.current.showPopover();
    return floatBeside(field.current, list.current, "bottom-start", { gap: 2, sameWidth: true });
  }, [isOpen]);

  function close() {
    setOpen(false);
    setTyped(null);
  }

  return (
    <>
      <input
        ref={field}
        id={fieldId}
        type="text"
        className="input"
        value={shown}
        placeholder={placeholder}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        {...listbox.field}
        onFocus={(event) => event.target.select()}
        onClick={() => setOpen(true)}
        onBlur={close}
        onChange={(event) => {
          setTyped(event.target.value);
          setOpen(true);
          listbox.setActive(0);
        }}
        onKeyDown={(event) => {
          if (!isOpen && event.key === "ArrowDown") setOpen(true);
          else listbox.field.onKeyDown(event);
        }}
      />
      <input type="hidden" name={name} value={value ?? ""} />
      {isOpen && (
        <ul
          ref={list}
          popover="manual"
          className="floating listbox"
          {...listbox.list}
          aria-label={words("combobox.choices")}
        >
          {matching.map((option, index) => (
            <li key={option.value} className="option" {...listbox.option(index)}>
              <span>{option.label}</span>
              {option.meta && <span className="meta">{option.meta}</span>}
            </li>
          ))}
          {matching.length === 0 && (
            <li className="option-none">{words("combobox.nothing", { typed })}</li>
          )}
        </ul>
      )}
      <span className="vh" role="status">
        {isOpen && typed ? words("combobox.count", { count: matching.length }) : ""}
      </span>
    </>
  );
}

export function matches(label, typed) {
  if (!typed) return true;
  const text = plain(label);
  return plain(typed)
    .split(/\s+/)
    .every((part) => text.includes(part));
}

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
