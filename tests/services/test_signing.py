"""Signatures: made with a key of one's own, verified here and by the tool that everyone has."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from reviewer.core.errors import CheckError, ReviewerError
from reviewer.services.signing import KEY_NAME, PublicKey, public_key, signer_in, verified

MESSAGE = b"0123  interview.mp4\n"
TOOL = shutil.which("ssh-keygen")
needs_the_tool = pytest.mark.skipif(TOOL is None, reason="ssh-keygen is not installed here")


def test_a_signature_names_the_key_that_made_it(tmp_path: Path) -> None:
    signer = signer_in(tmp_path)
    assert verified(MESSAGE, signer.sign(MESSAGE)) == signer.public
    assert public_key(signer.public.line + " a comment") == signer.public
    assert signer.public.fingerprint.startswith("SHA256:")


def test_the_key_is_made_once_and_readable_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "settings" / "deep"
    assert signer_in(folder).public == signer_in(folder).public
    assert [path.name for path in folder.iterdir()] == [KEY_NAME]
    if sys.platform != "win32":
        assert stat.S_IMODE((folder / KEY_NAME).stat().st_mode) == 0o600


def test_a_message_that_was_changed_by_one_bit_does_not_hold(tmp_path: Path) -> None:
    signature = signer_in(tmp_path).sign(MESSAGE)
    for at in range(len(MESSAGE)):
        changed = bytearray(MESSAGE)
        changed[at] ^= 1
        with pytest.raises(CheckError, match="changed after"):
            verified(bytes(changed), signature)


def test_a_signature_that_was_changed_anywhere_does_not_hold(tmp_path: Path) -> None:
    signer = signer_in(tmp_path)
    lines = signer.sign(MESSAGE).splitlines()
    body = "".join(lines[1:-1])
    for at in range(0, len(body), 3):
        other = "A" if body[at] != "A" else "B"
        broken = "\n".join([lines[0], body[:at] + other + body[at + 1 :], lines[-1]])
        try:
            key = verified(MESSAGE, broken)
        except CheckError:
            continue
        pytest.fail(f"a change at {at} was not seen, and the key is {key}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----",
        "-----BEGIN SSH SIGNATURE-----\n\u00e9\n-----END SSH SIGNATURE-----",
        "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAf////8=\n-----END SSH SIGNATURE-----",
        "-----BEGIN SSH SIGNATURE-----\n" + "A" * 100_000 + "\n-----END SSH SIGNATURE-----",
    ],
)
def test_what_is_no_signature_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(CheckError, match="cannot be read"):
        verified(MESSAGE, text)


@pytest.mark.parametrize("line", ["", "ssh-ed25519", "ssh-rsa AAAA", "ssh-ed25519 AAAA", "ssh-ed25519 !!!"])
def test_what_is_no_key_is_refused_with_a_sentence(line: str) -> None:
    with pytest.raises(CheckError, match="key cannot be read"):
        public_key(line)


def test_a_key_that_cannot_be_used_is_an_error_with_advice_and_is_left_as_it_was(tmp_path: Path) -> None:
    other = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    for content in (b"", b"not a key", other):
        (tmp_path / KEY_NAME).write_bytes(content)
        with pytest.raises(ReviewerError, match="cannot be used") as raised:
            signer_in(tmp_path)
        assert "Nothing was released" in raised.value.advice
        assert (tmp_path / KEY_NAME).read_bytes() == content


def test_a_key_with_a_password_cannot_be_used(tmp_path: Path) -> None:
    if TOOL is None:
        pytest.skip("ssh-keygen is not installed here")
    made = [TOOL, "-q", "-t", "ed25519", "-N", "secret", "-f", str(tmp_path / KEY_NAME)]
    subprocess.run(made, check=True)
    with pytest.raises(ReviewerError, match="cannot be used"):
        signer_in(tmp_path)


def test_a_folder_that_takes_no_key_is_an_error_with_advice(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ReviewerError, match="cannot be used"):
        signer_in(tmp_path / "file")


@needs_the_tool
def test_the_tool_that_everyone_has_verifies_a_signature_and_refuses_another_message(tmp_path: Path) -> None:
    signer = signer_in(tmp_path / "keys")
    allowed, signature = tmp_path / "allowed_signers", tmp_path / "m.sig"
    allowed.write_text(signer.public.allowed + "\n")
    signature.write_text(signer.sign(MESSAGE))
    command = [str(TOOL), "-Y", "verify", "-f", str(allowed), "-I", "reviewer", "-n", "file", "-s", str(signature)]
    done = subprocess.run(command, input=MESSAGE, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert signer.public.fingerprint.encode() in done.stdout
    assert subprocess.run(command, input=MESSAGE + b" ", capture_output=True, check=False).returncode != 0


@needs_the_tool
def test_a_signature_of_the_tool_is_verified_here(tmp_path: Path) -> None:
    signer, path = signer_in(tmp_path), tmp_path / "m"
    path.write_bytes(MESSAGE)
    key = str(tmp_path / KEY_NAME)
    for digest in ("sha256", "sha512"):
        (tmp_path / "m.sig").unlink(missing_ok=True)
        subprocess.run(
            [str(TOOL), "-q", "-Y", "sign", "-f", key, "-n", "file", "-O", f"hashalg={digest}", str(path)],
            check=True,
            capture_output=True,
            env={**os.environ, "SSH_AUTH_SOCK": ""},
        )
        assert verified(MESSAGE, (tmp_path / "m.sig").read_text()) == signer.public
    other = [str(TOOL), "-q", "-Y", "sign", "-f", key, "-n", "email", str(path)]
    (tmp_path / "m.sig").unlink()
    subprocess.run(other, check=True, capture_output=True)
    with pytest.raises(CheckError, match="not made for files"):
        verified(MESSAGE, (tmp_path / "m.sig").read_text())


def test_the_fingerprint_is_that_of_the_tool() -> None:
    key = PublicKey(bytes(range(32)))
    assert key.line == "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
