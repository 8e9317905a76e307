"""Triggers: what was posted is neither changed, deleted nor inserted behind the program's back.

Source: 财会〔2024〕12号 (posted vouchers cannot be deleted or inserted; date, amount, account and
operator cannot be changed).
"""

from dossier.audit.append_only import append_only, refuse

_APPEND_ONLY = ("book_account", "book_officer", "voucher_entry", "payment")
_NEVER_DELETED = ("book", "book_period", "fund", "fund_hold", "voucher")

_VOUCHER_FIXED = ("id", "book_id", "type", "month", "day", "summary", "purpose", "key", "request",
                  "prepared_by", "prepared_at")  # fmt: skip
_VOUCHER_FIXED_ONCE_SET = ("case_id", "action_id", "hold_id", "reverses_id", "corrects_id",
                           "reviewed_by", "reviewed_at", "approved_by", "approved_at")  # fmt: skip
_VOUCHER_NULL_STAYS = ("case_id", "action_id", "hold_id", "reverses_id", "corrects_id")

_CLOSED = (
    "EXISTS (SELECT 1 FROM book_period WHERE book_id = NEW.book_id"
    " AND month >= NEW.month AND closed_at IS NOT NULL)"
)
_POSTS = "NEW.posted_at IS NOT NULL AND OLD.posted_at IS NULL"
_UNBALANCED = (
    "EXISTS (SELECT 1 FROM voucher_entry WHERE voucher_id = NEW.id GROUP BY fund_id"
    " HAVING SUM(debit_fen) <> SUM(credit_fen))"
    " OR NOT EXISTS (SELECT 1 FROM voucher_entry WHERE voucher_id = NEW.id)"
)
_SEALED = (
    "EXISTS (SELECT 1 FROM voucher WHERE id = NEW.voucher_id AND (reviewed_at IS NOT NULL"
    " OR approved_at IS NOT NULL OR posted_at IS NOT NULL OR discarded_at IS NOT NULL))"
)
_UNPOSTED = (
    "NOT EXISTS (SELECT 1 FROM voucher WHERE id = NEW.voucher_id AND posted_at IS NOT NULL)"
)


def _changed(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


def _changed_once_set(columns: tuple[str, ...]) -> str:
    return " OR ".join(
        f"(OLD.{column} IS NOT NULL AND (NEW.{column} IS NULL OR NEW.{column} <> OLD.{column}))"
        for column in columns
    )


def _set_late(columns: tuple[str, ...]) -> str:
    return " OR ".join(
        f"(OLD.{column} IS NULL AND NEW.{column} IS NOT NULL)" for column in columns
    )


def _voucher(dialect: str) -> tuple[str, ...]:
    name = "voucher"
    return (
        *refuse(dialect, name, "no_change_once_posted", "UPDATE",
                "voucher: posted vouchers are not changed", when="OLD.posted_at IS NOT NULL"),
        *refuse(dialect, name, "no_change_once_discarded", "UPDATE",
                "voucher: discarded vouchers are not changed",
                when="OLD.discarded_at IS NOT NULL"),
        *refuse(dialect, name, "no_other_content", "UPDATE",
                "voucher: what was prepared is not changed",
                when=f"{_changed(_VOUCHER_FIXED)} OR {_changed_once_set(_VOUCHER_FIXED_ONCE_SET)}"
                f" OR {_set_late(_VOUCHER_NULL_STAYS)}"),
        *refuse(dialect, name, "no_closed_period", "UPDATE",
                "voucher: the period is closed", when=_POSTS, if_=_CLOSED),
        *refuse(dialect, name, "no_unbalanced", "UPDATE",
                "voucher: every fund balances", when=_POSTS, if_=_UNBALANCED),
        *refuse(dialect, name, "no_insert_posted", "INSERT",
                "voucher: none is born approved or posted",
                when="NEW.posted_at IS NOT NULL OR NEW.approved_at IS NOT NULL"
                " OR NEW.reviewed_at IS NOT NULL"),
    )  # fmt: skip


def protection(dialect: str) -> tuple[str, ...]:
    """Return the statements that protect the ledger's tables; run them once, after creating.

    dialect: "sqlite" or "postgresql".
    """
    return (
        *(part for table in _APPEND_ONLY for part in append_only(dialect, table)),
        *(
            part
            for table in _NEVER_DELETED
            for happening in ("DELETE", "TRUNCATE")
            for part in refuse(dialect, table, f"no_{happening.lower()}", happening,
                               f"{table}: rows are never taken away")
        ),
        *_voucher(dialect),
        *refuse(dialect, "voucher_entry", "no_late_insert", "INSERT",
                "voucher_entry: the voucher is no longer being prepared", if_=_SEALED),
        *refuse(dialect, "payment", "no_unposted", "INSERT",
                "payment: only what is posted is paid", if_=_UNPOSTED),
        *refuse(dialect, "book_period", "no_reopening", "UPDATE",
                "book_period: closed periods stay closed", when="OLD.closed_at IS NOT NULL"),
        *refuse(dialect, "fund_hold", "no_second_outcome", "UPDATE",
                "fund_hold: posted or voided once", when="OLD.settled_at IS NOT NULL"),
        *refuse(dialect, "fund_hold", "no_other_content", "UPDATE",
                "fund_hold: a reservation is not changed",
                when=_changed(("id", "book_id", "fund_id", "amount_fen", "key"))),
        *refuse(dialect, "fund", "no_other_content", "UPDATE",
                "fund: what a fund is for is not changed",
                when=_changed(("id", "book_id", "code", "purpose"))),
    )  # fmt: skip
