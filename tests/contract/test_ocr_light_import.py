"""Who compares values pays for no engine and no picture library."""

import subprocess
import sys

_CODE = """
import sys
sys.path[:0] = {paths!r}
import dossier_ocr.values
import dossier.catalogue.comparing
heavy = {{"cv2", "onnxruntime", "rapidocr", "pypdfium2"}} & set(sys.modules)
assert not heavy, heavy
"""


def test_comparing_values_loads_no_engine_and_no_picture_library() -> None:
    paths = [path for path in sys.path if path]
    done = subprocess.run(
        [sys.executable, "-c", _CODE.format(paths=paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
