"""Pictures from an image engine, and the 3D model from a scene engine."""

from collections.abc import Mapping

from pydantic import BaseModel

from alp_app.jobspecs.generation import BuildModel, DrawPictures
from alp_app.kit.ids import AssetId, CourseId, LessonId
from alp_app.kit.text import shorten, slugify
from alp_app.models.asset import AssetKind
from alp_app.models.content import LegendEntry
from alp_app.models.manifest import Making, Subject
from alp_app.prompts.loader import load
from alp_app.services.generation import commands
from alp_app.services.generation.views import LessonToWrite, Material
from alp_app.services.manifests.commands import record_manifest
from alp_app.services.media.commands import NewFile, StoredFile, record_asset, store_files
from alp_app.unit_of_work import UnitOfWork
from jobs.context import JobContext
from jobs.generation.material import material_for
from jobs.making import image_making, scene_making
from providers.contracts.images import GeneratedImage, ImageProgress, ImageRequest
from providers.contracts.scene_kinds import suggest_kind
from providers.contracts.scenes import SceneRequest

WIDTH, HEIGHT = 1024, 576
LONGEST_DESCRIPTION = 300


class DrawnPicture(BaseModel):
    """A picture whose bytes are in the store."""

    files: list[StoredFile]
    maker: str
    is_placeholder: bool
    making: Making


class BuiltObject(BaseModel):
    files: list[StoredFile]
    maker: str
    is_placeholder: bool
    kind: str
    parts: list[LegendEntry]
    making: Making


async def draw_pictures(context: JobContext, spec: DrawPictures) -> None:
    """The cover, then one picture for each lesson that waits for one."""
    material = await material_for(context, spec)
    waiting = [
        lesson for lesson in material.lessons if lesson.picture_prompt and not lesson.has_picture
    ]
    total = len(waiting) + 1
    cover = [] if material.has_cover else ["cover"]
    await context.plan([*cover, *(f"picture:{lesson.id}" for lesson in waiting)])
    if not material.has_cover:
        await context.step(
            "cover",
            lambda: draw_picture(context, material.title, material.summary, number=1, total=total),
            returns=DrawnPicture,
            save=lambda work, drawn: _keep_cover(context, work, material, drawn),
        )
    for number, lesson in enumerate(waiting, start=2):
        await context.step(
            f"picture:{lesson.id}",
            lambda lesson=lesson, number=number: draw_picture(
                context, lesson.title, lesson.picture_prompt, number=number, total=total
            ),
            returns=DrawnPicture,
            save=lambda work, drawn, lesson=lesson: _keep_picture(
                context, work, material, lesson, drawn
            ),
        )


async def draw_picture(
    context: JobContext, subject: str, description: str, *, number: int, total: int
) -> DrawnPicture:
    """Draw one of `total` pictures and put its bytes into the store."""
    await context.progress(
        (number - 1) / total, "generation.drawing_picture", n=number, of=total, title=subject
    )

    async def report(progress: ImageProgress) -> None:
        part = progress.step / max(1, progress.steps)
        await context.progress(
            (number - 1 + part) / total,
            "generation.drawing_step",
            n=number,
            of=total,
            step=progress.step,
            steps=progress.steps,
        )

    prompt = load("generation/picture")
    leave_out, wanted = prompt.render(
        subject=subject, description=shorten(description, LONGEST_DESCRIPTION)
    )
    request = ImageRequest(
        prompt=wanted,
        negative=leave_out,
        width=WIDTH,
        height=HEIGHT,
        seed=(context.job_id.int + number) % 2**31,
        subject=subject,
    )
    image = await context.providers.images.generate(request, report)
    return DrawnPicture(
        files=await store_files(context.objects, _renditions(image)),
        maker=image.model,
        is_placeholder=image.is_placeholder,
        making=image_making(request, image, prompt=prompt.reference),
    )


def _renditions(image: GeneratedImage) -> Mapping[str, NewFile]:
    files = {"original": NewFile(image.png, "image/png")}
    if image.dark_png is not None:
        files["dark"] = NewFile(image.dark_png, "image/png")
    return files


async def _keep_cover(
    context: JobContext, work: UnitOfWork, material: Material, drawn: DrawnPicture
) -> None:
    asset_id = await record_picture(context, work, material.course_id, "cover", drawn)
    await commands.keep_cover(work, material.course_id, asset_id)


