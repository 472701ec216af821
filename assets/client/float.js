// Keeps something floating beside its anchor: flips at the edge of the window, slides along it, and
// stays in the window when the page moves its anchor out of it.
import { autoUpdate, computePosition, flip, offset, shift, size } from "@floating-ui/dom";

const MARGIN = 8;

// Unseen until it is placed. Returns a function that stops following the anchor.
export function floatBeside(
  anchor,
  floating,
  placement = "bottom-start",
  { gap = 6, sameWidth = false } = {},
) {
  const middleware = [
    offset(gap),
    flip({ padding: MARGIN }),
    size({
      padding: MARGIN,
      apply({ availableHeight, rects }) {
        floating.style.maxHeight = `${Math.max(96, availableHeight)}px`;
        if (sameWidth) floating.style.width = `${rects.reference.width}px`;
      },
    }),
    shift({ padding: MARGIN, crossAxis: true }),
  ];
  const stop = autoUpdate(anchor, floating, async () => {
    const { x, y } = await computePosition(anchor, floating, {
      placement,
      strategy: "fixed",
      middleware,
    });
    floating.style.left = `${x}px`;
    floating.style.top = `${y}px`;
    floating.dataset.placed = "";
  });
  return () => {
    stop();
    delete floating.dataset.placed;
  };
}
