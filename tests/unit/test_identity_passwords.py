"""Which passwords and logins are taken, and how they are kept."""

import stat
from pathlib import Path

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type

from dossier.identity import passwords, setup_code
from dossier.kernel.errors import Refused

GOOD = "丁香 happy 茶杯 42"


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "short9char",
        "1234567890",
        "abcdefghijkl",
        "aaaaaaaaaaaaaa",
        "ABABABABABAB",
        "Password123",
        "wangwei",
        "xx-WangWei-xx",
        "x" * 129,
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(weak: str) -> None:
    if weak == "short9char":
        weak = weak[:9]
    with pytest.raises(Refused) as refused:
        passwords.check_password(weak, "wangwei")
    assert refused.value.code == "password_weak"


def test_a_long_phrase_is_taken() -> None:
    passwords.check_password(GOOD, "wangwei")
    passwords.check_password("a fine ride over the hill", "li")


def test_passwords_are_kept_as_owasp_advises() -> None:
    kept = extract_parameters(passwords.hash_password(GOOD))
    assert kept.type is Type.ID
    assert kept.memory_cost >= 19 * 1024
    assert kept.time_cost >= 2


def test_two_hashes_of_one_password_differ_and_both_fit() -> None:
    one, other = passwords.hash_password(GOOD), passwords.hash_password(GOOD)
    assert one != other
    assert passwords.fits(GOOD, one)
    assert passwords.fits(GOOD, other)
    assert not passwords.fits(GOOD + "x", one)


def test_an_unknown_login_costs_as_much_as_a_known_one() -> None:
    nobody = extract_parameters(passwords.NOBODY)
    assert nobody == extract_parameters(passwords.hash_password(GOOD))
    assert not passwords.fits(GOOD, passwords.NOBODY)


def test_a_login_is_kept_in_lower_case() -> None:
    assert passwords.check_login(" WangWei ") == "wangwei"


@pytest.mark.parametrize("odd", ["", "w", "9lives", "王伟", "a b", "x" * 33, "a\nb"])
def test_a_malformed_login_is_refused(odd: str) -> None:
    with pytest.raises(Refused):
        passwords.check_login(odd)


def test_the_setup_code_is_kept_as_a_digest_for_the_owner_alone(tmp_path: Path) -> None:
    code = setup_code.issue_setup_code(tmp_path)
    kept = tmp_path / setup_code.FILE
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert code.replace("-", "") not in kept.read_text()
    assert [path.name for path in tmp_path.iterdir()] == [setup_code.FILE]


def test_the_setup_code_may_be_typed_carelessly(tmp_path: Path) -> None:
    code = setup_code.issue_setup_code(tmp_path)
    setup_code.check_setup_code(tmp_path, f" {code.lower().replace('-', ' ')} ")


def test_a_wrong_setup_code_costs_a_try_until_none_is_left(tmp_path: Path) -> None:
    code = setup_code.issue_setup_code(tmp_path)
    for _ in range(setup_code.TRIES):
        with pytest.raises(Refused, match="还可以试"):
            setup_code.check_setup_code(tmp_path, "2222-2222-2222-2222")
    with pytest.raises(Refused, match="重新启动"):
        setup_code.check_setup_code(tmp_path, code)


def test_without_an_issued_code_nothing_fits(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="重新启动"):
        setup_code.check_setup_code(tmp_path, "")
    (tmp_path / setup_code.FILE).write_text("broken")
    with pytest.raises(Refused, match="重新启动"):
        setup_code.check_setup_code(tmp_path, "")


def test_a_new_setup_code_voids_the_old_one(tmp_path: Path) -> None:
    old = setup_code.issue_setup_code(tmp_path)
    new = setup_code.issue_setup_code(tmp_path)
    with pytest.raises(Refused):
        setup_code.check_setup_code(tmp_path, old)
    setup_code.check_setup_code(tmp_path, new)
    setup_code.forget_setup_code(tmp_path)
    with pytest.raises(Refused):
        setup_code.check_setup_code(tmp_path, new)
