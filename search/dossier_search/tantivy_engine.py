"""The engine by default: tantivy, embedded."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import tantivy
from tantivy import Occur

from dossier_search.engine import EXPANSIONS_MAX, FIELDS
from dossier_search.errors import IndexUnusable, WriteFailed
from dossier_search.model import Match, Plan, Record, Word

_HEAP_BYTES = 32_000_000
_EXACT_BOOST = 2.0
_FAILURES = (ValueError, OSError, RuntimeError, SystemError)


def open_tantivy(folder: Path, *, create: bool) -> "TantivyEngine":
    """Open the index in ``folder``, or make one there.  Raises IndexUnusable."""
    with _reading():
        if create:
            index = tantivy.Index(_SCHEMA, path=str(folder), reuse=False)
        else:
            index = tantivy.Index.open(str(folder))
            if index.schema != _SCHEMA:
                raise IndexUnusable("字段与本程序不符")
        index.register_tokenizer(_SPACED, _spaced())
        index.config_reader("manual")
        index.reload()
    return TantivyEngine(index, folder)


class TantivyEngine:
    """See ``Engine``.  Safe for use by several threads."""

    def __init__(self, index: tantivy.Index, folder: Path) -> None:
        self._index = index
        self._meta = folder / "meta.json"
        self._lock = Lock()
        self._seen = self._version()

    def apply(self, removed: Sequence[str], added: Iterable[Record], *, clear: bool) -> None:
        """Write one commit."""
        with _writing():
            writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        try:
            with _writing():
                if clear:
                    writer.delete_all_documents()
                for entry_id in removed:
                    writer.delete_documents_by_term("id", entry_id)
            for record in added:  # what goes wrong in there is not ours
                with _writing():
                    writer.add_document(_document(record))
            with _writing():
                writer.commit()
        except BaseException:
            with _writing():
                writer.rollback()
            raise
        finally:
            with _writing():
                writer.wait_merging_threads()  # lets go of the writer, too

    def search(self, plan: Plan) -> tuple[int, list[Match]]:
        """Run ``plan`` on the newest commit."""
        with _reading():
            searcher = self._searcher()
            result = searcher.search(
                _query(searcher, plan),
                limit=plan.limit,
                offset=plan.offset,
                order_by_field=None if plan.words else "day",
            )
            total: int = result.count  # type: ignore[attr-defined]  # its stub forgot it
            return total, [
                _match(searcher.doc(address), score if plan.words else 0.0)
                for score, address in result.hits
            ]

    def count(self) -> int:
        """Return how many records there are."""
        with _reading():
            return self._searcher().num_docs

    def close(self) -> None:
        """Nothing is held but memory maps, which go with the object."""

    def _searcher(self) -> tantivy.Searcher:
        with self._lock:
            version = self._version()
            if version != self._seen:
                self._index.reload()
                self._seen = version
            return self._index.searcher()

    def _version(self) -> tuple[int, int, int]:
        """Return what changes whenever a commit has replaced the list of segments."""
        state = self._meta.stat()
        return state.st_ino, state.st_mtime_ns, state.st_size


_SPACED = "spaced"


def _spaced() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name, stored in (("id", True), ("kind", True), ("scope", False), ("keyword", False)):
        builder.add_text_field(name, stored=stored, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name=_SPACED, index_option="position")
    for name in ("shown_title", "shown_text"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


_SCHEMA = _schema()


def _document(record: Record) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("id", record.id)
    document.add_text("kind", record.kind)
    for scope in record.scopes:
        document.add_text("scope", scope)
    for keyword in record.keywords:
        document.add_text("keyword", keyword)
    document.add_integer("day", record.day)
    for name, terms in record.terms.items():
        document.add_text(name, terms)
    document.add_bytes("shown_title", record.title.encode())
    document.add_bytes("shown_text", record.text.encode())
    return document


def _match(document: tantivy.Document, score: float) -> Match:
    return Match(
        id=document["id"][0],
        kind=document["kind"][0],
        title=bytes(document["shown_title"][0]).decode(),
        text=bytes(document["shown_text"][0]).decode(),
        score=score,
    )


def _query(searcher: tantivy.Searcher, plan: Plan) -> tantivy.Query:
    conditions = [tantivy.Query.term_set_query(_SCHEMA, "scope", list(plan.scopes))]
    if plan.kinds:
        conditions.append(tantivy.Query.term_set_query(_SCHEMA, "kind", list(plan.kinds)))
    conditions.extend(
        tantivy.Query.term_query(_SCHEMA, "keyword", keyword, "basic")
        for keyword in plan.keywords
    )
    if plan.since is not None or plan.until is not None:
        conditions.append(
            tantivy.Query.range_query(
                _SCHEMA, "day", tantivy.FieldType.Integer, plan.since, plan.until
            )
        )
    wanted = [_word_anywhere(searcher, word) for word in plan.words]
    return tantivy.Query.boolean_query(
        [
            *((Occur.Must, query) for query in wanted),
            *(
                (Occur.Must, tantivy.Query.const_score_query(query, 0.0))
                for query in conditions
            ),
        ]
    )


def _word_anywhere(searcher: tantivy.Searcher, word: Word) -> tantivy.Query:
    return _any_of(
        [
            tantivy.Query.boost_query(_word_in(searcher, name, word), weight)
            for name, weight in FIELDS.items()
        ]
    )


def _word_in(searcher: tantivy.Searcher, name: str, word: Word) -> tantivy.Query:
    if word.prefix is None:
        return _phrase(name, word.terms)
    beginning = tantivy.Query.regex_query(_SCHEMA, name, f"{word.prefix}.*")
    if word.terms:
        ends = searcher.terms_with_prefix(name, word.prefix, limit=EXPANSIONS_MAX + 1)
        if not ends:
            return tantivy.Query.empty_query()
        if len(ends) > EXPANSIONS_MAX:
            beginning = _all_of([_phrase(name, word.terms), beginning])
        else:
            beginning = _any_of([_phrase(name, (*word.terms, end)) for end, _ in ends])
    exact = _phrase(name, (*word.terms, word.prefix))
    return _any_of([beginning, tantivy.Query.boost_query(exact, _EXACT_BOOST)])


def _phrase(name: str, terms: Sequence[str]) -> tantivy.Query:
    if len(terms) == 1:
        return tantivy.Query.term_query(_SCHEMA, name, terms[0], "freq")
    return tantivy.Query.phrase_query(_SCHEMA, name, list(terms))


def _any_of(queries: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def _all_of(queries: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Must, query) for query in queries])


@contextmanager
def _reading() -> Iterator[None]:
    """Turn what damaged files make tantivy raise into IndexUnusable."""
    try:
        yield
    except _FAILURES as error:
        raise IndexUnusable(str(error)) from error
    except BaseException as error:
        # A panic of the Rust code is not an Exception.
        if type(error).__name__ == "PanicException":
            raise IndexUnusable("索引文件已损坏") from error
        raise


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except _FAILURES as error:
        raise WriteFailed(str(error)) from error
