// A 3D model to turn by hand. The viewer is fetched when the model comes near the window.
import { useEffect, useRef, useState } from "react";
import { useWords } from "./words.js";

export function Model({ src, poster, alt }) {
  const words = useWords();
  const frame = useRef(null);
  const viewer = useRef(null);
  const [state, setState] = useState("waiting");

  useEffect(() => {
    const observer = new IntersectionObserver(
      async ([entry]) => {
        if (!entry.isIntersecting) return;
        observer.disconnect();
        try {
          await import("@google/model-viewer");
          setState("loading");
        } catch {
          setState("failed");
        }
      },
      { rootMargin: "400px" },
    );
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);

  const isMade = state === "loading" || state === "ready";
  useEffect(() => {
    const element = viewer.current;
    if (!isMade || !element) return undefined;
    const ready = () => setState("ready");
    const failed = () => setState("failed");
    element.addEventListener("load", ready);
    element.addEventListener("error", failed);
    return () => {
      element.removeEventListener("load", ready);
      element.removeEventListener("error", failed);
    };
  }, [isMade, src]);

  return (
    <div ref={frame} className="model">
      {isMade && (
        <model-viewer
          ref={viewer}
          src={src}
          poster={poster || undefined}
          alt={alt}
          camera-controls=""
          touch-action="pan-y"
          interaction-prompt="none"
          shadow-intensity="0.6"
          shadow-softness="1"
          exposure="0.9"
        />
      )}
      {state === "failed" && (
        <p className="model-note" role="alert">
          {words("model.failed")}
        </p>
      )}
      {!isMade &&
        state !== "failed" &&
        (poster ? (
          <img src={poster} alt={alt} />
        ) : (
          <p className="model-note">{words("model.loading")}</p>
        ))}
      <p className="model-keys meta">{words("model.keys")}</p>
    </div>
  );
}
