"""真实性, the audit log: the case's events stand in the log that the checkpoint signs."""

import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dossier.archive.bag import Bag, parse_json
from dossier.archive.model import AuditJudge, CheckResult, Property
from dossier.archive.verdict import not_run, verdict
from dossier.kernel.canonical import Json
from dossier.kernel.errors import Refused

_TRUE = Property.AUTHENTICITY
_EVENTS, _PROOFS = "data/audit/events.jsonl", "data/audit/proofs.json"
_CHECKPOINT = "data/audit/checkpoint.note"


@dataclass(frozen=True, slots=True)
class _Proof:
    seq: int
    leaf: bytes
    hashes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Proofs:
    size: int
    root: bytes
    events: tuple[_Proof, ...]


def evidence(bag: Bag, judge: AuditJudge) -> Iterator[CheckResult]:
    """Yield the checks of the audit evidence inside the package."""
    proofs = _read(parse_json(bag.content(_PROOFS)))
    bodies = bag.content(_EVENTS).splitlines()
    if proofs is None:
        yield verdict(_TRUE, "audit-proofs", "", "审计证明文件缺失或无法读取。", [_PROOFS])
        return
    yield verdict(
        _TRUE,
        "audit-proofs",
        f"{len(bodies)}条审计记录均有包含证明，证明成立。",
        "{n}条审计记录的包含证明不成立，记录可能被改动，请报告。",
        _unproved(bodies, proofs, judge),
    )
    try:
        claim = judge.read_checkpoint(bag.content(_CHECKPOINT).decode("utf-8", "replace"))
    except Refused as refusal:
        yield verdict(_TRUE, "audit-checkpoint", "", refusal.message, [_CHECKPOINT])
        return
    yield verdict(
        _TRUE,
        "audit-checkpoint",
        "检查点与证明所依据的日志状态一致。",
        "检查点与证明所依据的日志状态不一致，请报告。",
        [] if (claim.size, claim.root) == (proofs.size, proofs.root) else [_CHECKPOINT],
    )
    if claim.signed is None:
        yield not_run(_TRUE, "audit-signature", "未提供验证公钥，未核对检查点签名。")
    else:
        yield verdict(
            _TRUE,
            "audit-signature",
            "检查点签名有效。",
            "检查点签名无效，或不是由所给公钥签署，请报告。",
            [] if claim.signed else [_CHECKPOINT],
        )


def _unproved(bodies: list[bytes], proofs: _Proofs, judge: AuditJudge) -> list[str]:
    faults = [] if bodies else [_EVENTS]
    if len(bodies) != len(proofs.events):
        faults.append(f"{_EVENTS}: {len(bodies)} / {len(proofs.events)}")
    for body, proof in zip(bodies, proofs.events, strict=False):
        leaf = judge.leaf_hash(body)
        if leaf != proof.leaf or not judge.verify_inclusion(
            proof.seq, proofs.size, leaf, proof.hashes, proofs.root
        ):
            faults.append(f"{_EVENTS}: {proof.seq}")
    return faults


def _read(content: Json) -> _Proofs | None:
    if not isinstance(content, Mapping) or not isinstance(content.get("events"), list):
        return None
    try:
        return _Proofs(
            size=_whole(content["size"]),
            root=_bytes(content["root"]),
            events=tuple(map(_proof, _listed(content["events"]))),
        )
    except (KeyError, ValueError):
        return None


def _proof(content: Json) -> _Proof:
    if not isinstance(content, Mapping):
        raise ValueError
    return _Proof(
        seq=_whole(content["seq"]),
        leaf=_bytes(content["leaf"]),
        hashes=tuple(map(_bytes, _listed(content["hashes"]))),
    )


def _listed(content: Json) -> list[Json]:
    if not isinstance(content, list):
        raise ValueError
    return content


def _whole(content: Json) -> int:
    if isinstance(content, bool) or not isinstance(content, int):
        raise ValueError
    return content


def _bytes(content: Json) -> bytes:
    if not isinstance(content, str):
        raise ValueError
    try:
        return binascii.unhexlify(content)
    except binascii.Error:
        raise ValueError from None
