"""The tree against the reference vectors of Certificate Transparency (RFC 6962)."""

from dossier.audit import tree

# Inputs and roots of google/certificate-transparency, merkletree/merkle_tree_test.cc.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# (leaf, size): path, of the same file, counted from 0 here.
PATHS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
}


def _grown(leaves: list[bytes]) -> tuple[list[bytes], dict[tree.Place, bytes]]:
    peaks: list[bytes] = []
    nodes: dict[tree.Place, bytes] = {}
    for seq, body in enumerate(leaves):
        nodes[0, seq] = tree.leaf_hash(body)
        peaks, completed = tree.grow(seq, peaks, nodes[0, seq])
        nodes.update(completed)
    return peaks, nodes


def _reader(nodes: dict[tree.Place, bytes]) -> tree.ReadNode:
    def read(level: int, index: int) -> bytes:
        return nodes[level, index]

    return read


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert tree.root_of_peaks([]) == tree.EMPTY_ROOT
    assert tree.EMPTY_ROOT.hex().startswith("e3b0c44298fc1c14")


def test_roots_are_those_of_the_reference() -> None:
    for size, expected in enumerate(ROOTS, 1):
        peaks, nodes = _grown(LEAVES[:size])
        assert tree.root_of_peaks(peaks).hex() == expected
        assert tree.root(size, _reader(nodes)).hex() == expected


def test_paths_are_those_of_the_reference() -> None:
    _, nodes = _grown(LEAVES)
    for (seq, size), expected in PATHS.items():
        path = tree.inclusion(seq, size, _reader(nodes))
        assert [part.hex() for part in path] == expected


def test_consistency_of_equal_sizes_needs_no_hashes() -> None:
    _, nodes = _grown(LEAVES)
    root = bytes.fromhex(ROOTS[4])
    assert tree.consistency(5, 5, _reader(nodes)) == ()
    assert tree.verify_consistency(5, 5, root, root, ())
    assert not tree.verify_consistency(5, 5, root, root, (root,))


def test_proofs_of_impossible_sizes_are_refused() -> None:
    root = bytes.fromhex(ROOTS[7])
    leaf = tree.leaf_hash(LEAVES[0])
    assert not tree.verify_inclusion(8, 8, leaf, (), root)
    assert not tree.verify_inclusion(-1, 8, leaf, (), root)
    assert not tree.verify_inclusion(0, 8, leaf, (), root)
    assert not tree.verify_inclusion(0, 1, leaf, (leaf,), root)
    assert not tree.verify_consistency(0, 8, root, root, ())
    assert not tree.verify_consistency(9, 8, root, root, ())
    assert not tree.verify_consistency(3, 8, root, root, ())
    assert not tree.verify_consistency(1, 2, leaf, root, (leaf, leaf))
