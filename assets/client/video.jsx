// A video with captions that goes on where it was left.
import { useEffect, useRef } from "react";
import { reportPlace } from "./places.js";
import { useWords } from "./words.js";

const EVERY = 5;
const NEAR_END = 3;

export function Video({
  src,
  poster,
  captions,
  language,
  alt,
  lessonId,
  blockId,
  startAt,
  saves,
  width,
  height,
}) {
  const words = useWords();
  const player = useRef(null);
  const reported = useRef(null);

  useEffect(() => {
    const video = player.current;
    if (!startAt) return undefined;
    const seek = () => {
      if (startAt < video.duration - NEAR_END) video.currentTime = startAt;
    };
    if (video.readyState > 0) seek();
    else video.addEventListener("loadedmetadata", seek, { once: true });
    return () => video.removeEventListener("loadedmetadata", seek);
  }, [src, startAt]);

  function reportNowAndThen() {
    const video = player.current;
    if (!video.paused && Math.abs(video.currentTime - (reported.current ?? -EVERY)) >= EVERY)
      report();
  }

  function report() {
    if (!saves) return;
    reported.current = player.current.currentTime;
    reportPlace(lessonId, blockId, reported.current);
  }

  return (
    <video
      ref={player}
      className="video"
      src={src}
      poster={poster || undefined}
      aria-label={alt}
      width={width || undefined}
      height={height || undefined}
      controls
      preload="metadata"
      playsInline
      onPause={report}
      onTimeUpdate={reportNowAndThen}
    >
      {captions && (
        <track
          kind="captions"
          src={captions}
          srcLang={language || "en"}
          label={words("video.captions")}
          default
        />
      )}
    </video>
  );
}
