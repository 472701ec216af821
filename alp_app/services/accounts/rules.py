"""Small certainties about accounts, without a database or a clock."""

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"))
"""Most specific first: the others call themselves Chrome too, and Chrome calls itself Safari."""
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_of(user_agent: str) -> str:
    """The browser's name, from what it says about itself; empty when that says nothing."""
    found = next((name for mark, name in BROWSERS if f"{mark}/" in user_agent), "")
    return found or ("Safari" if "Safari/" in user_agent else "")


def system_of(user_agent: str) -> str:
    return next((name for mark, name in SYSTEMS if mark in user_agent), "")
