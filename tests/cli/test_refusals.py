"""What the machine refuses is said in a sentence, not in a traceback."""

import errno

import pytest

from mirinter_core.cli import app as front


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.EROFS, "Read-only file system", "/x/y"), "cannot write /x/y: Read-only"),
        (OSError(errno.ENOSPC, "No space left on device"), "where the output goes: No space"),
        (MemoryError(), "not enough free memory"),
    ],
)
def test_a_refusal_of_the_machine_is_a_sentence(monkeypatch, capsys, error, said):
    def refuse(**_):
        raise error

    monkeypatch.setattr(front, "app", refuse)
    with pytest.raises(SystemExit) as left:
        front.main()
    assert left.value.code == 1
    assert said in capsys.readouterr().err


def test_our_own_bugs_keep_their_trace(monkeypatch):
    def fail(**_):
        raise OSError(errno.EBADF, "Bad file descriptor")

    monkeypatch.setattr(front, "app", fail)
    with pytest.raises(OSError, match="Bad file"):
        front.main()
