"""What can go wrong with an index; each message is a Chinese sentence for staff."""


class SearchError(Exception):
    """The index cannot do what it was asked to do."""


class IndexUnusable(SearchError):
    """The index is damaged, or was made by another version or engine: build it anew."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"检索索引无法使用（{reason}）。请运行 dossier reindex 重建索引。")


class IndexBusy(SearchError):
    """Somebody else is writing, and did not finish while we waited."""

    def __init__(self) -> None:
        super().__init__("另一个进程正在写入检索索引。请稍后再试。")


class WriteFailed(SearchError):
    """Nothing of the batch was written; what was indexed before is as it was."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"写入检索索引失败（{reason}），原有索引不受影响。请检查磁盘空间和权限后重试。"
        )
