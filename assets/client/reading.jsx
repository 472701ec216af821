// Knows which block the reader has reached, saves it, and brings the reader back to it.
import { useEffect, useRef } from "react";
import { reportPlace } from "./places.js";

const BLOCK = "[data-block]";

export function Reading({ lessonId, startBlock, saves, className, children }) {
  const article = useRef(null);
  const hasLanded = useRef(null);

  useEffect(() => {
    if (!startBlock || hasLanded.current === lessonId || window.location.hash) return;
    const block = article.current.querySelector(`[data-block="${CSS.escape(startBlock)}"]`);
    if (!block) return;
    hasLanded.current = lessonId;
    if (block !== article.current.querySelector(BLOCK)) block.scrollIntoView({ block: "start" });
  });

  useEffect(() => {
    if (!saves || !lessonId) return undefined;
    const root = article.current;
    let reached;
    const observer = new IntersectionObserver(
      () => {
        const top = blockAtTop(root);
        if (top === reached) return;
        const isArrival = reached === undefined;
        reached = top;
        if (top && !isArrival) reportPlace(lessonId, top);
      },
      { rootMargin: "-20% 0px -60% 0px", threshold: [0, 1] },
    );
    const watch = () => root.querySelectorAll(BLOCK).forEach((block) => observer.observe(block));
    watch();
    const late = new MutationObserver(watch);
    late.observe(root, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      late.disconnect();
    };
  }, [lessonId, saves]);

  return (
    <article ref={article} className={className}>
      {children}
    </article>
  );
}

// The last block that begins above the reader's eye, a third of the way down the window.
function blockAtTop(root) {
  const eye = window.innerHeight / 3;
  let found = null;
  for (const block of root.querySelectorAll(BLOCK)) {
    if (block.getBoundingClientRect().top > eye) break;
    found = block.dataset.block;
  }
  return found;
}
