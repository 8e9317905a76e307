"""A start of the command line imports only the command that is asked for."""

import subprocess
import sys

SCRIPT = """
import sys
sys.argv = ["dossier", "read", "--help"]
from dossier.cli import main
try:
    main.run()
except SystemExit:
    pass
print("heavy:", sorted({"fastapi", "dbos", "onnxruntime", "rapidocr"} & set(sys.modules)))
"""


def test_reading_a_paper_waits_for_no_web_server_and_no_engine_before_it_is_read() -> None:
    path = {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, env=path
    )
    assert "识别扫描件" in done.stdout
    assert done.stdout.splitlines()[-1] == "heavy: []"
