# pyright: basic, reportMissingImports=false
"""Pieces of meshes from measurements: turned, extruded, swept, lofted."""

import math
from collections.abc import Sequence

import bmesh
import bpy
from geometry import Place, Point, at_height, circle, gear_outline, helix, turned
from mathutils import Matrix, Vector

MM = 0.001
_SHARP = math.radians(26)
MAIN, SECTION = 0, 1
"""Which material a face has: the piece's own, or that of a cut surface."""


class Piece:
    """A closed mesh of one material. Its transformations change it and return it."""

    def __init__(
        self, mesh: bmesh.types.BMesh, material: str, *, round_up_to: float = 26.0
    ) -> None:
        """Edges up to `round_up_to` degrees look round, others sharp."""
        self.mesh = mesh
        self.material = material
        self._round_up_to = math.radians(round_up_to)

    def moved(self, x: float = 0, y: float = 0, z: float = 0) -> "Piece":
        return self._transform(Matrix.Translation(Vector((x, y, z)) * MM))

    def turned(self, axis: str, degrees: float) -> "Piece":
        return self._transform(Matrix.Rotation(math.radians(degrees), 4, axis))

    def stretched(self, x: float = 1, y: float = 1, z: float = 1) -> "Piece":
        return self._transform(Matrix.Diagonal((x, y, z, 1)))

    def section_where(self, normal: Place, offset: float = 0.0) -> "Piece":
        """Paint the faces that lie in a plane (its normal, its distance from 0) as cut surfaces."""
        wanted = Vector(normal).normalized()
        for face in self.mesh.faces:
            lies_in = abs(face.calc_center_median().dot(wanted) - offset * MM) < 1e-5  # noqa: PLR2004
            if lies_in and face.normal.dot(wanted) > 0.99:  # noqa: PLR2004
                face.material_index = SECTION
        return self

    def mark_edges(self) -> None:
        for face in self.mesh.faces:
            face.smooth = True
        for edge in self.mesh.edges:
            faces = edge.link_faces
            edge.smooth = (
                len(faces) == 2  # noqa: PLR2004 - an edge of a closed mesh
                and faces[0].material_index == faces[1].material_index
                and edge.calc_face_angle(0.0) < self._round_up_to
            )

    def _transform(self, matrix: Matrix) -> "Piece":
        bmesh.ops.transform(self.mesh, matrix=matrix, verts=self.mesh.verts)
        if matrix.determinant() < 0:
            bmesh.ops.reverse_faces(self.mesh, faces=self.mesh.faces)
        return self


def _finished(mesh: bmesh.types.BMesh, material: str, *, round_up_to: float = 26.0) -> Piece:
    bmesh.ops.remove_doubles(mesh, verts=mesh.verts, dist=1e-7)
    bmesh.ops.dissolve_degenerate(mesh, edges=mesh.edges, dist=1e-7)
    bmesh.ops.recalc_face_normals(mesh, faces=mesh.faces)
    return Piece(mesh, material, round_up_to=round_up_to)


def lathe(
    profile: Sequence[Point],
    material: str,
    *,
    cut: float = 0.0,
    facing: float = -60.0,
    segments: int = 72,
) -> Piece:
    """Turn a closed profile of (radius, z) about the z axis.

    `cut` degrees are left open, their middle pointing to `facing`; the two cut faces are sections.
    """
    mesh = bmesh.new()
    sweep = 360.0 - cut
    count = max(3, round(segments * sweep / 360))
    start = facing + cut / 2
    columns = count + 1 if cut else count
    axis = {
        i: mesh.verts.new((0, 0, z * MM))
        for i, (r, z) in enumerate(profile)
        if abs(r) < 1e-6  # noqa: PLR2004
    }
    rings: list[list[bmesh.types.BMVert]] = []
    for column in range(columns):
        angle = math.radians(start + sweep * column / count)
        c, s = math.cos(angle) * MM, math.sin(angle) * MM
        rings.append(
            [
                axis[i] if i in axis else mesh.verts.new((r * c, r * s, z * MM))
                for i, (r, z) in enumerate(profile)
            ]
        )
    for column in range(count):
        here, there = rings[column], rings[(column + 1) % columns]
        for i in range(len(profile)):
            k = (i + 1) % len(profile)
            _face(mesh, [here[i], here[k], there[k], there[i]], MAIN)
    if cut:
        for column in (rings[0], rings[-1]):
            _face(mesh, column, SECTION)
    _fill(mesh)
    return _finished(mesh, material)


