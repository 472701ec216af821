"""Ways in which a class can say no."""

from alp_app.kit.errors import Conflict, Forbidden, Invalid, NotFound


class ClassNotFound(NotFound):
    code = "class.not_found"
    hint = "Check the address, or go back to your classes."

    def __init__(self) -> None:
        super().__init__("This class does not exist, or you cannot see it.")


class MemberNotFound(NotFound):
    code = "class.member_not_found"
    hint = "Somebody may have taken this person out. Reload the page."

    def __init__(self) -> None:
        super().__init__("This person is not in the class.")


class StaffNotFound(NotFound):
    code = "class.staff_not_found"
    hint = "Check the address. An administrator can make an account for a teacher."

    def __init__(self) -> None:
        super().__init__("No teacher of your school has this e-mail address.")


class PersonNotKnown(NotFound):
    code = "class.person_not_known"
    hint = "Check the address, or give this person an invite link."

    def __init__(self) -> None:
        super().__init__("No account of your school has this e-mail address.")


class LastTeacher(Conflict):
    code = "class.last_teacher"
    hint = "Add another teacher first."

    def __init__(self) -> None:
        super().__init__("A class keeps at least one teacher.")


class ClassArchived(Conflict):
    code = "class.archived"
    hint = "Restore the class first."

    def __init__(self) -> None:
        super().__init__("This class is archived, so nothing in it changes.")


class CodeUnknown(NotFound):
    """Said of every code that opens nothing, so that trying codes tells nothing."""

    code = "class.code_unknown"
    hint = "Check it letter by letter. Codes have no 0, O, 1, I or L."

    def __init__(self) -> None:
        super().__init__("No class has this code.")


class ClassClosed(Conflict):
    code = "class.closed"
    hint = "Ask your teacher to open it again."

    def __init__(self, name: str) -> None:
        super().__init__(f"The code is right, but {name} takes nobody in just now.", name=name)


class ClassFull(Conflict):
    code = "class.full"
    hint = "Ask your teacher for another seat."

    def __init__(self, name: str) -> None:
        super().__init__(f"The code is right, but every seat of {name} is taken.", name=name)


class InviteEnded(NotFound):
    code = "class.invite_ended"
    hint = "Ask for a new link."

    def __init__(self) -> None:
        super().__init__("This invite link was taken back, used up, or is too old.")


class InviteNotFound(NotFound):
    code = "class.invite_not_found"
    hint = "Reload the page."

    def __init__(self) -> None:
        super().__init__("This class has no such invite link.")


class InviteForStaff(Forbidden):
    code = "class.invite_for_staff"
    hint = "Sign in with your teacher’s account, then open the link again."

    def __init__(self) -> None:
        super().__init__("This link is for teachers.")


class TakenOut(Forbidden):
    code = "class.taken_out"
    hint = "Ask your teacher to put you back."

    def __init__(self) -> None:
        super().__init__("A teacher has taken you out of this class.")


class NameNeeded(Invalid):
    code = "class.name_needed"

    def __init__(self) -> None:
        super().__init__("Say what your class may call you.")


class NameTaken(Conflict):
    code = "class.name_taken"
    hint = "Take the suggested name or another one. If it is you, come back with your return code."

    def __init__(self, suggestion: str) -> None:
        super().__init__("Somebody in the class has this name.", suggestion=suggestion)


class NameIsContact(Invalid):
    code = "class.name_is_contact"
    hint = "Use a first name or a nickname."

    def __init__(self, suggestion: str) -> None:
        super().__init__(
            "This looks like an address or a number. Nobody needs it here.", suggestion=suggestion
        )


class NameIsFull(Invalid):
    code = "class.name_is_full"
    hint = "Take the suggestion, or join again with the name as it is."

    def __init__(self, suggestion: str) -> None:
        super().__init__("This looks like a whole name. Less is enough.", suggestion=suggestion)


class PlanGoesRound(Conflict):
    code = "class.plan_goes_round"
    hint = "Choose something that comes before it."

    def __init__(self) -> None:
        super().__init__("With this, lessons would wait for each other and never open.")


class NotInCourse(Invalid):
    code = "class.not_in_course"
    hint = "The course may have a new version. Reload the page."

    def __init__(self) -> None:
        super().__init__("The course of this class has no such module or lesson.")


class RosterUnreadable(Invalid):
    code = "class.roster_unreadable"
    hint = "One person a line: a name, an e-mail address, or both. 500 lines at most."

    def __init__(self) -> None:
        super().__init__("No list of people was found in this text.")


class ImportNotFound(NotFound):
    code = "class.import_not_found"
    hint = "Reload the page."

    def __init__(self) -> None:
        super().__init__("This upload does not exist, or was taken back already.")


class ViewNeedsBrowser(Conflict):
    code = "class.view_needs_browser"
    hint = "Sign in on the pages, then use View as learner there."

    def __init__(self) -> None:
        super().__init__("A class can be viewed as a learner in a browser only.")


class NotYourPupil(Conflict):
    """The account belongs to its owner: an e-mail address or a password is in it."""

    code = "class.not_your_pupil"
    hint = "They change it themselves, under their account."

    def __init__(self) -> None:
        super().__init__("This person has an account of their own.")
