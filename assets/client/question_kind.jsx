// In the form of a question: only the fields of its kind, and one right answer where there is one.
import { useEffect, useRef } from "react";

const ONE_RIGHT = ["single", "true_false"];

// Fields say what they are for in `data-kinds`; those of other kinds are neither shown nor sent.
export function QuestionKind({ name }) {
  const place = useRef(null);

  useEffect(() => {
    const form = place.current.closest("form");
    const choice = form.elements[name];

    const show = () => {
      for (const part of form.querySelectorAll("[data-kinds]")) {
        const fits = part.dataset.kinds.split(" ").includes(choice.value);
        part.hidden = !fits;
        part.disabled = !fits;
      }
      if (ONE_RIGHT.includes(choice.value)) rights().slice(1).forEach(clear);
    };
    const rights = () =>
      [...form.querySelectorAll("[data-right] input")].filter((box) => box.checked);
    const clear = (box) => {
      box.checked = false;
    };
    const change = ({ target }) => {
      if (target === choice) show();
      else if (target.checked && ONE_RIGHT.includes(choice.value) && target.closest("[data-right]"))
        rights()
          .filter((box) => box !== target)
          .forEach(clear);
    };

    show();
    form.addEventListener("change", change);
    return () => form.removeEventListener("change", change);
  }, [name]);

  return <span ref={place} hidden />;
}
