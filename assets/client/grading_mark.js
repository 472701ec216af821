// What is said of one submission while it is being graded: kept at once, sent in order a moment later.
import { useEffect, useRef, useState } from "react";
import { Unreachable, put } from "./api.js";
import { setSaving } from "./saving.js";
import { useAsked } from "./asked.js";

const PAUSE = 600;
const RETRY = 10_000;

export function useMark(submission, assignment) {
  const bank = useAsked("/api/v1/comment-bank");
  const [said, setSaid] = useState(() => begin(submission));
  const [active, setActive] = useState(0);
  const latest = useRef({ id: submission?.id, said, isSaved: true, timer: 0, sending: Promise.resolve() });
  const { criteria } = assignment;

  useEffect(() => {
    if (latest.current.id === submission?.id) return;
    const fresh = begin(submission);
    Object.assign(latest.current, { id: submission?.id, said: fresh, isSaved: true });
    setSaid(fresh);
    setActive(0);
    setSaving("idle");
  }, [submission?.id]);

  useEffect(
    () => () => {
      clearTimeout(latest.current.timer);
      setSaving("idle");
    },
    [],
  );

  function change(values) {
    latest.current.said = { ...latest.current.said, ...values };
    latest.current.isSaved = false;
    setSaid(latest.current.said);
    later(PAUSE);
  }

  function later(pause) {
    clearTimeout(latest.current.timer);
    latest.current.timer = setTimeout(flush, pause);
  }

  function flush() {
    clearTimeout(latest.current.timer);
    latest.current.sending = latest.current.sending.then(send);
    return latest.current.sending;
  }

  async function send() {
    const { id, said: sent, isSaved } = latest.current;
    if (isSaved || !id) return;
    setSaving("saving");
    try {
      const saved = await put(`/api/v1/submissions/${id}/mark`, {
        criteria: sent.criteria,
        comment: sent.comment,
        points: criteria.length || sent.points === "" ? null : sent.points,
      });
      if (latest.current.said !== sent) return;
      latest.current.isSaved = true;
      setSaving("saved", { at: saved.saved_at });
    } catch (error) {
      setSaving(error instanceof Unreachable ? "offline" : "failed", { error });
      if (error instanceof Unreachable || error.isPassing) later(RETRY);
    }
  }

  function markOf(criterion) {
    return said.criteria[criterion.id] ?? { level: null, comment: "" };
  }

  function setCriterion(criterion, values) {
    const now = latest.current.said.criteria[criterion.id] ?? { level: null, comment: "" };
    change({
      criteria: { ...latest.current.said.criteria, [criterion.id]: { ...now, ...values } },
    });
  }

  return {
    said,
    active,
    bank,
    markOf,
    setCriterion,
    setActive,
    flush,
    setComment: (comment) => change({ comment }),
    setPoints: (points) => change({ points }),
    activate: (step) =>
      setActive((at) => Math.min(Math.max(at + step, 0), Math.max(criteria.length - 1, 0))),
    choose(level) {
      const criterion = criteria[active];
      if (!criterion || level < 0 || level >= criterion.levels.length) return;
      setCriterion(criterion, { level });
      setActive(Math.min(active + 1, criteria.length - 1));
    },
    type(digit) {
      change({ points: digit });
      document.getElementById("mark-points")?.focus();
    },
    insert(at) {
      const text = bank.data?.[at]?.text;
      if (!text) return;
      const { comment } = latest.current.said;
      change({ comment: comment ? `${comment}\n${text}` : text });
    },
  };
}

function begin(submission) {
  const mark = submission?.mark;
  return {
    criteria: mark?.criteria ?? {},
    comment: mark?.comment ?? "",
    points: mark?.points ?? "",
  };
}
