"""What a pointer is called in a sentence for staff."""

from dossier.catalogue.cel.shapes import Shape, at


def label(shape: Shape, pointer: str) -> str:
    """Return the Chinese name of the place: 「共同生活家庭成员”第2项的“姓名」 in plain words."""
    words: list[str] = []
    here = ""
    for name in pointer.split("/")[1:]:
        here += f"/{name}"
        if name.isdigit():
            words.append(f"第{int(name) + 1}项")
            continue
        found = at(shape, here)
        title = found.title_zh if found and found.title_zh else name
        words.append(f"的“{title}”" if words else f"“{title}”")
    return "".join(words)


def row_pointer(pointer: str, row: str) -> str:
    """Put the row number of ``row`` (such as ``/household_members/1``) for ``*``."""
    head, star, tail = pointer.partition("/*")
    return row + tail if star and row.startswith(f"{head}/") else pointer
