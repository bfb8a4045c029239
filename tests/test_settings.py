"""Settings: read once, from variables or files; every problem is a line of its own, and no secret is ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.registry import names
from integration.settings import DEFAULT_DATABASE, DEFAULT_PUBLIC, Settings, SettingsError, read

KEY = "k" * 32
CRM = names()[0].upper()


def refused(**environ: str) -> list[str]:
    with pytest.raises(SettingsError) as error:
        read({f"HANDOFF_{name}": value for name, value in environ.items()})
    return str(error.value).splitlines()


def test_without_any_setting_everything_has_a_default() -> None:
    assert read({}) == Settings(DEFAULT_DATABASE, DEFAULT_PUBLIC, "info", "en")
    assert read({"HANDOFF_DATABASE_URL": "", "HANDOFF_LANGUAGE": " "}) == Settings()


def test_what_needs_keys_says_how_to_make_one() -> None:
    with pytest.raises(SettingsError) as error:
        read({}).keyring()
    assert str(error.value) == (
        'HANDOFF_SECRET_KEYS is not set. Make a key with: python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
    )


def test_several_keys_the_first_encrypts() -> None:
    old = read({"HANDOFF_SECRET_KEYS": KEY}).keyring().encrypt("crm:1", "text")
    both = read({"HANDOFF_SECRET_KEYS": f" {'n' * 32} ,, {KEY}\n"})
    assert both.keys == ("n" * 32, KEY) and both.keyring().decrypt("crm:1", old) == "text"


def test_any_value_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "keys"
    secret.write_bytes(b"\xef\xbb\xbf  " + KEY.encode() + b" \r\n")
    address = tmp_path / "address"
    address.write_text("https://gate.example.com/\n")
    found = read({"HANDOFF_SECRET_KEYS_FILE": str(secret), "HANDOFF_PUBLIC_URL_FILE": str(address)})
    assert found.keys == (KEY,) and found.public_url == "https://gate.example.com"
    assert found.warnings == ()


def test_a_file_that_does_not_help(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    assert refused(SECRET_KEYS_FILE=str(tmp_path / "empty")) == [
        "HANDOFF_SECRET_KEYS_FILE names an empty file. Write the value into it"
    ]
    assert "not a text" in refused(SECRET_KEYS_FILE=str(tmp_path / "bytes"))[0]
    assert "Is a directory" in refused(SECRET_KEYS_FILE=str(tmp_path))[0]


def test_a_secret_put_in_place_of_a_path_is_not_shown() -> None:
    said = refused(SECRET_KEYS_FILE="mysecretkeymysecretkey")
    assert said == [
        "HANDOFF_SECRET_KEYS_FILE names a file that cannot be read (No such file or directory). Give the path of a readable file"
    ]
    assert refused(SECRET_KEYS_FILE="bad\0path") and refused(SECRET_KEYS_FILE="x" * 5000)


def test_a_value_and_a_file_for_it_are_one_too_many(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text(KEY)
    assert refused(SECRET_KEYS=KEY, SECRET_KEYS_FILE=str(tmp_path / "keys")) == [
        "HANDOFF_SECRET_KEYS and HANDOFF_SECRET_KEYS_FILE are both set. Keep one"
    ]


def test_every_problem_is_told_on_its_own_line() -> None:
    said = refused(
        DATABASE_URL="mysql://u:hunter2@h/d",
        PUBLIC_URL="http://example.com",
        LOG_LEVEL="warn",
        LANGUAGE="fr",
        SECRET_KEYS="short",
    )
    assert (
        said[0]
        == 'HANDOFF_DATABASE_URL: "mysql" is not supported. Use sqlite:///file or postgresql://user:password@host/name'
    )
    assert said[1] == "HANDOFF_PUBLIC_URL is not encrypted. Use https://example.com"
    assert (
        said[2] == 'HANDOFF_LOG_LEVEL: "warn" is not known. Use debug, info, warning or error (did you mean "warning"?)'
    )
    assert said[3] == 'HANDOFF_LANGUAGE: "fr" is not known. Use en or de'
    assert said[4].startswith("HANDOFF_SECRET_KEYS has a key of fewer than 16 characters. Make one with: python3 -c ")
    assert len(said) == 5 and "hunter2" not in "".join(said) and "short" not in "".join(said)


@pytest.mark.parametrize(
    "url", ["sqlite:///x.db", "sqlite://", "postgres://h/d", "postgresql://u:p@h/d", "postgresql+psycopg://h/d"]
)
def test_databases_that_can_be_used(url: str) -> None:
    assert read({"HANDOFF_DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize(
    "url", ["handoff.db", "hunter2hunter2", "hunter2:x", "oracle://u:hunter2@h", "postgresql:hunter2"]
)
def test_databases_that_cannot(url: str) -> None:
    said = refused(DATABASE_URL=url)
    assert len(said) == 1 and "hunter2" not in said[0] and "sqlite:///" in said[0]


@pytest.mark.parametrize(
    "url", ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:80", "https://a.example/gate"]
)
def test_addresses_that_can_be_used(url: str) -> None:
    assert read({"HANDOFF_PUBLIC_URL": url + "/"}).public_url == url


@pytest.mark.parametrize(
    "url",
    ["example.com", "ftp://example.com", "https://", "http://10.0.0.1", "http://localhost.evil.example", "https://a b",
     "https://user:hunter2@example.com", "https://a.example/?x=hunter2", "https://[::1", "https://a:99999"],
)  # fmt: skip
def test_addresses_that_cannot(url: str) -> None:
    said = refused(PUBLIC_URL=url)
    assert len(said) == 1 and said[0].startswith("HANDOFF_PUBLIC_URL is not ") or "holds more than" in said[0]
    assert "hunter2" not in said[0]


def test_names_nobody_knows_are_warned_about() -> None:
    environ = {"HANDOFF_DATABSE_URL": "x", "HANDOFF_PUBLIC_URI_FILE": "x", "HANDOFF_QQQ": "x", "OTHER": "x"}
    assert read(environ).warnings == (
        "HANDOFF_DATABSE_URL is not a setting (did you mean HANDOFF_DATABASE_URL?)",
        "HANDOFF_PUBLIC_URI_FILE is not a setting (did you mean HANDOFF_PUBLIC_URL?)",
        "HANDOFF_QQQ is not a setting",
    )


def test_a_connectors_own_settings_are_taken_whatever_they_are(tmp_path: Path) -> None:
    (tmp_path / "value").write_text("from file\n")
    found = read({f"HANDOFF_{CRM}_ONE": "1", f"HANDOFF_{CRM}_TWO_FILE": str(tmp_path / "value")})
    assert found.connectors == {f"HANDOFF_{CRM}_ONE": "1", f"HANDOFF_{CRM}_TWO": "from file"}
    assert found.warnings == ()


def test_no_secret_in_what_is_printed() -> None:
    environ = {
        "HANDOFF_SECRET_KEYS": KEY,
        "HANDOFF_DATABASE_URL": "postgresql://u:hunter2@h/d",
        f"HANDOFF_{CRM}_X": "hunter2",
    }
    found = read(environ)
    assert KEY not in repr(found) and "hunter2" not in f"{found!r}{found}"
    assert found.secrets() == (KEY, "hunter2")
    assert Settings(database_url="postgresql://[::1").secrets() == ()
