// The proof that a test was handed in, to keep.
import { useEffect, useRef } from "react";
import Download from "lucide-react/dist/esm/icons/download.mjs";
import { When } from "../when.jsx";
import { useWords } from "../words.js";

export function Receipt({ receipt }) {
  const words = useWords();
  const head = useRef(null);
  useEffect(() => head.current?.focus(), []);
  const text = [
    receipt.title,
    words("exam.attempt", { n: receipt.number }),
    receipt.submitted_at,
    receipt.receipt,
  ].join("\n");
  return (
    <section className="exam-receipt">
      <h1 ref={head} tabIndex={-1}>
        {words(receipt.is_automatic ? "exam.handed_in_by_clock" : "exam.handed_in")}
      </h1>
      <p>
        <When at={receipt.submitted_at} look="moment" />
      </p>
      {receipt.too_late > 0 && (
        <p className="t-warn">{words("exam.too_late", { n: receipt.too_late })}</p>
      )}
      <p className="label">{words("exam.receipt")}</p>
      <p className="exam-receipt-code">{receipt.receipt}</p>
      <p className="hint">{words("exam.receipt_hint")}</p>
      <div className="row">
        <a className="btn btn-primary" href={`/tests/${receipt.exam_id}`}>
          {words("exam.back_to_test")}
        </a>
        <a
          className="btn"
          download="receipt.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
        >
          <Download className="i" strokeWidth={1.75} aria-hidden="true" />
          {words("exam.keep_receipt")}
        </a>
      </div>
    </section>
  );
}
