"""Which addresses stand for something that may not be there, and what to say of it when it is."""

from collections.abc import Mapping, Sequence

from alp_app import runtime
from alp_app.front.meta import FindMeta, Meta
from alp_app.services.courses.public import find_description, list_slugs

COURSE = "/courses/[slug]"
SUMMARY_MOST = 300


async def describe_course(values: Mapping[str, str]) -> Meta | None:
    current = runtime.current()
    async with current.reader(await current.actors.visitor()) as reader:
        course = await find_description(reader, values["slug"])
    if course is None:
        return None
    summary = course.summary[:SUMMARY_MOST]
    return Meta(
        title=f"{course.title} · AutoLearnPro",
        description=summary,
        structured={
            "@context": "https://schema.org",
            "@type": "Course",
            "name": course.title,
            "description": summary,
            "inLanguage": course.language,
        },
    )


FIND_META: Mapping[str, FindMeta] = {COURSE: describe_course}


async def list_public_paths() -> Sequence[str]:
    current = runtime.current()
    async with current.reader(await current.actors.visitor()) as reader:
        return [COURSE.replace("[slug]", slug) for slug in await list_slugs(reader)]