def _fill(mesh: bmesh.types.BMesh) -> None:
    """Cut faces of many corners, which may be hollow, into triangles."""
    mesh.normal_update()
    many = [face for face in mesh.faces if len(face.verts) > 4]  # noqa: PLR2004
    bmesh.ops.triangulate(mesh, faces=many, ngon_method="EAR_CLIP")


def _face(mesh: bmesh.types.BMesh, corners: Sequence[bmesh.types.BMVert], index: int) -> None:
    distinct = list(dict.fromkeys(corners))
    if len(distinct) > 2:  # noqa: PLR2004 - fewer corners make no face
        face = mesh.faces.new(distinct)
        face.material_index = index


def loft(
    rings: Sequence[Sequence[Place]],
    material: str,
    *,
    closed: bool = False,
    round_up_to: float = 26.0,
) -> Piece:
    """Join rings of equally many places one after the other.

    `closed` joins the last to the first, which makes a tube; else the ends are filled.
    """
    mesh = bmesh.new()
    made = [[mesh.verts.new(Vector(place) * MM) for place in ring] for ring in rings]
    count = len(made[0])
    for here, there in zip(made, [*made[1:], made[0]] if closed else made[1:], strict=False):
        for i in range(count):
            k = (i + 1) % count
            _face(mesh, [here[i], here[k], there[k], there[i]], MAIN)
    if not closed:
        for end in (made[0], made[-1]):
            _face(mesh, end, MAIN)
        _fill(mesh)
    return _finished(mesh, material, round_up_to=round_up_to)


def prism(
    outline: Sequence[Point], low: float, high: float, material: str, *, edge: float = 0.0
) -> Piece:
    """An extruded outline; `edge` rounds its sharp edges."""
    piece = loft([at_height(outline, low), at_height(outline, high)], material)
    if edge:
        sharp = [e for e in piece.mesh.edges if e.calc_face_angle(0.0) > _SHARP]
        bmesh.ops.bevel(
            piece.mesh, geom=sharp, offset=edge * MM, segments=2, profile=0.6, affect="EDGES"
        )
    return piece


def carved(body: Piece, *cutters: Piece) -> Piece:
    """Take the cutters away from the body. All are closed meshes."""
    kept = _temporary(body)
    used = [_temporary(cutter) for cutter in cutters]
    for other in used:
        modifier = kept.modifiers.new("carve", "BOOLEAN")
        modifier.operation = "DIFFERENCE"
        modifier.solver = "EXACT"
        modifier.object = other
    mesh = bmesh.new()
    mesh.from_object(kept, bpy.context.evaluated_depsgraph_get())
    for thing in (kept, *used):
        bpy.data.meshes.remove(thing.data)
    return Piece(mesh, body.material)


def _temporary(piece: Piece) -> bpy.types.Object:
    data = bpy.data.meshes.new("temporary")
    piece.mesh.to_mesh(data)
    piece.mesh.free()
    thing = bpy.data.objects.new("temporary", data)
    bpy.context.scene.collection.objects.link(thing)
    return thing


def ring_prism(
    outline: Sequence[Point], inner: float, low: float, high: float, material: str
) -> Piece:
    """An extruded star-shaped outline with a round hole in its middle."""
    hole = [(inner * x / math.hypot(x, y), inner * y / math.hypot(x, y)) for x, y in outline]
    rings = [(outline, low), (outline, high), (hole, high), (hole, low)]
    return loft([at_height(points, z) for points, z in rings], material, closed=True)


def cylinder(
    radius: float, low: float, high: float, material: str, *, edge: float = 0.0, segments: int = 48
) -> Piece:
    profile = [(0, low), (radius - edge, low), (radius, low + edge)]
    profile += [(radius, high - edge), (radius - edge, high), (0, high)]
    return lathe(list(dict.fromkeys(profile)), material, segments=segments)


def tube(
    inner: float,
    outer: float,
    low: float,
    high: float,
    material: str,
    *,
    cut: float = 0.0,
    facing: float = -60.0,
    edge: float = 0.0,
    segments: int = 72,
) -> Piece:
    profile = [(inner, low), (outer - edge, low), (outer, low + edge)]
    profile += [(outer, high - edge), (outer - edge, high), (inner, high)]
    distinct = list(dict.fromkeys(profile))
    return lathe(distinct, material, cut=cut, facing=facing, segments=segments)


