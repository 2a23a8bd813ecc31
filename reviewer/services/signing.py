"""Signatures that anyone verifies with a tool they already have: those of `ssh-keygen -Y`, with an Ed25519 key.

The layout of keys is that of RFC 4253 section 6.6 and RFC 8709, that of signatures the file PROTOCOL.sshsig of OpenSSH.
A signature proves that whoever holds the key signed these very bytes, and nothing about who that is: its fingerprint is
to be compared with one that was received some other way.
"""

import base64
import binascii
import hashlib
import os
import struct
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
)

from reviewer.core.errors import CheckError, ReviewerError

KEY_NAME = "signing_key"
"""The file of the key, in the folder of the settings of the person who signs."""

KIND = b"ssh-ed25519"

NAMESPACE = b"file"
"""What the signature is for: the word that `ssh-keygen` suggests for files."""

IDENTITY = "reviewer"
"""What the signer is called in the list of allowed signers; who it is the list does not say."""

LARGEST = 16 * 1024
"""Bytes of a key or a signature; both are a few hundred."""

_MAGIC = b"SSHSIG"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_WIDTH = 70
_DIGESTS = (b"sha512", b"sha256")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that signatures are verified with; `raw` are its 32 bytes."""

    raw: bytes

    @property
    def blob(self) -> bytes:
        """The key as SSH sends it."""
        return _packed(KIND) + _packed(self.raw)

    @property
    def fingerprint(self) -> str:
        """What people compare: SHA256: and 43 characters, as `ssh-keygen -l` prints it."""
        return "SHA256:" + base64.b64encode(hashlib.sha256(self.blob).digest()).decode().rstrip("=")

    @property
    def line(self) -> str:
        """The key as a file of OpenSSH has it."""
        return f"{KIND.decode()} {base64.b64encode(self.blob).decode()}"

    @property
    def allowed(self) -> str:
        """The line of a list of allowed signers: this key, for files."""
        return f'{IDENTITY} namespaces="{NAMESPACE.decode()}" {self.line}'


class Signer:
    """Signs with one key."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = PublicKey(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign(self, message: bytes) -> str:
        """The signature of `message` as a text that `ssh-keygen -Y verify` reads."""
        digest = hashlib.sha512(message).digest()
        signature = self._key.sign(_signed(b"sha512", digest))
        blob = _MAGIC + struct.pack(">I", 1)
        for field in (self.public.blob, NAMESPACE, b"", b"sha512", _packed(KIND) + _packed(signature)):
            blob += _packed(field)
        text = base64.b64encode(blob).decode()
        lines = [text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH)]
        return "\n".join([_BEGIN, *lines, _END, ""])


def signer_in(folder: Path) -> Signer:
    """The signer whose key lies in `folder`; at first use it is made, readable for its owner alone.

    Raises ReviewerError when there is a key that cannot be used, or none can be kept.
    """
    path = folder / KEY_NAME
    try:
        if not os.path.lexists(path):
            _make(path)
        with path.open("rb") as file:
            key = load_ssh_private_key(file.read(LARGEST), password=None)
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:  # no key, one of another kind, or with a password
        raise _unusable(path, "it is not a key that this program made") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _unusable(path, "it is a key of another kind")
    return Signer(key)


def verified(message: bytes, signature: str) -> PublicKey:
    """The key that signed `message`; raises CheckError when the signature is none of it."""
    try:
        key, name, raw = _parts(_unarmoured(signature))
        digest = hashlib.new(name.decode(), message).digest()
        Ed25519PublicKey.from_public_bytes(key.raw).verify(raw, _signed(name, digest))
    except (ValueError, struct.error, binascii.Error) as error:
        raise CheckError(
            f"The signature cannot be read: {error}.", "Do not rely on these files. Ask for them again."
        ) from error
    except InvalidSignature:
        raise CheckError(
            "The signature is not one of these files: they were changed after they were signed.",
            "Do not rely on these files. Ask for them again, and say that the signature did not hold.",
        ) from None
    return key


def public_key(line: str) -> PublicKey:
    """The key in a line of OpenSSH; raises CheckError for anything else."""
    try:
        kind, text = line.split()[:2]
        blob = base64.b64decode(text, validate=True)
        if kind.encode() != KIND:
            raise ValueError("another kind of key")
        return _key(blob)
    except (ValueError, struct.error) as error:
        raise CheckError(
            f"The signer's key cannot be read: {error}.", "Do not rely on these files. Ask for them again."
        ) from error


def _make(path: Path) -> None:
    """Put a new key at `path` where there is none; whole, or not at all."""
    key = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    # The file of mkstemp is its owner's alone from the start; on Windows the folder's own rights see to that.
    number, name = tempfile.mkstemp(prefix=f".{KEY_NAME}-", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        _place(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _place(draft: Path, path: Path) -> None:
    """Give the draft its name, unless another window was faster: a key that is there is never written over."""
    if sys.platform == "win32":
        with suppress(FileExistsError):
            draft.rename(path)
        return
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    except OSError:  # a disk without links
        if not os.path.lexists(path):
            draft.rename(path)


def _unusable(path: Path, why: str) -> ReviewerError:
    return ReviewerError(
        f"The key that signs releases, {path}, cannot be used: {why}.",
        "Nothing was released. See that you may read and write that file; if it is lost or damaged, move it away and "
        "release again: a new key is made, and whoever compares fingerprints has to be told of it.",
    )


def _signed(name: bytes, digest: bytes) -> bytes:
    """What is really signed."""
    return _MAGIC + b"".join(_packed(field) for field in (NAMESPACE, b"", name, digest))


def _packed(field: bytes) -> bytes:
    return struct.pack(">I", len(field)) + field


def _fields(data: bytes) -> Iterator[bytes]:
    """The fields of a blob; raises ValueError where one ends too early."""
    while data:
        (length,) = struct.unpack(">I", data[:4])
        if length > len(data) - 4:
            raise ValueError("it ends too early")
        yield data[4 : 4 + length]
        data = data[4 + length :]


def _key(blob: bytes) -> PublicKey:
    fields = list(_fields(blob))
    if len(fields) != 2 or fields[0] != KIND or len(fields[1]) != 32:
        raise ValueError("it is of a kind that is not expected")
    return PublicKey(fields[1])


def _parts(blob: bytes) -> tuple[PublicKey, bytes, bytes]:
    """The key, the name of the digest, and the signature itself."""
    if blob[:10] != _MAGIC + struct.pack(">I", 1):
        raise ValueError("it is no signature of this kind")
    fields = list(_fields(blob[10:]))
    if len(fields) != 5 or fields[1] != NAMESPACE or fields[3] not in _DIGESTS:
        raise ValueError("it was not made for files")
    inner = list(_fields(fields[4]))
    if len(inner) != 2 or inner[0] != KIND or len(inner[1]) != 64:
        raise ValueError("it is of a kind that is not expected")
    return _key(fields[0]), fields[3], inner[1]


def _unarmoured(text: str) -> bytes:
    lines = text.strip().splitlines()
    if len(text) > LARGEST or len(lines) < 3 or lines[0].strip() != _BEGIN or lines[-1].strip() != _END:
        raise ValueError("it is no signature of this kind")
    return base64.b64decode("".join(line.strip() for line in lines[1:-1]), validate=True)
