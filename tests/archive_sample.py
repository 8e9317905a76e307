"""A case's package as a flow would fill it, for tests of the archive."""

import json
from datetime import date

from dossier.archive.content import (
    EventProof,
    Evidence,
    PackageContent,
    PackageFile,
    PackageMetadata,
)
from dossier.archive.model import ReferenceCode, Scheme
from dossier.archive.payload import evidence_files
from dossier.audit.note import Checkpoint, SigningKey, sign_checkpoint
from dossier.audit.tree import grow, inclusion, leaf_hash, root_of_peaks

KEY = SigningKey("test/audit", bytes(range(32)))
CASE = "0195-case"
CODE = ReferenceCode("Z109", "WS", 2026, "D30", "社区", 1)
WRITTEN = "Z109-WS·2026-D30-社区-0001"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63600000000200014898ef630000000049454e44ae426082"
)


def an_evidence(events: int = 5, log: int = 9) -> Evidence:
    """The first ``events`` of a log of ``log``, proved and signed."""
    bodies = [json.dumps({"kind": "sample", "number": n}).encode() for n in range(log)]
    nodes: dict[tuple[int, int], bytes] = {}
    peaks: list[bytes] = []
    for size, body in enumerate(bodies):
        nodes[0, size] = leaf_hash(body)
        peaks, completed = grow(size, peaks, leaf_hash(body))
        nodes.update(completed)
    root = root_of_peaks(peaks)
    return Evidence(
        size=log,
        root=root,
        events=tuple(
            EventProof(
                seq=seq,
                body=bodies[seq],
                leaf=nodes[0, seq],
                hashes=inclusion(seq, log, lambda level, index: nodes[level, index]),
            )
            for seq in range(events)
        ),
        checkpoint=sign_checkpoint(Checkpoint("test", log, root), KEY),
    )


def a_metadata(code: ReferenceCode = CODE, **changes: object) -> PackageMetadata:
    """Metadata of a closed case."""
    values: dict[str, object] = {
        "code": code,
        "scheme": Scheme.DAT22,
        "digits": 4,
        "fonds_name": "沈阳市和安区春晖街道丁香社区",
        "category_name": "文书档案",
        "title": "低保、边缘户申请 2026-0001",
        "responsible": "丁香社区",
        "case_id": CASE,
        "case_no": "2026-0001",
        "service": "social-security.dibao",
        "service_title": "低保、边缘户申请",
        "service_version": 1,
        "service_digest": "ab" * 32,
        "opened_on": date(2026, 3, 9),
        "closed_on": date(2026, 4, 1),
        "filed_on": date(2026, 4, 2),
        "filed_by": "孙档案",
        "unit_path": "0001/0003/0007/",
        "process": [{"action": "登记", "at": "2026-03-09T01:00:00+00:00", "actor": "李敏"}],
    }
    return PackageMetadata(**{**values, **changes})  # type: ignore[arg-type]


def a_content(
    code: ReferenceCode = CODE,
    *,
    evidence: Evidence | None = None,
    scans: int = 2,
    pdf: bytes = b"",
    form: bytes = b'{"applicant_name":"x"}',
) -> PackageContent:
    """The content of a whole package."""
    schema = {"code": "social-security.dibao", "version": 1, "digest": "ab" * 32}
    letters = (
        [PackageFile("letters/001-acceptance.pdf", pdf, title="受理通知书")] if pdf else []
    )
    return PackageContent(
        metadata=a_metadata(code),
        files=(
            *(
                PackageFile(
                    f"originals/{n:03}-original.png",
                    PNG,
                    title=f"扫描件之{n}",
                    supplied=True,
                    pages=1,
                )
                for n in range(1, scans + 1)
            ),
            PackageFile("readings/001-reading.json", b'{"lines":[]}'),
            PackageFile("form/form.json", form, title="申请表单", day=date(2026, 3, 9)),
            PackageFile("form/schema.json", json.dumps(schema).encode()),
            PackageFile("decisions/actions.json", b'[{"number":1}]', title="办理过程与决定"),
            *letters,
            *evidence_files(evidence or an_evidence()),
        ),
    )
