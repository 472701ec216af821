// After a move to another page: focus goes to its heading and its title is said.
import { useEffect, useState } from "react";
import { useLocation } from "react-router";
import { tellZone } from "./zone.js";

const PATIENCE = 4000;

// Outlives the frame, which every page brings anew.
let here = null;

// Before the first page asks the server for anything; not while pages are made in advance.
if (typeof document !== "undefined") tellZone();

export function Arrival() {
  const { pathname } = useLocation();
  const [title, say] = useState("");

  useEffect(() => {
    const cameFrom = here;
    here = pathname;
    if (cameFrom === null || cameFrom === pathname) return undefined;
    return whenPresent("main h1", (heading) => {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      say(document.title);
    });
  }, [pathname]);

  return (
    <p className="vh" role="status" aria-live="polite">
      {title}
    </p>
  );
}

// The heading may come only with the page's data.
function whenPresent(selector, act) {
  const found = document.querySelector(selector);
  if (found) {
    act(found);
    return undefined;
  }
  const observer = new MutationObserver(() => {
    const late = document.querySelector(selector);
    if (!late) return;
    stop();
    act(late);
  });
  const timer = setTimeout(() => stop(), PATIENCE);
  function stop() {
    observer.disconnect();
    clearTimeout(timer);
  }
  observer.observe(document.body, { childList: true, subtree: true });
  return stop;
}
