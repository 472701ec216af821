"""Sentences about anything: `{term}` and `{other}` are words of the prompt."""

TITLES = (
    "How the {term} works",
    "Understanding the {term}",
    "The {term} and the {other}",
    "Checking the {term} step by step",
    "When the {term} goes wrong",
    "From the {term} to the {other}",
    "Measuring the {term}",
    "What the {term} does",
)
STATEMENTS = (
    "In this subject, the {term} and the {other} depend on each other.",
    "When the {term} changes, the {other} changes with it, and you can observe both.",
    "You check the {term} before the {other}, because an error there spreads to what comes after.",
    "A common mistake is to confuse the {term} with the {other}.",
    "It is good practice to write the {term} down each time, so that a trend becomes visible.",
    "If the {term} is outside its limits, look at the {other} first.",
    "An example makes the {term} clear: compare it with the {other} under the same conditions.",
)
OBJECTIVES = (
    "Explain how the {term} affects the {other}",
    "Name the parts that the {term} depends on",
    "Measure the {term} and compare it with the {other}",
    "Diagnose a fault in the {term} from its effects on the {other}",
    "Choose the right method to check the {term}",
    "Describe what the {term} is for",
)
STEPS = (
    "Prepare the workplace and have the values for the {term} at hand.",
    "Look at the {term} and note what you see.",
    "Measure the {term} and write the value down.",
    "Compare the value with that of the {other}.",
    "Correct the {term} if it is outside its limits.",
    "Check the {term} once more and report the result.",
)
PICTURES = (
    "A clear drawing of the {term} beside the {other}, with labels, on a plain background",
    "A cut-away view that shows the {term} inside, with arrows towards the {other}",
    "A learner checks the {term} at a tidy workbench, seen from the side",
)
CAUTIONS = (
    "Switch the equipment off and let it cool before you touch the {term}.",
    "Wear eye protection when you work on the {term}: the {other} can be under pressure.",
)
BY_MEANING = {
    "title": TITLES,
    "heading": TITLES,
    "name": TITLES,
    "objective": OBJECTIVES,
    "step": STEPS,
    "picture": PICTURES,
    "image": PICTURES,
    "illustration": PICTURES,
    "caution": CAUTIONS,
    "warning": CAUTIONS,
}
"""By a word in the name of the property that the text is for."""
