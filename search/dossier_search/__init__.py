"""Full-text search over Chinese case files: text in, hits out.

    index = open_index(folder, "tantivy")
    index.put([Entry(id="…", kind="case", unit_path="0001/0003/", title="…", text="…", …)])
    index.search(Query("王桂兰 低保", scopes=("0001/",)))

The index is a projection: it can be dropped and rebuilt from what it was made of.
"""

from dossier_search.errors import IndexBusy, IndexUnusable, SearchError, WriteFailed
from dossier_search.index import (
    ENGINES,
    WAIT_SECONDS,
    EngineName,
    Index,
    open_index,
    reset_index,
)
from dossier_search.model import Entry, Hit, Hits, Query

__all__ = [
    "ENGINES",
    "WAIT_SECONDS",
    "EngineName",
    "Entry",
    "Hit",
    "Hits",
    "Index",
    "IndexBusy",
    "IndexUnusable",
    "Query",
    "SearchError",
    "WriteFailed",
    "open_index",
    "reset_index",
]
