"""The pages beside the editor of a course: how it came about, and who read it."""

from alp_app.security.policies import Policy
from pages.page import Page
from pages.teach.changes import changes
from pages.teach.coverage import coverage
from pages.teach.history import history
from pages.teach.manifest import manifest
from pages.teach.manifests import manifests
from pages.teach.review import review
from state.approvals.coverage import CoverageState
from state.approvals.desk import DeskState
from state.manifests.listed import ManifestsState
from state.manifests.one import ManifestState
from state.releases.published import PublishedState
from state.revisions.history import HistoryState

COURSE_PAGES: tuple[Page, ...] = (
    Page(
        route="/studio/[course_id]/history",
        title_key="history.title",
        view=history,
        policy=Policy.STAFF,
        on_load=(HistoryState.load,),
    ),
    Page(
        route="/studio/[course_id]/review",
        title_key="review.title",
        view=review,
        policy=Policy.STAFF,
        on_load=(DeskState.load,),
    ),
    Page(
        route="/studio/[course_id]/changes",
        title_key="release.title",
        view=changes,
        policy=Policy.STAFF,
        on_load=(PublishedState.load,),
    ),
    Page(
        route="/studio/[course_id]/coverage",
        title_key="coverage.title",
        view=coverage,
        policy=Policy.STAFF,
        on_load=(CoverageState.load,),
    ),
    Page(
        route="/studio/[course_id]/manifests",
        title_key="manifest.title",
        view=manifests,
        policy=Policy.STAFF,
        on_load=(ManifestsState.load,),
    ),
    Page(
        route="/studio/[course_id]/manifests/[manifest_id]",
        title_key="manifest.title",
        view=manifest,
        policy=Policy.STAFF,
        on_load=(ManifestState.load,),
    ),
)
