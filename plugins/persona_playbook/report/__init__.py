"""Findings → what people and programs read of them: a module a format.

No format but that of the terminal shows lines of documents, and that one none with personal data.
"""

from ..escape import printable
from .terminal import concise, count, statistics, summary, text

__all__ = ["concise", "count", "printable", "statistics", "summary", "text"]
