"""What is taken at the counter."""

import pytest

from dossier.intake import rules
from dossier.kernel.errors import Refused


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0...", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"%PDF-1.7", "application/pdf"),
        (b"II*\x00", "image/tiff"),
        (b"MM\x00*", "image/tiff"),
        (b"BM", "image/bmp"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\x00\x00\x00\x18ftypmif1", "image/heic"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVE", rules.UNKNOWN),
        (b"\x00\x00\x00\x18ftypmp42", rules.UNKNOWN),
        (b"PK\x03\x04", rules.UNKNOWN),
        (b"", rules.UNKNOWN),
        ("身份证".encode("gb18030"), rules.UNKNOWN),
    ],
)
def test_the_first_bytes_tell_the_kind_and_the_name_does_not(content: bytes, kind: str) -> None:
    assert rules.media_type(content) == kind


def test_an_empty_file_is_sent_back_to_the_scanner() -> None:
    with pytest.raises(Refused, match="是空的") as refused:
        rules.check_size("空.jpg", 0, 10)
    assert refused.value.code == "file_empty"


def test_a_file_over_the_limit_is_told_its_size_and_what_to_do() -> None:
    rules.check_size("大.pdf", 2 << 20, 2 << 20)
    with pytest.raises(Refused, match=r"“大.pdf”有 3.0 MB，超过 2 MB.*拆成几份") as refused:
        rules.check_size("大.pdf", 3 << 20, 2 << 20)
    assert refused.value.code == "file_too_large"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("身份证.jpg", "身份证.jpg"),
        ("C:\\扫描\\身份证.jpg", "身份证.jpg"),
        ("../../etc/passwd", "passwd"),
        ("证\u202egpj.exe", "证gpj.exe"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("  ", "未命名"),
        ("", "未命名"),
        ("扫描/", "未命名"),
        ("长" * 300 + ".jpeg", "长" * 190 + "….jpeg"),
        ("长" * 300, "长" * 200),
        ("a." + "b" * 300, "a….bbbbbbbb"),
    ],
)
def test_a_name_is_shown_without_folders_marks_and_length(given: str, shown: str) -> None:
    assert rules.clean_name(given) == shown
    assert len(rules.clean_name(given)) <= rules.NAME_LIMIT
