import shutil

import pytest

from mirinter_core.errors import ProgramError
from mirinter_core.pairing import intarna


def test_the_table_is_read_by_partner_and_what_is_not_there_is_0():
    assert intarna.read("id1;E\n2;-12.31\n0;-4.5\n", 4) == [-4.5, 0.0, -12.31, 0.0]
    assert intarna.read("id1;E\n", 2) == [0.0, 0.0]


def test_a_table_of_another_form_is_refused():
    with pytest.raises(ProgramError, match="not understood"):
        intarna.read("id1;start1\n0;5\n", 1)


@pytest.mark.skipif(not shutil.which("IntaRNA"), reason="IntaRNA is not installed")
def test_a_perfect_site_binds_more_strongly_than_no_site():
    found = intarna.energies("UGAGGUAGUAGGUUGUAUAGUU", ["A" * 30, "AACUAUACAACCUACUACCUCA"])
    assert found[1] < found[0] == 0
