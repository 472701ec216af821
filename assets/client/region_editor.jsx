// A picture, and regions drawn on it: with the pointer, or placed by a button and moved with the arrow keys.
import { useEffect, useRef, useState } from "react";
import Circle from "lucide-react/dist/esm/icons/circle.mjs";
import Pentagon from "lucide-react/dist/esm/icons/pentagon.mjs";
import Square from "lucide-react/dist/esm/icons/square.mjs";
import { newKey } from "./api.js";
import { AssetField } from "./asset_field.jsx";
import { Outline, middleOf, over } from "./questions/picture_map.jsx";
import { useWords } from "./words.js";

const TOOLS = { rectangle: Square, circle: Circle, polygon: Pentagon };
const SMALLEST = 0.01;
const STEP = 0.01;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function RegionEditor({ url, assetId, regions, onDraw, onPicture }) {
  const words = useWords();
  const [asset, setAsset] = useState(assetId);
  const [size, setSize] = useState(null);
  const [drawn, setDrawn] = useState(() => JSON.parse(regions));
  const [tool, setTool] = useState("rectangle");
  const [begun, setBegun] = useState(null);
  const [chosen, setChosen] = useState(null);
  const surface = useRef(null);

  // A region that the form took away leaves the picture.
  useEffect(() => setDrawn(JSON.parse(regions)), [regions]);

  function change(next) {
    setDrawn(next);
    onDraw?.(JSON.stringify(next));
  }

  function add(shape) {
    const region = { id: newKey(), shape };
    change([...drawn, region]);
    setChosen(region.id);
  }

  function choosePicture(id) {
    setAsset(id);
    onPicture?.(id);
  }

  function spotOf(event) {
    const frame = surface.current.getBoundingClientRect();
    return {
      x: Math.round(inside(((event.clientX - frame.left) / frame.width) * size.width, size.width)),
      y: Math.round(inside(((event.clientY - frame.top) / frame.height) * size.height, size.height)),
    };
  }

  function press(event) {
    if (event.button !== 0 || !size) return;
    const spot = spotOf(event);
    const hit = event.target.dataset.region;
    if (begun?.corners) return addCorner(spot);
    if (hit) {
      setChosen(hit);
      setBegun({ moving: hit, from: spot, shape: drawn.find((each) => each.id === hit).shape });
    } else if (tool === "polygon") {
      setBegun({ corners: [spot] });
    } else {
      setBegun({ from: spot, to: spot });
    }
    event.currentTarget.setPointerCapture(event.pointerId);
    return undefined;
  }

  function addCorner(spot) {
    const [first] = begun.corners;
    const isClosed = Math.hypot(first.x - spot.x, first.y - spot.y) < 0.03 * size.width;
    if (isClosed && begun.corners.length >= 3) {
      add({ kind: "polygon", corners: begun.corners });
      setBegun(null);
    } else if (!isClosed) {
      setBegun({ corners: [...begun.corners, spot] });
    }
  }

  // What is drawn once the region that is being moved stands where the pointer is.
  function movedTo(spot) {
    const shape = moved(begun.shape, spot.x - begun.from.x, spot.y - begun.from.y, size);
    return drawn.map((each) => (each.id === begun.moving ? { ...each, shape } : each));
  }

  function drag(event) {
    if (!begun || begun.corners) return;
    const spot = spotOf(event);
    if (begun.moving) setDrawn(movedTo(spot));
    else setBegun({ ...begun, to: spot });
  }

  function letGo(event) {
    if (!begun || begun.corners) return;
    const spot = spotOf(event);
    if (begun.moving) change(movedTo(spot));
    else {
      const shape = spanned(tool, begun.from, spot);
      if (extentOf(shape) > SMALLEST * size.width) add(shape);
    }
    setBegun(null);
  }

  function byKey(event, region) {
    const arrow = ARROWS[event.key];
    if (event.key === "Delete" || event.key === "Backspace") {
      change(drawn.filter((each) => each.id !== region.id));
    } else if (arrow) {
      const [across, down] = arrow.map((way) => way * STEP * size.width);
      const shape = event.shiftKey
        ? resized(region.shape, across, down, size)
        : moved(region.shape, across, down, size);
      change(drawn.map((each) => (each.id === region.id ? { ...each, shape } : each)));
    } else return;
    event.preventDefault();
  }

  const pending = begun && !begun.moving && !begun.corners && spanned(tool, begun.from, begun.to);
  return (
    <div className="stack gap-3 region-editor">
      <AssetField url={url} name="asset_id" kind="image" value={asset} onChange={choosePicture} />
      {asset && (
        <>
          <div className="row" role="group" aria-label={words("region.tools")}>
            {Object.entries(TOOLS).map(([name, Icon]) => (
              <button
                key={name}
                type="button"
                className="btn btn-sm"
                aria-pressed={tool === name}
                onClick={() => setTool(name)}
              >
                <Icon className="i" strokeWidth={1.75} aria-hidden="true" />
                {words(`region_tool.${name}`)}
              </button>
            ))}
            <button
              type="button"
              className="btn btn-sm"
              disabled={!size}
              onClick={() => add(inTheMiddle(tool, size))}
            >
              {words("region.add")}
            </button>
          </div>
          <p className="hint">{words(tool === "polygon" ? "region.hint_polygon" : "region.hint")}</p>
          <div
            ref={surface}
            className="picture-map is-drawn"
            onPointerDown={press}
            onPointerMove={drag}
            onPointerUp={letGo}
            onPointerCancel={() => setBegun(null)}
          >
            <img
              src={`/media/${asset}/original`}
              alt=""
              draggable={false}
              onLoad={({ target }) =>
                setSize({ width: target.naturalWidth, height: target.naturalHeight })
              }
            />
            {size && (
              <svg viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
                {drawn.map((region) => (
                  <Outline
                    key={region.id}
                    shape={region.shape}
                    data-region={region.id}
                    className={`zone${chosen === region.id ? " is-over" : ""}`}
                  />
                ))}
                {pending && <Outline shape={pending} className="zone is-over" />}
                {begun?.corners && (
                  <polyline
                    className="zone is-over"
                    points={begun.corners.map(({ x, y }) => `${x},${y}`).join(" ")}
                  />
                )}
              </svg>
            )}
            {size &&
              drawn.map((region, place) => (
                <button
                  key={region.id}
                  type="button"
                  className="zone-tag"
                  style={over(size, middleOf(region.shape))}
                  aria-label={words("region.one", { n: place + 1 })}
                  onFocus={() => setChosen(region.id)}
                  onKeyDown={(event) => byKey(event, region)}
                >
                  {place + 1}
                </button>
              ))}
          </div>
        </>
      )}
    </div>
  );
}

