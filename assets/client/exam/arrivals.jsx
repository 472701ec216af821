// Brings files that have arrived for a question into its answer, also while another question is shown.
import { useEffect } from "react";
import { isOnItsWay, useUploads } from "../uploads.js";

export function Arrivals({ queue, slot, most, onGoing }) {
  const { files, remove } = useUploads({ url: queue.placeOf(slot) });
  const came = files.filter((file) => file.state === "done");
  const going = files.filter(isOnItsWay).length;

  useEffect(() => {
    if (!came.length) return;
    queue.join(slot, came.map((file) => file.made), most);
    came.forEach((file) => remove(file.key));
  });

  useEffect(() => {
    onGoing(slot, going);
    return () => onGoing(slot, 0);
  }, [onGoing, slot, going]);

  return null;
}
