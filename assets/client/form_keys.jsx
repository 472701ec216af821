// In a form: Ctrl+Enter sends it, Esc presses its button marked data-leaves.
import { useEffect, useRef } from "react";

export function FormKeys() {
  const place = useRef(null);

  useEffect(() => {
    const form = place.current.closest("form");
    const act = (event) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit();
      } else if (event.key === "Escape") {
        event.preventDefault();
        form.querySelector("[data-leaves]")?.click();
      }
    };
    form.addEventListener("keydown", act);
    return () => form.removeEventListener("keydown", act);
  }, []);

  return <span ref={place} hidden />;
}
