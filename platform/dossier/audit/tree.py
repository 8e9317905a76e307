"""The mathematics of the Merkle tree of RFC 6962, section 2.

Leaves are counted from 0.  A *complete* node (level, index) covers the leaves from
``index << level`` up to, not including, ``(index + 1) << level``; level 0 are the leaves.
Only complete nodes are kept: they never change when the tree grows.
"""

import hashlib
from collections.abc import Callable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

Place = tuple[int, int]
"""(level, index) of a complete node."""

ReadNode = Callable[[int, int], bytes]
"""Gives the hash of the complete node at (level, index)."""


def leaf_hash(body: bytes) -> bytes:
    """Return the hash of a leaf; the prefix 0 keeps leaves and nodes apart."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above ``left`` and ``right``."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(
    size: int, peaks: Sequence[bytes], leaf: bytes
) -> tuple[list[bytes], list[tuple[Place, bytes]]]:
    """Append ``leaf`` to a tree of ``size`` leaves.

    peaks: hashes of the largest complete subtrees, from left to right: one per set bit of ``size``.
    Returns the peaks of the grown tree and the nodes above the leaf that it completes.
    """
    assert len(peaks) == size.bit_count()
    grown, completed = list(peaks), []
    node, level = leaf, 0
    while size >> level & 1:
        node = node_hash(grown.pop(), node)
        level += 1
        completed.append(((level, size >> level), node))
    grown.append(node)
    return grown, completed


def root_of_peaks(peaks: Sequence[bytes]) -> bytes:
    """Return the root of the tree whose largest complete subtrees are ``peaks``."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def peak_places(start: int, end: int) -> list[Place]:
    """Return the largest complete nodes that cover the leaves from ``start`` up to ``end``."""
    places = []
    while start < end:
        level = (end - start).bit_length() - 1
        places.append((level, start >> level))
        start += 1 << level
    return places


def root(size: int, read: ReadNode) -> bytes:
    """Return the root of the first ``size`` leaves."""
    return _root_between(0, size, read)


def inclusion(seq: int, size: int, read: ReadNode) -> tuple[bytes, ...]:
    """Prove that leaf ``seq`` stands in the tree of ``size`` leaves (RFC 6962, 2.1.1)."""
    assert 0 <= seq < size
    start, end, proof = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if seq < middle:
            proof.append(_root_between(middle, end, read))
            end = middle
        else:
            proof.append(_root_between(start, middle, read))
            start = middle
    return tuple(reversed(proof))


def consistency(old_size: int, new_size: int, read: ReadNode) -> tuple[bytes, ...]:
    """Prove that the first ``old_size`` of ``new_size`` leaves are unchanged (RFC 6962, 2.1.2).

    old_size: 1 up to ``new_size``; equal sizes need no proof.
    """
    assert 0 < old_size <= new_size
    start, end, proof = 0, new_size, []
    whole = True  # the old tree is, so far, the whole subtree that we stand on
    while old_size != end:
        middle = start + _split(end - start)
        if old_size <= middle:
            proof.append(_root_between(middle, end, read))
            end = middle
        else:
            proof.append(_root_between(start, middle, read))
            start, whole = middle, False
    if not whole:
        proof.append(_root_between(start, end, read))
    return tuple(reversed(proof))


def verify_inclusion(
    seq: int, size: int, leaf: bytes, proof: Sequence[bytes], expected_root: bytes
) -> bool:
    """Tell whether ``proof`` shows ``leaf`` at ``seq`` under ``expected_root`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= seq < size:
        return False
    place, last, node = seq, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and node == expected_root


def verify_consistency(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether ``proof`` shows that the old tree begins the new one (RFC 9162, 2.1.4.2)."""
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    path = list(proof)
    if not old_size & (old_size - 1):
        path.insert(0, old_root)
    if not path:
        return False
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def _split(width: int) -> int:
    """Return the largest power of two that is smaller than ``width`` (2 or more)."""
    return 1 << (width - 1).bit_length() - 1


def _root_between(start: int, end: int, read: ReadNode) -> bytes:
    return root_of_peaks([read(*place) for place in peak_places(start, end)])
