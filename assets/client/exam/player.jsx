// Takes a test: works without a connection, and shows what is saved and how much time is left.
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import Check from "lucide-react/dist/esm/icons/check.mjs";
import CloudOff from "lucide-react/dist/esm/icons/cloud-off.mjs";
import Flag from "lucide-react/dist/esm/icons/flag.mjs";
import { choose } from "../questions/choice.jsx";
import { QuestionInput } from "../questions/input.jsx";
import { useWords } from "../words.js";
import { Arrivals } from "./arrivals.jsx";
import { Countdown } from "./countdown.jsx";
import { Failure } from "./failure.jsx";
import { Overview } from "./overview.jsx";
import { Queue } from "./queue.js";
import { Receipt } from "./receipt.jsx";
import { Verdict, shownInPlace } from "./verdict.jsx";

export function Player() {
  const [queue, setQueue] = useState(null);
  // From the address, so that nothing of the page has to answer before a test goes on.
  useEffect(() => setQueue(new Queue(window.location.pathname.split("/").filter(Boolean).at(-1))), []);
  return queue && <Sitting queue={queue} />;
}

function Sitting({ queue }) {
  const words = useWords();
  const state = useSyncExternalStore(queue.subscribe, queue.view, queue.view);
  const { sitting, writes, receipt, error } = state;

  useEffect(() => {
    queue.open();
    const wake = () => queue.send();
    const leave = () => document.visibilityState === "hidden" && queue.close();
    window.addEventListener("online", wake);
    document.addEventListener("visibilitychange", leave);
    return () => {
      window.removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", leave);
      queue.close();
    };
  }, [queue]);

  if (receipt) {
    return <Receipt receipt={receipt} />;
  }
  if (!sitting) {
    return error ? <Failure error={error} /> : <p aria-busy="true">{words("exam.loading")}</p>;
  }
  return <Desk queue={queue} state={state} sitting={sitting} writes={writes} />;
}

