"""The second engine: Whoosh, pure Python, for machines on which tantivy does not run."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from whoosh import fields, query, writing
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import IndexReader
from whoosh.searching import Hit

from dossier_search.engine import EXPANSIONS_MAX, FIELDS
from dossier_search.errors import IndexUnusable, SearchError, WriteFailed
from dossier_search.model import Match, Plan, Record, Word

_EXACT_BOOST = 2.0
_HEAP_MEGABYTES = 64


def open_whoosh(folder: Path, *, create: bool) -> "WhooshEngine":
    """Open the index in ``folder``, or make one there.  Raises IndexUnusable."""
    with _reading():
        storage = FileStorage(str(folder))
        index = storage.create_index(_schema()) if create else storage.open_index()
        if set(index.schema.names()) != set(_schema().names()):
            raise IndexUnusable("字段与本程序不符")
        return WhooshEngine(index)


class WhooshEngine:
    """See ``Engine``.  Safe for use by several threads: each search opens a reader of its own."""

    def __init__(self, index: FileIndex) -> None:
        self._index = index

    def apply(self, removed: Sequence[str], added: Iterable[Record], *, clear: bool) -> None:
        """Write one commit."""
        with _writing():
            writer = self._index.writer(limitmb=_HEAP_MEGABYTES)
        try:
            with _writing():
                for entry_id in removed:
                    writer.delete_by_term("id", entry_id)
            for record in added:  # what goes wrong in there is not ours
                with _writing():
                    writer.add_document(**_document(record))
        except BaseException:
            with _writing():
                writer.cancel()
            raise
        with _writing():
            writer.commit(mergetype=writing.CLEAR if clear else None)

    def search(self, plan: Plan) -> tuple[int, list[Match]]:
        """Run ``plan`` on the newest commit."""
        with _reading(), self._index.searcher() as searcher:
            results = searcher.search(
                _query(searcher.reader(), plan),
                limit=plan.offset + plan.limit,
                sortedby=None if plan.words else "day",
                reverse=not plan.words,
            )
            page = [_match(hit, plan) for hit in islice(results, plan.offset, None)]
            return len(results), page

    def count(self) -> int:
        """Return how many records there are."""
        with _reading():
            return int(self._index.doc_count())

    def close(self) -> None:
        """Let go of files."""
        self._index.close()


def _schema() -> fields.Schema:
    searched = {
        name: fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True, field_boost=weight)
        for name, weight in FIELDS.items()
    }
    return fields.Schema(
        id=fields.ID(stored=True),
        kind=fields.ID(stored=True),
        scope=fields.KEYWORD,
        keyword=fields.KEYWORD,
        day=fields.NUMERIC(int, sortable=True),
        shown_title=fields.STORED,
        shown_text=fields.STORED,
        **searched,
    )


def _document(record: Record) -> dict[str, str | int]:
    return {
        "id": record.id,
        "kind": record.kind,
        "scope": " ".join(record.scopes),
        "keyword": " ".join(record.keywords),
        "day": record.day,
        "shown_title": record.title,
        "shown_text": record.text,
        **record.terms,
    }


def _match(hit: Hit, plan: Plan) -> Match:
    return Match(
        id=hit["id"],
        kind=hit["kind"],
        title=hit["shown_title"],
        text=hit["shown_text"],
        score=float(hit.score) if plan.words else 0.0,
    )


def _query(reader: IndexReader, plan: Plan) -> query.Query:
    conditions: list[query.Query] = [_any_term("scope", plan.scopes)]
    if plan.kinds:
        conditions.append(_any_term("kind", plan.kinds))
    conditions.extend(query.Term("keyword", keyword) for keyword in plan.keywords)
    if plan.since is not None or plan.until is not None:
        conditions.append(query.NumericRange("day", plan.since, plan.until))
    wanted = [_word_anywhere(reader, word) for word in plan.words]
    unscored = [query.ConstantScoreQuery(condition, score=0.0) for condition in conditions]
    return query.And([*wanted, *unscored])


def _any_term(name: str, values: Sequence[str]) -> query.Query:
    return query.Or([query.Term(name, value) for value in values])


def _word_anywhere(reader: IndexReader, word: Word) -> query.Query:
    return query.Or([_word_in(reader, name, word) for name in FIELDS])


def _word_in(reader: IndexReader, name: str, word: Word) -> query.Query:
    if word.prefix is None:
        return _phrase(name, word.terms)
    beginning: query.Query = query.Prefix(name, word.prefix)
    if word.terms:
        ends = _ends(reader, name, word.prefix)
        if len(ends) > EXPANSIONS_MAX:
            beginning = query.And([_phrase(name, word.terms), beginning])
        else:
            beginning = query.Or([_phrase(name, (*word.terms, end)) for end in ends])
    exact = _phrase(name, (*word.terms, word.prefix), boost=_EXACT_BOOST)
    return query.Or([beginning, exact])


def _ends(reader: IndexReader, name: str, prefix: str) -> list[str]:
    ends = islice(reader.expand_prefix(name, prefix), EXPANSIONS_MAX + 1)
    return [end.decode() for end in ends]


def _phrase(name: str, terms: Sequence[str], *, boost: float = 1.0) -> query.Query:
    if len(terms) == 1:
        return query.Term(name, terms[0], boost=boost)
    return query.Phrase(name, list(terms), boost=boost)


@contextmanager
def _reading() -> Iterator[None]:
    """Turn what damaged files make Whoosh raise into IndexUnusable.

    It checks nothing that it reads, so that may be anything, ``Exception`` itself included.
    """
    try:
        yield
    except SearchError:
        raise
    except Exception as error:
        raise IndexUnusable(str(error) or type(error).__name__) from error


@contextmanager
def _writing() -> Iterator[None]:
    """The same for writing, which reads what is there."""
    try:
        yield
    except Exception as error:
        raise WriteFailed(str(error) or type(error).__name__) from error
