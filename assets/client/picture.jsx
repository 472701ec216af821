// A picture that suits the theme, and opens large.
import { useRef, useState } from "react";
import Maximize2 from "lucide-react/dist/esm/icons/maximize-2.mjs";
import X from "lucide-react/dist/esm/icons/x.mjs";
import { useWords } from "./words.js";

export function Picture({ src, smallSrc, darkSrc, alt, width, height }) {
  const words = useWords();
  const dialog = useRef(null);
  const [isLarge, setLarge] = useState(false);
  const size = width && height ? { width, height } : {};

  function open() {
    setLarge(true);
    dialog.current.showModal();
  }

  return (
    <div className="picture">
      <img
        className={darkSrc ? "in-light" : undefined}
        src={smallSrc || src}
        alt={alt}
        {...size}
        loading="lazy"
        decoding="async"
      />
      {darkSrc && (
        <img
          className="in-dark"
          src={darkSrc}
          alt={alt}
          {...size}
          loading="lazy"
          decoding="async"
        />
      )}
      <button
        type="button"
        className="btn btn-icon btn-sm picture-large"
        aria-label={words("figure.enlarge", { alt })}
        data-tip={words("figure.enlarge_short")}
        onClick={open}
      >
        <Maximize2 className="i" strokeWidth={1.75} aria-hidden="true" />
      </button>
      <dialog
        ref={dialog}
        className="lightbox"
        aria-label={alt}
        onClose={() => setLarge(false)}
        onClick={(event) => event.target === dialog.current && dialog.current.close()}
      >
        {isLarge && (
          <>
            <img className={darkSrc ? "in-light" : undefined} src={src} alt={alt} {...size} />
            {darkSrc && <img className="in-dark" src={darkSrc} alt={alt} {...size} />}
            <button
              type="button"
              className="btn btn-icon lightbox-close"
              aria-label={words("dialog.close")}
              onClick={() => dialog.current.close()}
            >
              <X className="i" strokeWidth={1.75} aria-hidden="true" />
            </button>
          </>
        )}
      </dialog>
    </div>
  );
}
