"""Relations between the members of a household: from the register's words to the form's.

The register tells everybody's relation to the head; the form asks for the relation to the
applicant.  Where the first does not settle the second, nothing is said and the clerk asks.
Source of the words: GB/T 4761 (codes of family relations).
"""

from typing import Literal

Relation = Literal[
    "self",
    "spouse",
    "child",
    "parent",
    "parent_in_law",
    "grandchild",
    "grandparent",
    "sibling",
    "other",
]

_WORDS: dict[str, Relation] = {
    **dict.fromkeys(("户主", "本人"), "self"),
    **dict.fromkeys(("配偶", "夫", "妻", "丈夫", "妻子"), "spouse"),
    **dict.fromkeys(
        ("子", "女", "子女", "儿子", "女儿", "独生子", "独生女", "养子", "养女"), "child"
    ),
    **dict.fromkeys(("父", "母", "父亲", "母亲", "父母"), "parent"),
    **dict.fromkeys(("公公", "婆婆", "岳父", "岳母", "公", "婆"), "parent_in_law"),
    **dict.fromkeys(("孙子", "孙女", "外孙子", "外孙女", "孙", "外孙"), "grandchild"),
    **dict.fromkeys(
        ("祖父", "祖母", "外祖父", "外祖母", "爷爷", "奶奶", "外公", "外婆"), "grandparent"
    ),
    **dict.fromkeys(("兄", "弟", "姐", "妹", "哥哥", "弟弟", "姐姐", "妹妹"), "sibling"),
    **dict.fromkeys(
        ("儿媳", "女婿", "孙媳", "孙女婿", "继子", "继女", "侄子", "侄女"), "other"
    ),
}
_ORDINALS = "长大次二三四五六七八九小"

# (applicant to head, member to head) -> (member to applicant, whether that is certain)
_TURNED: dict[tuple[Relation, Relation], tuple[Relation, bool]] = {
    ("spouse", "self"): ("spouse", True),
    ("spouse", "child"): ("child", False),
    ("spouse", "parent"): ("parent_in_law", True),
    ("spouse", "parent_in_law"): ("parent", False),
    ("spouse", "grandchild"): ("grandchild", False),
    ("child", "self"): ("parent", True),
    ("child", "spouse"): ("parent", False),
    ("child", "child"): ("sibling", True),
    ("child", "parent"): ("grandparent", True),
    ("child", "parent_in_law"): ("grandparent", False),
    ("parent", "self"): ("child", True),
    ("parent", "child"): ("grandchild", True),
    ("parent", "sibling"): ("child", False),
    ("parent_in_law", "spouse"): ("child", False),
    ("parent_in_law", "child"): ("grandchild", False),
    ("grandchild", "self"): ("grandparent", True),
    ("grandchild", "spouse"): ("grandparent", False),
    ("grandparent", "self"): ("grandchild", True),
    ("grandparent", "child"): ("other", False),
    ("sibling", "self"): ("sibling", True),
    ("sibling", "sibling"): ("sibling", True),
    ("sibling", "parent"): ("parent", False),
    ("sibling", "grandparent"): ("grandparent", False),
}


def to_head(word: str) -> Relation | None:
    """Return the relation to the head for a word of the register, None for an unknown one."""
    if word in _WORDS:
        return _WORDS[word]
    bare = word.lstrip(_ORDINALS)
    return (
        _WORDS.get(bare) if bare in ("子", "女", "孙子", "孙女", "孙", "儿子", "女儿") else None
    )


def to_applicant(applicant: str, member: str) -> tuple[Relation, bool] | None:
    """Return the member's relation to the applicant and whether it is certain.

    applicant, member: the register's words for both; they are different persons.
    Returns None where the register does not tell.
    """
    own, other = to_head(applicant), to_head(member)
    if own is None or other is None:
        return None
    if own == "self":
        return None if other == "self" else (other, True)
    return _TURNED.get((own, other))
