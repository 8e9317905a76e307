"""An outsider's verdict: Go's ``sumdb/note`` and ``sumdb/tlog`` check what we sign and prove."""

import base64
import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest
from sqlalchemy.orm import Session

from dossier import audit
from dossier.audit.note import SigningKey
from dossier.kernel.events import Event
from dossier.kernel.ids import UserId

NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
ORIGIN = "demo.example/audit"
KEY = SigningKey(ORIGIN, bytes(range(32)))
LIBRARY = Path("/usr/share/gocode")
PROGRAM = """
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type exhibit struct {
	Key, Note  string
	Inclusions []struct {
		Body   []byte
		Seq    int64
		Size   int64
		Root   tlog.Hash
		Hashes tlog.RecordProof
	}
	Consistencies []struct {
		Old, New         int64
		OldRoot, NewRoot tlog.Hash
		Hashes           tlog.TreeProof
	}
}

func main() {
	var shown exhibit
	check(json.NewDecoder(os.Stdin).Decode(&shown))
	verifier, err := note.NewVerifier(shown.Key)
	check(err)
	opened, err := note.Open([]byte(shown.Note), note.VerifierList(verifier))
	check(err)
	for _, p := range shown.Inclusions {
		check(tlog.CheckRecord(p.Hashes, p.Size, p.Root, p.Seq, tlog.RecordHash(p.Body)))
	}
	for _, p := range shown.Consistencies {
		check(tlog.CheckTree(p.Hashes, p.New, p.NewRoot, p.Old, p.OldRoot))
	}
	fmt.Print(opened.Text)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
"""


class SlipJudged(Event):
    """Something that happened, for these tests."""

    kind: ClassVar[str] = "test.slip-judged"
    number: int


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The judge, compiled against Debian's golang-golang-x-mod-dev."""
    go = shutil.which("go")
    installed = go and (LIBRARY / "src/golang.org/x/mod/sumdb").is_dir()
    assert installed, "apt-get install golang-go golang-golang-x-mod-dev"
    folder = tmp_path_factory.mktemp("judge")
    (folder / "main.go").write_text(PROGRAM, encoding="utf-8")
    surroundings = {
        "PATH": os.environ["PATH"],
        "GO111MODULE": "off",
        "GOPATH": str(LIBRARY),
        "GOCACHE": str(folder / "cache"),
        "GOFLAGS": "-p=1",
        "CGO_ENABLED": "0",
    }
    build = ["go", "build", "-o", "judge", "main.go"]
    subprocess.run(build, cwd=folder, env=surroundings, check=True)
    return folder / "judge"


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _exhibit(session: Session) -> dict[str, object]:
    events = [SlipJudged(number=number) for number in range(23)]
    audit.append_all(session, events, UserId("clerk"), NOW)
    sizes = (1, 2, 7, 8, 16, 23)
    return {
        "Key": KEY.verifying.text,
        "Note": audit.checkpoint(session, KEY, ORIGIN, NOW),
        "Inclusions": [
            {
                "Body": _text(proof.body),
                "Seq": proof.seq,
                "Size": proof.size,
                "Root": _text(proof.root),
                "Hashes": [_text(part) for part in proof.hashes],
            }
            for size in sizes
            for proof in audit.prove_all(session, range(size), size)
        ],
        "Consistencies": [
            {
                "Old": proof.old_size,
                "New": proof.new_size,
                "OldRoot": _text(proof.old_root),
                "NewRoot": _text(proof.new_root),
                "Hashes": [_text(part) for part in proof.hashes],
            }
            for new in sizes
            for proof in (audit.consistency(session, old, new) for old in range(1, new + 1))
        ],
    }


def _judged(judge: Path, exhibit: dict[str, object]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [judge], input=json.dumps(exhibit), capture_output=True, text=True, check=False
    )


def test_go_accepts_the_checkpoint_and_every_proof(session: Session, judge: Path) -> None:
    exhibit = _exhibit(session)
    verdict = _judged(judge, exhibit)
    assert (verdict.returncode, verdict.stderr) == (0, "")
    assert verdict.stdout.startswith(f"{ORIGIN}\n23\n")


def test_go_refuses_a_checkpoint_that_was_altered(session: Session, judge: Path) -> None:
    exhibit = _exhibit(session)
    exhibit["Note"] = str(exhibit["Note"]).replace("\n23\n", "\n24\n")
    assert _judged(judge, exhibit).returncode == 1
