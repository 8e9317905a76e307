"""What we would state to an auditor about the tree."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from dossier.audit import tree

bodies = st.lists(st.binary(max_size=8), min_size=1, max_size=70)
flips = st.integers(0, 255)


def _oracle(leaves: list[bytes]) -> bytes:
    """Return the root by the letter of RFC 6962, section 2.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + _oracle(leaves[:split]) + _oracle(leaves[split:])).digest()


class _Log:
    def __init__(self, leaves: list[bytes]) -> None:
        self.peaks: list[bytes] = []
        self.nodes: dict[tree.Place, bytes] = {}
        for seq, body in enumerate(leaves):
            leaf = self.nodes[0, seq] = tree.leaf_hash(body)
            self.peaks, completed = tree.grow(seq, self.peaks, leaf)
            self.nodes.update(completed)

    def read(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]


def _flip(hashes: tuple[bytes, ...], at: int) -> tuple[bytes, ...]:
    at %= len(hashes)
    damaged = bytes([hashes[at][0] ^ 1]) + hashes[at][1:]
    return (*hashes[:at], damaged, *hashes[at + 1 :])


@given(bodies)
def test_the_root_is_that_of_the_standard(leaves: list[bytes]) -> None:
    log = _Log(leaves)
    assert tree.root_of_peaks(log.peaks) == _oracle(leaves)


@given(bodies, st.data())
def test_every_inclusion_proof_verifies_and_no_damaged_one(
    leaves: list[bytes], data: st.DataObject
) -> None:
    size = data.draw(st.integers(1, len(leaves)))
    seq = data.draw(st.integers(0, size - 1))
    log, root = _Log(leaves), _oracle(leaves[:size])
    proof = tree.inclusion(seq, size, log.read)
    leaf = tree.leaf_hash(leaves[seq])
    assert tree.verify_inclusion(seq, size, leaf, proof, root)
    assert not tree.verify_inclusion(seq, size, tree.leaf_hash(b"other, longer"), proof, root)
    assert not tree.verify_inclusion(seq, size, leaf, (*proof, root), root)
    if proof:
        damaged = _flip(proof, data.draw(flips))
        assert not tree.verify_inclusion(seq, size, leaf, damaged, root)
        assert not tree.verify_inclusion(seq, size, leaf, proof[:-1], root)


@given(bodies, st.data())
def test_any_two_sizes_are_consistent_and_no_damaged_proof_says_so(
    leaves: list[bytes], data: st.DataObject
) -> None:
    new = data.draw(st.integers(1, len(leaves)))
    old = data.draw(st.integers(1, new))
    log = _Log(leaves)
    roots = _oracle(leaves[:old]), _oracle(leaves[:new])
    proof = tree.consistency(old, new, log.read)
    assert tree.verify_consistency(old, new, *roots, proof)
    assert not tree.verify_consistency(old, new, bytes(32), roots[1], proof)
    assert not tree.verify_consistency(old, new, roots[0], bytes(32), proof)
    if proof:
        damaged = _flip(proof, data.draw(flips))
        assert not tree.verify_consistency(old, new, *roots, damaged)
        assert not tree.verify_consistency(old, new, *roots, (*proof, roots[0]))