function Desk({ queue, state, sitting, writes }) {
  const words = useWords();
  const { slots } = sitting;
  const firstOpen = slots.findIndex(({ slot }) => !writes[slot].is_final);
  const [at, setAt] = useState(sitting.may_go_back ? 0 : Math.max(0, firstOpen));
  const [isOver, setOver] = useState(false);
  const box = useRef(null);
  const dialog = useRef(null);
  const since = useRef(Date.now());
  const { clock } = sitting;
  const waiting = queue.waiting().length;
  const [going, setGoing] = useState({});
  const onGoing = useCallback((slot, n) => setGoing((before) => ({ ...before, [slot]: n })), []);
  const sending = Object.values(going).reduce((sum, n) => sum + n, 0);
  const mustStay = !sitting.may_go_back && going[at] > 0;

  useEffect(() => {
    since.current = Date.now();
  }, [at]);

  useEffect(() => {
    if (!isOver) return undefined;
    const hand = () => queue.submit();
    hand();
    const timer = setInterval(hand, 5_000);
    return () => clearInterval(timer);
  }, [isOver, queue]);

  const canGo = (slot) => sitting.may_go_back || slot === at || (slot > at && !mustStay);

  function answer(slot, given) {
    if (slot !== at) leave(slot);
    queue.put(slot, { answer: given, seconds: spent(slot) });
  }

  const spent = (slot) => writes[slot].seconds + (slot === at ? tick() : 0);

  function tick() {
    const passed = Math.min(600, (Date.now() - since.current) / 1000);
    since.current = Date.now();
    return Math.round(passed * 10) / 10;
  }

  function leave(next) {
    const passed = tick();
    if (!sitting.may_go_back && next > at) {
      queue.put(at, { seconds: writes[at].seconds + passed, is_final: true });
    } else {
      queue.spend(at, passed);
    }
    setAt(next);
  }

  function go(next) {
    leave(next);
    requestAnimationFrame(() => {
      const stem = box.current?.querySelector(`[data-slot="${next}"] .stem`);
      stem?.focus();
      stem?.scrollIntoView({ block: "center" });
    });
  }

  function pickByKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches('input[type="text"], textarea, select')) return;
    const slot = Number(event.target.closest("[data-slot]")?.dataset.slot ?? NaN);
    const { question } = slots[slot] ?? {};
    if (!question || question.answer !== "option_ids" || isOver || writes[slot].is_final) return;
    const pick = question.picks[Number(event.key) - 1];
    if (!pick) return;
    event.preventDefault();
    answer(slot, choose(question, writes[slot].answer, pick.id));
  }

  const shown = sitting.is_one_at_a_time ? [slots[at]] : slots;
  const isLast = at + 1 >= slots.length;
  return (
    <div className="exam" ref={box} onKeyDown={pickByKey}>
      <header className="exam-bar">
        <h1>{sitting.title}</h1>
        <Saved state={state} waiting={waiting} />
        {clock.ends_at && !clock.is_on_break && (
          <Countdown endsAt={clock.ends_at} ahead={state.ahead} onOver={() => setOver(true)} />
        )}
      </header>
      <Failure error={state.error} />
      {slots
        .filter(({ question }) => question?.type === "file")
        .map(({ slot, question }) => (
          <Arrivals key={slot} queue={queue} slot={slot} most={question.most_files} onGoing={onGoing} />
        ))}
      {isOver && (
        <p className="exam-over" role="alert">{words("exam.time_is_up")}</p>
      )}
      {clock.is_on_break ? (
        <Rest queue={queue} clock={clock} ahead={state.ahead} />
      ) : (
        <div className="exam-table">
          <div className="exam-questions">
            {shown.map((slot) => (
              <Asked
                key={slot.slot}
                slot={slot}
                count={slots.length}
                own={writes[slot.slot]}
                verdict={state.verdicts.find((each) => each.slot === slot.slot)}
                isOpen={!isOver && !writes[slot.slot].is_final}
                uploadUrl={queue.placeOf(slot.slot)}
                files={Object.values(state.files)}
                isSending={going[slot.slot] > 0}
                isChecked={sitting.is_checked}
                isOffline={state.isOffline}
                onAnswer={(given) => answer(slot.slot, given)}
                onFlag={() =>
                  queue.put(slot.slot, { is_flagged: !writes[slot.slot].is_flagged }, { isSoon: false })
                }
                onCheck={() =>
                  queue.put(slot.slot, { is_final: true, seconds: spent(slot.slot) }, { isSoon: false })
                }
              />
            ))}
            <div className="exam-steps">
              {sitting.is_one_at_a_time && at > 0 && sitting.may_go_back && (
                <button type="button" className="btn btn-lg" onClick={() => go(at - 1)}>
                  {words("quiz.previous")}
                </button>
              )}
              {sitting.is_one_at_a_time && !isLast && (
                <button
                  type="button"
                  className="btn btn-primary btn-lg"
                  disabled={mustStay}
                  onClick={() => go(at + 1)}
                >
                  {words("quiz.next")}
                </button>
              )}
              {mustStay && <p className="hint">{words("exam.files_going", { n: going[at] })}</p>}
              {(isLast || !sitting.is_one_at_a_time) && (
                <button
                  type="button"
                  className="btn btn-primary btn-lg"
                  onClick={() => dialog.current.showModal()}
                >
                  {words("exam.hand_in")}
                </button>
              )}
            </div>
          </div>
          <aside className="exam-side">
            <Overview slots={slots} writes={writes} at={at} canGo={canGo} onGo={go} />
            <div className="row">
              <button type="button" className="btn" onClick={() => dialog.current.showModal()}>
                {words("exam.hand_in_now")}
              </button>
              {clock.break_seconds_left > 0 && (
                <button
                  type="button"
                  className="btn"
                  disabled={sending > 0}
                  onClick={() => queue.rest(true)}
                >
                  {words("exam.take_break", { n: Math.ceil(clock.break_seconds_left / 60) })}
                </button>
              )}
            </div>
          </aside>
        </div>
      )}
      <HandIn
        dialog={dialog}
        queue={queue}
        slots={slots}
        writes={writes}
        sending={sending}
        isOffline={state.isOffline}
      />
    </div>
  );
}

