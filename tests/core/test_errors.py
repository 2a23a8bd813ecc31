import pickle

import pytest

from reviewer.core.errors import (
    CancelError,
    CaseError,
    CheckError,
    DiskError,
    FootageError,
    LockedError,
    ReviewerError,
    SpeakerError,
    UsageError,
)

KINDS = {
    UsageError: 2,
    FootageError: 3,
    CheckError: 4,
    CaseError: 5,
    DiskError: 5,
    LockedError: 5,
    SpeakerError: 5,
    CancelError: 130,
}


@pytest.mark.parametrize(("kind", "status"), KINDS.items())
def test_an_error_crosses_to_another_process_with_its_kind_sentence_and_advice(
    kind: type[ReviewerError], status: int
) -> None:
    arrived = pickle.loads(pickle.dumps(kind("It cannot be read.", "Try another.")))
    assert type(arrived) is kind
    assert (str(arrived), arrived.advice, arrived.status) == ("It cannot be read.", "Try another.", status)


def test_every_kind_of_error_has_an_exit_status_of_the_contract() -> None:
    assert set(KINDS) == set(ReviewerError.__subclasses__())
