// A form's field that holds a picture, a 3D model, a video or a file: shown as soon as it is in.
import { useEffect, useRef, useState } from "react";
import FileText from "lucide-react/dist/esm/icons/file-text.mjs";
import { Model } from "./model.jsx";
import { sized } from "./size.js";
import { Drop, Rows } from "./upload_parts.jsx";
import { isOnItsWay, useUploads } from "./uploads.js";
import { useWords } from "./words.js";

// Only what the server will take by its content is offered; endings prove nothing.
const OFFERED = {
  image: "image/png,image/jpeg,image/webp",
  model: ".glb,model/gltf-binary",
  video: "video/mp4,video/webm",
  file: undefined,
};

// `onChange`, where it is given, hears of the id that the form would send.
export function AssetField({ url, name, kind, value, filename, size, onChange }) {
  const words = useWords();
  const input = useRef(null);
  const [kept, setKept] = useState(value);
  const uploads = useUploads({ url, offered: OFFERED[kind], isSingle: true });
  const { files, add, remove } = uploads;
  const file = files.find((one) => one.state !== "left");
  const isIn = file?.state === "done";
  const id = isIn ? file.made.id : kept;
  const isGoing = Boolean(file) && isOnItsWay(file);

  // The browser itself holds back a form whose file is still on its way, and says why.
  useEffect(() => {
    input.current.setCustomValidity(isGoing ? words("asset.wait") : "");
  }, [isGoing, words]);

  const told = useRef(id);
  useEffect(() => {
    if (told.current === id) return;
    told.current = id;
    onChange?.(id);
  }, [id, onChange]);

  function takeOut() {
    if (file) remove(file.key);
    setKept("");
    input.current.focus();
  }

  return (
    <fieldset className="asset-field">
      <legend>{words(`asset_kind.${kind}`)}</legend>
      <input type="hidden" name={name} value={id} />
      {id && (
        <div className="asset-now">
          <Preview
            kind={kind}
            src={`/media/${id}/original`}
            filename={isIn ? file.name : filename}
            size={isIn ? file.size : size}
          />
          <button type="button" className="btn btn-sm" onClick={takeOut}>
            {words(`asset_take_out.${kind}`)}
          </button>
        </div>
      )}
      <Drop
        input={input}
        accept={OFFERED[kind]}
        label={words(`${id ? "asset_replace" : "asset_choose"}.${kind}`)}
        hint={words(`asset_hint.${kind}`)}
        onFiles={add}
      />
      <Rows files={files.filter((one) => one.state !== "done")} uploads={uploads} />
      <p className="vh" role="status">
        {isIn && words("asset.is_in", { name: file.name })}
      </p>
    </fieldset>
  );
}

function Preview({ kind, src, filename, size }) {
  const words = useWords();
  const label = words("asset.preview");
  if (kind === "image") return <img src={src} alt={label} />;
  if (kind === "model") return <Model key={src} src={src} alt={label} />;
  if (kind === "video")
    return <video key={src} src={src} aria-label={label} controls preload="metadata" />;
  return (
    <p className="asset-file">
      <FileText className="i" strokeWidth={1.75} aria-hidden="true" />
      <span>{filename}</span> <span className="meta">{sized(size, words)}</span>
    </p>
  );
}