function Saved({ state, waiting }) {
  const words = useWords();
  const kind = state.isOffline ? "offline" : waiting ? "waiting" : state.savedAt ? "saved" : "";
  return (
    <span className={`saved is-${kind || "idle"}`} role="status">
      {kind === "saved" && <Check className="i" strokeWidth={1.75} aria-hidden="true" />}
      {kind === "offline" && <CloudOff className="i" strokeWidth={1.75} aria-hidden="true" />}
      {kind && words(`exam_saved.${kind}`, { at: state.savedAt, n: waiting })}
    </span>
  );
}

function Asked({
  slot,
  count,
  own,
  verdict,
  isOpen,
  uploadUrl,
  files,
  isSending,
  isChecked,
  isOffline,
  onAnswer,
  onFlag,
  onCheck,
}) {
  const words = useWords();
  return (
    <section
      className="exam-question"
      data-slot={slot.slot}
      aria-label={words("exam.question", { n: slot.slot + 1 })}
    >
      <p className="exam-question-head">
        <span className="label">
          {words("exam.question_of", { n: slot.slot + 1, count })}
          {slot.section && ` · ${slot.section}`}
        </span>
        <span className="soft">{words("exam.points", { points: slot.points })}</span>
        <button
          type="button"
          className={`btn btn-sm btn-quiet exam-flag ${own.is_flagged ? "is-on" : ""}`}
          aria-pressed={own.is_flagged}
          disabled={own.is_final}
          onClick={onFlag}
        >
          <Flag className="i" strokeWidth={1.75} aria-hidden="true" />
          {words("exam.flag")}
        </button>
      </p>
      <QuestionInput
        question={slot.question}
        answer={own.answer}
        isOpen={isOpen}
        onAnswer={onAnswer}
        verdict={shownInPlace(verdict)}
        uploadUrl={uploadUrl}
        files={files}
      />
      {isChecked && isOpen && (
        <button
          type="button"
          className="btn"
          disabled={own.answer === null || isOffline || isSending}
          onClick={onCheck}
        >
          {words("quiz.check")}
        </button>
      )}
      {verdict && <Verdict verdict={verdict} points={slot.points} />}
    </section>
  );
}

function Rest({ queue, clock, ahead }) {
  const words = useWords();
  const ends = useMemo(
    () => new Date(Date.now() + ahead + clock.break_seconds_left * 1000).toISOString(),
    [clock, ahead],
  );
  return (
    <section className="exam-rest">
      <h2>{words("exam.on_break")}</h2>
      <p>{words("exam.on_break_hint")}</p>
      <Countdown endsAt={ends} ahead={ahead} onOver={() => queue.refresh()} />
      <button type="button" className="btn btn-primary btn-lg" onClick={() => queue.rest(false)}>
        {words("exam.go_on")}
      </button>
    </section>
  );
}

function HandIn({ dialog, queue, slots, writes, sending, isOffline }) {
  const words = useWords();
  const [isBusy, setBusy] = useState(false);
  const open = slots.filter(({ slot }) => writes[slot].answer === null).length;
  const flagged = slots.filter(({ slot }) => writes[slot].is_flagged).length;

  async function hand() {
    setBusy(true);
    const isDone = await queue.submit();
    setBusy(false);
    if (isDone) dialog.current?.close();
  }

  return (
    <dialog ref={dialog} className="dialog exam-dialog" aria-labelledby="hand-in-title">
      <h2 id="hand-in-title">{words("exam.hand_in_title")}</h2>
      <p>{words("exam.hand_in_facts", { open, flagged })}</p>
      {isOffline && <p className="t-warn">{words("exam.hand_in_offline")}</p>}
      {sending > 0 && <p className="t-warn">{words("exam.files_going", { n: sending })}</p>}
      <div className="form-actions">
        <button
          type="button"
          className="btn btn-primary"
          disabled={isBusy || sending > 0}
          aria-busy={isBusy}
          onClick={hand}
        >
          {words("exam.hand_in")}
        </button>
        <button type="button" className="btn" onClick={() => dialog.current.close()}>
          {words("exam.go_on")}
        </button>
      </div>
    </dialog>
  );
}
