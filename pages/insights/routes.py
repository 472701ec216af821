"""The addresses of insight."""

from alp_app.security.policies import Policy
from pages.insights.course import course_insight
from pages.insights.learner import learner_insight, my_insight
from pages.insights.room import class_insight
from pages.insights.rows import figure_rows
from pages.page import Page
from state.insights.course import CourseInsightState
from state.insights.learner import LearnerInsightState, MyInsightState
from state.insights.room import ClassInsightState
from state.insights.rows import FigureRowsState

INSIGHT_PAGES: tuple[Page, ...] = (
    Page(
        route="/classes/[classroom_id]/insight",
        title_key="insight.title",
        view=class_insight,
        policy=Policy.STAFF,
        on_load=(ClassInsightState.load,),
    ),
    Page(
        route="/classes/[classroom_id]/insight/rows",
        title_key="insight.title",
        view=figure_rows,
        policy=Policy.STAFF,
        on_load=(FigureRowsState.load_class,),
    ),
    Page(
        route="/classes/[classroom_id]/insight/learners/[user_id]",
        title_key="insight.title",
        view=learner_insight,
        policy=Policy.STAFF,
        on_load=(LearnerInsightState.load,),
    ),
    Page(
        route="/studio/[course_id]/insight",
        title_key="insight.title",
        view=course_insight,
        policy=Policy.STAFF,
        on_load=(CourseInsightState.load,),
    ),
    Page(
        route="/studio/[course_id]/insight/rows",
        title_key="insight.title",
        view=figure_rows,
        policy=Policy.STAFF,
        on_load=(FigureRowsState.load_course,),
    ),
    Page(
        route="/progress/[course_id]",
        title_key="my_progress.title",
        view=my_insight,
        policy=Policy.SIGNED_IN,
        on_load=(MyInsightState.load,),
    ),
    Page(
        route="/progress/[course_id]/rows",
        title_key="my_progress.title",
        view=figure_rows,
        policy=Policy.SIGNED_IN,
        on_load=(FigureRowsState.load_mine,),
    ),
)
