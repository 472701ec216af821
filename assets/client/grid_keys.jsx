// In a grid of buttons: arrows, Home and End move the focus, and only one button is on the way of Tab.
import { useEffect, useRef } from "react";

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function GridKeys() {
  const place = useRef(null);

  useEffect(() => {
    const grid = place.current.parentElement.querySelector("tbody");
    const rows = () => [...grid.rows].map((row) => [...row.querySelectorAll("button")]);

    function stop(button) {
      grid.querySelectorAll("button").forEach((one) => (one.tabIndex = one === button ? 0 : -1));
    }

    function press(event) {
      const cells = rows();
      const row = cells.findIndex((one) => one.includes(event.target));
      if (row < 0) return;
      const column = cells[row].indexOf(event.target);
      const ends = { Home: [0, -column], End: [0, cells[row].length - 1 - column] };
      const move = MOVES[event.key] ?? ends[event.key];
      if (!move) return;
      event.preventDefault();
      cells[row + move[0]]?.[column + move[1]]?.focus();
    }

    const enter = (event) => event.target.matches("button") && stop(event.target);
    stop(grid.querySelector("button"));
    grid.addEventListener("keydown", press);
    grid.addEventListener("focusin", enter);
    return () => {
      grid.removeEventListener("keydown", press);
      grid.removeEventListener("focusin", enter);
    };
  }, []);

  return <span ref={place} hidden />;
}
