"""Steps that lift the JSON members of a draft from one format version to the next.

A step is a pure function on raw JSON: it takes and returns the members by name ("manifest.json", "response.json",
"questionnaire.json") and uses no code that changes with the program.  Step 0 lifts format 1 to format 2, and so on; a
step is never edited once it is released.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Documents = dict[str, Any]
Migration = Callable[[Documents], Documents]

MIGRATIONS: Sequence[Migration] = ()


def current_format() -> int:
    """The format version that this program writes."""
    return len(MIGRATIONS) + 1


def lift(documents: Documents, version: int) -> Documents:
    """The members in the current format; those of a newer format stay as they are."""
    for step in MIGRATIONS[version - 1 :]:
        documents = step(documents)
    return documents
