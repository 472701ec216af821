// One tooltip for the whole page: the name of whatever carries `data-tip`, on hover and on focus.
import { useEffect, useRef, useState } from "react";
import { floatBeside } from "./float.js";

const DELAY = 400;

export function Tooltips() {
  const box = useRef(null);
  const [anchor, setAnchor] = useState(null);

  useEffect(() => {
    let timer;
    const hide = () => {
      clearTimeout(timer);
      setAnchor(null);
    };
    const show = (element, delay) => {
      clearTimeout(timer);
      timer = setTimeout(() => setAnchor(element), delay);
    };
    const over = (event) => {
      const element = event.target.closest?.("[data-tip]");
      if (element && event.pointerType !== "touch") show(element, DELAY);
      else hide();
    };
    const focus = (event) => {
      const element = event.target.closest?.("[data-tip]");
      if (element?.matches(":focus-visible")) show(element, 0);
    };
    const key = (event) => event.key === "Escape" && hide();
    const listening = [
      ["pointerover", over],
      ["focusin", focus],
      ["focusout", hide],
      ["pointerdown", hide],
      ["keydown", key],
      ["scroll", hide],
    ];
    listening.forEach(([name, act]) => document.addEventListener(name, act, true));
    return () => {
      clearTimeout(timer);
      listening.forEach(([name, act]) => document.removeEventListener(name, act, true));
    };
  }, []);

  useEffect(() => {
    if (!anchor?.isConnected) return undefined;
    box.current.showPopover();
    const stop = floatBeside(anchor, box.current, "bottom");
    return () => {
      stop();
      box.current?.hidePopover();
    };
  }, [anchor]);

  // Hidden from assistive technology: the control's own label already says it.
  return (
    <div ref={box} className="tooltip" popover="manual" aria-hidden="true">
      {anchor?.dataset.tip}
    </div>
  );
}
