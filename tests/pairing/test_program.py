import sys

import pytest

from mirinter_core.errors import ProgramError
from mirinter_core.pairing import program


def test_a_program_that_is_not_there_is_named_with_the_remedy():
    said = program.missing("no-such-program", "Get it there.")
    assert said == "no-such-program is not installed. Get it there."
    with pytest.raises(ProgramError, match="not installed"):
        program.answer(["no-such-program"])


def test_a_program_that_is_there_is_not_missing_and_its_answer_is_read():
    assert program.missing(sys.executable, "") == ""
    assert program.answer([sys.executable, "-c", "print('ja')"]) == "ja\n"


def test_a_program_that_fails_is_quoted():
    with pytest.raises(ProgramError, match=r"failed \(3\): too long"):
        program.answer(
            [sys.executable, "-c", "import sys; print('too long', file=sys.stderr); sys.exit(3)"]
        )


def test_a_program_is_given_the_query_and_the_partners_as_numbered_files():
    code = "import sys; print(*(w if w[0] == '-' else open(w).read() for w in sys.argv[1:]))"
    command = [sys.executable, "-c", code]
    said = program.answer_on("ACGU", ["GG", "CC"], command, files=("-q", "-t"))
    assert said == "-q >0\nACGU\n -t >0\nGG\n>1\nCC\n\n"