async def _keep_picture(
    context: JobContext,
    work: UnitOfWork,
    material: Material,
    lesson: LessonToWrite,
    drawn: DrawnPicture,
) -> None:
    asset_id = await record_picture(context, work, material.course_id, slugify(lesson.title), drawn)
    await commands.keep_picture(work, lesson.id, asset_id)


async def record_picture(
    context: JobContext, work: UnitOfWork, course_id: CourseId, name: str, drawn: DrawnPicture
) -> AssetId:
    """Name a drawn picture as an asset of a course, and record how it was made."""
    asset_id = await record_asset(
        work,
        drawn.files,
        kind=AssetKind.IMAGE,
        filename=f"{name}.png",
        course_id=course_id,
        maker=drawn.maker,
        is_placeholder=drawn.is_placeholder,
        manifest=drawn.making.model_dump(mode="json"),
        made_by_job_id=context.job_id,
    )
    await _record(context, work, course_id, asset_id, drawn.making)
    return asset_id


async def _record(
    context: JobContext, work: UnitOfWork, course_id: CourseId, asset_id: AssetId, making: Making
) -> None:
    await record_manifest(
        work,
        course_id,
        making,
        subject=Subject.ASSET,
        subject_id=asset_id,
        job_id=context.job_id,
    )


async def build_model(context: JobContext, spec: BuildModel) -> None:
    """One 3D model, in the lesson whose words are nearest to what it shows."""
    material = await material_for(context, spec)
    if material.has_model or not material.lessons:
        return
    await context.plan(["build", "place"])
    words = " ".join(
        [material.title, material.subject, *(lesson.title for lesson in material.lessons)]
    )
    kind = suggest_kind(words)
    built = await context.step("build", lambda: _build(context, kind), returns=BuiltObject)
    lesson_id = await _home_of(context, material, built)
    await context.step(
        "place",
        _nothing,
        returns=bool,
        save=lambda work, _: _keep_model(context, work, material, lesson_id, built),
    )


async def _build(context: JobContext, kind: str) -> BuiltObject:
    await context.progress(0.1, "generation.building_model", kind=kind)
    request = SceneRequest(kind=kind)
    scene = await context.providers.scenes.build(request)
    files = {
        "original": NewFile(scene.glb, "model/gltf-binary"),
        "poster": NewFile(scene.still_png, "image/png"),
    }
    return BuiltObject(
        files=await store_files(context.objects, files),
        maker=scene.engine,
        is_placeholder=scene.is_placeholder,
        kind=kind,
        parts=[
            LegendEntry(mark=str(number), meaning=part.label)
            for number, part in enumerate(scene.parts, start=1)
        ],
        making=scene_making(request, scene, engine=context.providers.scenes.name),
    )


async def _home_of(context: JobContext, material: Material, built: BuiltObject) -> LessonId:
    about = f"{built.kind.replace('_', ' ')}: {', '.join(part.meaning for part in built.parts)}"
    texts = [about, *(f"{lesson.title}. {lesson.summary}" for lesson in material.lessons)]
    vectors = await context.providers.embeddings.embed(texts)
    likeness = [sum(a * b for a, b in zip(vectors[0], v, strict=True)) for v in vectors[1:]]
    return material.lessons[likeness.index(max(likeness))].id


async def _keep_model(
    context: JobContext,
    work: UnitOfWork,
    material: Material,
    lesson_id: LessonId,
    built: BuiltObject,
) -> None:
    name = built.kind.replace("_", " ")
    asset_id = await record_asset(
        work,
        built.files,
        kind=AssetKind.MODEL,
        filename=f"{slugify(built.kind)}.glb",
        course_id=material.course_id,
        maker=built.maker,
        is_placeholder=built.is_placeholder,
        manifest=built.making.model_dump(mode="json"),
        made_by_job_id=context.job_id,
    )
    await _record(context, work, material.course_id, asset_id, built.making)
    await commands.keep_model(
        work,
        lesson_id,
        asset_id,
        alt=f"3D model: {name} with {', '.join(part.meaning for part in built.parts)}",
        caption=name.capitalize(),
        legend=built.parts,
    )


async def _nothing() -> bool:
    return True
