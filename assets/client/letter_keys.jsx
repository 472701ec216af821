// In the nearest place marked data-keys: a letter presses the button that names it in its own data-key.
import { useEffect, useRef } from "react";

const TYPING = "input, textarea, select, [contenteditable]";

export function LetterKeys() {
  const mark = useRef(null);

  useEffect(() => {
    const place = mark.current.closest("[data-keys]");
    const act = (event) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
      const wanted = event.key.toLowerCase();
      const button = [...place.querySelectorAll("[data-key]")].find((one) =>
        one.dataset.key.split(" ").includes(wanted),
      );
      if (!button || button.disabled) return;
      event.preventDefault();
      button.click();
    };
    place.addEventListener("keydown", act);
    return () => place.removeEventListener("keydown", act);
  }, []);

  return <span ref={mark} hidden />;
}
