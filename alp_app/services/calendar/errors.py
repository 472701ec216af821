"""Ways in which a calendar can say no."""

from alp_app.kit.errors import NotFound


class FeedNotFound(NotFound):
    code = "calendar.feed_not_found"
    hint = "Make a new address on your calendar’s page."

    def __init__(self) -> None:
        super().__init__("This calendar address does not exist, or was taken back.")
