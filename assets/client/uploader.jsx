// Takes files by drop or button and sends each as it is, for `url` to take.
import { useEffect, useRef } from "react";
import { Drop, Rows } from "./upload_parts.jsx";
import { isOnItsWay, useUploads } from "./uploads.js";
import { useWords } from "./words.js";

// `lets`: a row leaves once its file is in, because the page shows it elsewhere.
export function Uploader({ url, accept, label, hint, maxMegabytes, lets, onChange }) {
  const words = useWords();
  const uploads = useUploads({ url, accept, maxMegabytes });
  const { files, add } = uploads;
  const finished = files.filter((file) => file.state === "done").map((file) => file.made.id);
  const reported = useRef("");
  const input = useRef(null);
  const isGoing = files.some(isOnItsWay);

  // The browser itself holds back a form whose files are still on their way, and says why.
  useEffect(() => {
    input.current.setCustomValidity(isGoing ? words("upload.wait") : "");
  }, [isGoing, words]);

  useEffect(() => {
    const ids = finished.join(" ");
    if (ids === reported.current) return;
    reported.current = ids;
    onChange?.(finished);
  });

  const shown = lets ? files.filter((file) => file.state !== "done") : files;
  return (
    <div className="uploader">
      <Drop
        input={input}
        accept={accept}
        label={label || words("upload.choose")}
        hint={hint}
        multiple
        onFiles={add}
      />
      <Rows files={shown} uploads={uploads} />
      {lets && (
        <p className="vh" role="status">
          {finished.length > 0 && words("upload.came", { n: finished.length })}
        </p>
      )}
    </div>
  );
}
