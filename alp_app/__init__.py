"""Everything of AutoLearnPro that is true without a browser."""

__version__ = "0.1.0"
