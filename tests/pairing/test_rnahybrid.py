import shutil

import pytest

from mirinter_core.errors import ProgramError
from mirinter_core.pairing import rnahybrid

LET7 = "UGAGGUAGUAGGUUGUAUAGUU"


def test_compact_output_is_read_by_partner_and_what_is_not_there_is_0():
    # As RNAhybrid 2.1.2 prints it.
    said = (
        "0:41:0:22:-19.0:0.040474:13:C               CGU     A: UAGC  UAG CUGAU   AGCUG : GUUG\n"
        "2:43:0:22:-20.8:0.017180:18:G    UA    UAG   C        : UAGC  GUCG   CUG AUAAGCUA: GUUG\n"
    )
    assert rnahybrid.read(said, 3) == [-19.0, 0.0, -20.8]


def test_output_of_another_form_is_refused():
    with pytest.raises(ProgramError, match="query too long"):
        rnahybrid.read("query too long: 0\n", 1)


@pytest.mark.skipif(not shutil.which("RNAhybrid"), reason="RNAhybrid is not installed")
def test_a_perfect_site_binds_more_strongly_than_half_of_one_and_long_rnas_are_taken():
    perfect = "AACUAUACAACCUACUACCUCA"
    half = "AAAAAAAAAAAAUACUACCUCA"
    long = "ACGU" * 800
    found = rnahybrid.energies(LET7, [half, perfect, long])
    assert found[1] < found[0] < -5
    assert found[2] < 0
    assert rnahybrid.energies(LET7 * 4, [perfect])[0] < -20


@pytest.mark.skipif(not shutil.which("RNAhybrid"), reason="RNAhybrid is not installed")
def test_partners_of_one_call_do_not_change_each_other():
    partners = ["AACUAUACAACCUACUACCUCA", "GGGCUACUACCUCAGG", "ACGUACGUACGU"]
    alone = [rnahybrid.energies(LET7, [partner])[0] for partner in partners]
    assert rnahybrid.energies(LET7, partners) == alone
