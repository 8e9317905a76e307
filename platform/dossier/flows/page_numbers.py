"""Page numbers as people write them."""

from collections.abc import Sequence


def numbers_text(pages: Sequence[int]) -> str:
    """Return ``pages`` with runs drawn together: 2–4、7."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
