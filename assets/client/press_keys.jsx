// In a panel: a single key presses its button marked with it, while nothing is being typed.
import { useEffect, useRef } from "react";

export function PressKeys() {
  const place = useRef(null);

  useEffect(() => {
    const panel = place.current.closest("dialog") ?? place.current.parentElement;
    const act = (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input, textarea, select, [contenteditable]")) return;
      const button = panel.querySelector(`[data-press="${CSS.escape(event.key.toLowerCase())}"]`);
      if (!button || button.disabled) return;
      event.preventDefault();
      button.click();
    };
    panel.addEventListener("keydown", act);
    return () => panel.removeEventListener("keydown", act);
  }, []);

  return <span ref={place} hidden />;
}
