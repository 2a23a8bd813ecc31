"""One entry in the audit log, and the chain that makes tampering visible."""

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any, Self

GENESIS = "0" * 64
"""What the first event follows from."""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """Who did what when, sealed with the digest of the event before; `at` is UTC in ISO 8601."""

    at: str
    actor: str
    action: str
    detail: dict[str, Any]
    digest: str = ""

    def sealed(self, previous: str) -> Self:
        """The event with its digest, SHA-256 over the digest before and every field."""
        body = json.dumps([previous, self.at, self.actor, self.action, self.detail], sort_keys=True)
        return replace(self, digest=hashlib.sha256(body.encode()).hexdigest())