const inside = (value, most) => Math.max(0, Math.min(most, value));

function spanned(tool, from, to) {
  if (tool === "circle")
    return { kind: "circle", centre: from, radius: Math.hypot(to.x - from.x, to.y - from.y) || 1 };
  return {
    kind: "rectangle",
    corner: { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y) },
    width: Math.abs(to.x - from.x) || 1,
    height: Math.abs(to.y - from.y) || 1,
  };
}

function inTheMiddle(tool, { width, height }) {
  const [x, y, reach] = [width / 2, height / 2, Math.min(width, height) / 6];
  if (tool === "circle") return { kind: "circle", centre: { x, y }, radius: reach };
  if (tool === "rectangle")
    return { kind: "rectangle", corner: { x: x - reach, y: y - reach }, width: 2 * reach, height: 2 * reach };
  const corners = [
    { x, y: y - reach },
    { x: x + reach, y: y + reach },
    { x: x - reach, y: y + reach },
  ];
  return { kind: "polygon", corners };
}

const extentOf = (shape) => (shape.kind === "circle" ? shape.radius : Math.min(shape.width, shape.height));

function moved(shape, across, down, size) {
  const by = ({ x, y }) => ({ x: inside(x + across, size.width), y: inside(y + down, size.height) });
  if (shape.kind === "circle") return { ...shape, centre: by(shape.centre) };
  if (shape.kind === "rectangle") return { ...shape, corner: by(shape.corner) };
  return { ...shape, corners: shape.corners.map(by) };
}

function resized(shape, across, down, size) {
  const atLeast = (value) => Math.max(SMALLEST * size.width, value);
  if (shape.kind === "circle") return { ...shape, radius: atLeast(shape.radius + across - down) };
  if (shape.kind === "rectangle")
    return { ...shape, width: atLeast(shape.width + across), height: atLeast(shape.height + down) };
  const middle = middleOf(shape);
  const scale = 1 + (across - down) / size.width;
  const by = ({ x, y }) => ({
    x: inside(middle.x + (x - middle.x) * scale, size.width),
    y: inside(middle.y + (y - middle.y) * scale, size.height),
  });
  return { ...shape, corners: shape.corners.map(by) };
}
