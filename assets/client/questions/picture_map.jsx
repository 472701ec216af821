// A picture with places on it, in pixels of the original.
export function PictureMap({ picture, children, marks, ...surface }) {
  return (
    <div className="picture-map" {...surface}>
      <img src={picture.src} alt={picture.alt} width={picture.width} height={picture.height} draggable={false} />
      <svg viewBox={`0 0 ${picture.width} ${picture.height}`} aria-hidden="true">
        {children}
      </svg>
      {marks}
    </div>
  );
}

export function Outline({ shape, ...rest }) {
  if (shape.kind === "circle")
    return <circle cx={shape.centre.x} cy={shape.centre.y} r={shape.radius} {...rest} />;
  if (shape.kind === "rectangle")
    return <rect x={shape.corner.x} y={shape.corner.y} width={shape.width} height={shape.height} {...rest} />;
  return <polygon points={shape.corners.map(({ x, y }) => `${x},${y}`).join(" ")} {...rest} />;
}

// Where the name of a shape stands: the middle of its frame.
export function middleOf(shape) {
  if (shape.kind === "circle") return shape.centre;
  if (shape.kind === "rectangle")
    return { x: shape.corner.x + shape.width / 2, y: shape.corner.y + shape.height / 2 };
  const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
  return {
    x: middle(shape.corners.map(({ x }) => x)),
    y: middle(shape.corners.map(({ y }) => y)),
  };
}

// Puts an element over a place of the picture.
export const over = (picture, { x, y }) => ({
  left: `${(100 * x) / picture.width}%`,
  top: `${(100 * y) / picture.height}%`,
});

export const percents = (picture, { x, y }) => ({
  across: Math.round((100 * x) / picture.width),
  down: Math.round((100 * y) / picture.height),
});
