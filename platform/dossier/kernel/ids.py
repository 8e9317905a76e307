"""Opaque identifiers, one type per thing."""

from typing import NewType

import uuid_utils

UnitId = NewType("UnitId", str)
UserId = NewType("UserId", str)
BatchId = NewType("BatchId", str)
FileId = NewType("FileId", str)
PageId = NewType("PageId", str)
ReadingId = NewType("ReadingId", str)
DocumentId = NewType("DocumentId", str)
ValueId = NewType("ValueId", str)
CaseId = NewType("CaseId", str)
ResidentId = NewType("ResidentId", str)
ConsentId = NewType("ConsentId", str)
LinkId = NewType("LinkId", str)
DraftId = NewType("DraftId", str)
ActionId = NewType("ActionId", str)
LetterId = NewType("LetterId", str)
NoticeId = NewType("NoticeId", str)
ArchiveItemId = NewType("ArchiveItemId", str)
BookId = NewType("BookId", str)
FundId = NewType("FundId", str)
AccountId = NewType("AccountId", str)
VoucherId = NewType("VoucherId", str)
EntryId = NewType("EntryId", str)

SYSTEM = UserId("system")


def new_id() -> str:
    """Return a new UUIDv7 (RFC 9562): opaque to people, ordered by time for the index."""
    return str(uuid_utils.uuid7())
