"""The pages from which a school is run."""

from alp_app.security.policies import Policy
from pages.admin.engines import engines
from pages.admin.job import job
from pages.admin.jobs import jobs
from pages.admin.outbox import outbox
from pages.admin.people import people
from pages.admin.retention import retention
from pages.admin.school import school
from pages.admin.usage import engine_use
from pages.page import Page
from state.accounts.people import PeopleState
from state.accounts.site import SiteState
from state.approvals.rules import ApprovalRulesState
from state.notifications.outbox import OutboxState
from state.operations.engines import EnginesState
from state.operations.job_page import JobPageState
from state.operations.jobs import JobsState
from state.operations.usage import UsageState
from state.privacy.retention import RetentionState

ADMIN_PAGES: tuple[Page, ...] = (
    Page(
        route="/jobs",
        title_key="jobs.title",
        view=jobs,
        policy=Policy.STAFF,
        on_load=(JobsState.load,),
    ),
    Page(
        route="/jobs/[job_id]",
        title_key="jobs.one",
        view=job,
        policy=Policy.STAFF,
        on_load=(JobPageState.load,),
    ),
    Page(
        route="/engines",
        title_key="engines.title",
        view=engines,
        policy=Policy.ADMIN,
        on_load=(EnginesState.load,),
    ),
    Page(
        route="/engines/use",
        title_key="engine_use.title",
        view=engine_use,
        policy=Policy.ADMIN,
        on_load=(UsageState.load,),
    ),
    Page(
        route="/admin/outbox",
        title_key="outbox.title",
        view=outbox,
        policy=Policy.ADMIN,
        on_load=(OutboxState.load,),
    ),
    Page(
        route="/admin/retention",
        title_key="retention.title",
        view=retention,
        policy=Policy.ADMIN,
        on_load=(RetentionState.load,),
    ),
    Page(
        route="/school",
        title_key="school.title",
        view=school,
        policy=Policy.ADMIN,
        on_load=(SiteState.load, ApprovalRulesState.load),
    ),
    Page(
        route="/people",
        title_key="people.title",
        view=people,
        policy=Policy.ADMIN,
        on_load=(PeopleState.load,),
    ),
)
