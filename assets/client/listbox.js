// The keyboard of a list under a text field (ARIA 1.2 combobox): focus stays in the field.
import { useEffect, useId, useState } from "react";

export function useListbox({ count, isOpen, onChoose, onClose }) {
  const id = useId();
  const [active, setActive] = useState(0);
  const at = Math.min(active, Math.max(count - 1, 0));
  const optionId = (index) => `${id}-${index}`;

  useEffect(() => {
    if (isOpen) document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at, id, isOpen]);

  function onKeyDown(event) {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[event.key];
    if (to !== undefined && count > 0) {
      event.preventDefault();
      const isStep = event.key.startsWith("Arrow");
      setActive(isStep ? (to + count) % count : Math.min(Math.max(to, 0), count - 1));
    } else if (event.key === "Enter" && isOpen && count > 0) {
      event.preventDefault();
      onChoose(at);
    } else if (event.key === "Escape" && onClose) {
      onClose(event);
    }
  }

  return {
    active: at,
    setActive,
    field: {
      role: "combobox",
      autoComplete: "off",
      spellCheck: false,
      "aria-autocomplete": "list",
      "aria-expanded": isOpen,
      "aria-controls": id,
      "aria-activedescendant": isOpen && count > 0 ? optionId(at) : undefined,
      onKeyDown,
    },
    list: { id, role: "listbox" },
    option: (index) => ({
      id: optionId(index),
      role: "option",
      "aria-selected": index === at,
      onPointerMove: () => setActive(index),
      onPointerDown: (event) => event.preventDefault(),
      onClick: () => onChoose(index),
    }),
  };
}