def hexagon(across: float, low: float, high: float, material: str, *, inner: float = 0.0) -> Piece:
    """A nut's body, `across` its flats, with the corners turned off."""
    corner = across / math.sqrt(3)
    flat = circle(corner, 6, start=30)
    many = [point for i in range(6) for point in _divided(flat[i], flat[(i + 1) % 6], 6)]
    bevelled = [_clamped(point, across * 0.5) for point in many]
    drop = (corner - across / 2) * 0.6
    rings = [(bevelled, low), (many, low + drop), (many, high - drop), (bevelled, high)]
    if inner:
        hole = [_clamped(point, inner) for point in many]
        rings += [(hole, high), (hole, low)]
    return loft([at_height(points, z) for points, z in rings], material, closed=bool(inner))


def _divided(start: Point, end: Point, count: int) -> list[Point]:
    shares = (i / count for i in range(count))
    return [
        (start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t) for t in shares
    ]


def _clamped(point: Point, radius: float) -> Point:
    share = radius / math.hypot(*point)
    return point[0] * share, point[1] * share


def box(size: Place, material: str, *, edge: float = 0.0) -> Piece:
    """A block around 0, its edges turned off."""
    mesh = bmesh.new()
    bmesh.ops.create_cube(mesh, size=1.0)
    bmesh.ops.transform(
        mesh, matrix=Matrix.Diagonal((*(s * MM for s in size), 1)), verts=mesh.verts
    )
    if edge:
        bmesh.ops.bevel(
            mesh, geom=mesh.edges[:], offset=edge * MM, segments=2, profile=0.6, affect="EDGES"
        )
    return _finished(mesh, material)


def sphere(radius: float, material: str, *, segments: int = 32) -> Piece:
    half = segments // 2
    steps = (math.pi * i / half - math.pi / 2 for i in range(half + 1))
    profile = [(radius * math.cos(angle), radius * math.sin(angle)) for angle in steps]
    return lathe([(0, -radius), *profile[1:-1], (0, radius)], material, segments=segments)


def torus(radius: float, thickness: float, material: str, *, segments: int = 64) -> Piece:
    profile = [(radius + x, z) for x, z in circle(thickness, 16)]
    return lathe(profile, material, segments=segments)


def sweep(path: Sequence[Place], radius: float, material: str, *, sides: int = 14) -> Piece:
    """A round rod along a path, its ends closed."""
    places = [Vector(place) for place in path]
    tangents = [
        (places[min(i + 1, len(places) - 1)] - places[max(i - 1, 0)]).normalized()
        for i in range(len(places))
    ]
    across = tangents[0].orthogonal().normalized()
    rings: list[list[Place]] = []
    for place, tangent in zip(places, tangents, strict=True):
        across = (across - tangent * across.dot(tangent)).normalized()
        up = tangent.cross(across)
        rings.append([tuple(place + across * x + up * y) for x, y in circle(radius, sides)])
    return loft(rings, material, round_up_to=60.0)


def spring(
    radius: float, wire: float, low: float, high: float, material: str, *, turns: float
) -> Piece:
    path = helix(radius, high - low - 2 * wire, turns)
    return sweep(path, wire, material, sides=10).moved(z=low + wire)


def gear(
    teeth: int, material: str, *, module: float, width: float, bore: float, helix_degrees: float = 0
) -> Piece:
    """An involute gear about the z axis around z 0, with a recessed web when it is large enough."""
    outline = gear_outline(teeth, module)
    pitch = module * teeth / 2
    twist = math.degrees(width * math.tan(math.radians(helix_degrees)) / pitch)
    layers = 5 if helix_degrees else 2
    half = width / 2
    rim, hub = pitch - 3.1 * module, bore * 1.75
    recess = width * 0.22 if rim > hub * 1.25 else 0.0
    ends = [(half, twist / 2), (-half, -twist / 2)]
    inside: list[list[Place]] = []
    for z, turn in ends:
        sign = 1 if z > 0 else -1
        depths = [(rim, 0.0), (rim, recess), (hub, recess), (hub, 0.0)] if recess else []
        around = [(r, z - sign * d) for r, d in depths] + [(bore, z)]
        rings = [at_height(turned([_clamped(p, r) for p in outline], turn), h) for r, h in around]
        inside += rings if sign > 0 else rings[::-1]
    sides = [
        at_height(
            turned(outline, -twist / 2 + twist * i / (layers - 1)), -half + width * i / (layers - 1)
        )
        for i in range(layers)
    ]
    return loft([*sides, *inside], material, closed=True)
