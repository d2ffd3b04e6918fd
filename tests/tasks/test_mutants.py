from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirinter_core.errors import SequenceError
from mirinter_core.molecules.alphabet import reverse_complement
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.duplex import fold
from mirinter_core.pairing.sites import Site, find_sites
from mirinter_core.tasks.mutants import ORDER_COLUMNS, design, order_file
from tests.gates import gate

LET_7A = Molecule("let-7a", "UGAGGUAGUAGGUUGUAUAGUU", "miRNA")
PARTNER = Molecule(
    "p", "GGCAGCAUCGGAUCGACUGACGGCAACUAUACAACCUACUACCUCAAAAGGGCCAGCUGCAUCGAUCAGCUACG", "lncRNA"
)
SITE = find_sites(LET_7A.letters, PARTNER.letters)[0]


@pytest.fixture
def made(gate_model):
    return design(LET_7A, PARTNER, SITE, gate_model[:2])


def by_role(made):
    return {c.role.split(":")[0]: c for c in made.constructs}


def restored(construct, made):
    """The whole partner with the ordered stretch in its place."""
    letters = PARTNER.letters
    return letters[: made.start - 1] + construct.letters + letters[made.end :]


def test_the_seed_mutant_has_three_letters_complemented_and_no_site(made):
    mutant = by_role(made)["seed mutant"]
    assert len(mutant.changed) == 3
    assert [f"{a[0]}{a[-1]}" for a in mutant.changed] == [
        f"{a[0]}{reverse_complement(a[0])}" for a in mutant.changed
    ]
    faced = [SITE.facing(letter) for letter in (4, 3, 2)]
    assert [int(a[1:-1]) for a in mutant.changed] == faced
    assert find_sites(LET_7A.letters, restored(mutant, made)) == ()
    assert mutant.sites_left == 0


def test_the_compensatory_query_fits_the_mutant_and_not_the_site(made):
    roles = by_role(made)
    mutant, rescue = roles["seed mutant"], roles["compensatory"]
    sites = find_sites(rescue.letters, restored(mutant, made))
    assert sites[0].kind == SITE.kind
    assert sites[0].start == SITE.start
    assert roles["compensatory on the site as it is"].sites_left == 0
    assert rescue.changed == ("G2C", "A3U", "G4C")


def test_the_scrambled_site_has_the_same_letters_and_none_of_the_pairing(made):
    scrambled = by_role(made)["scrambled control"]
    assert sorted(scrambled.letters) == sorted(by_role(made)["as it is"].letters)
    assert scrambled.sites_left == 0
    assert scrambled.energy_cloned > by_role(made)["as it is"].energy_cloned + 5


def test_one_energy_is_of_the_site_and_one_of_all_that_is_cloned(made):
    roles = by_role(made)
    whole = roles["as it is"]
    assert whole.energy == fold(LET_7A.letters, PARTNER.letters, around=SITE).energy
    assert whole.energy_cloned == fold(LET_7A.letters, whole.letters).energy
    for lost in ("seed mutant", "scrambled control", "compensatory on the site as it is"):
        assert roles[lost].energy is None
    assert roles["compensatory"].energy < 0
    assert made.to_dict()["constructs"][1]["energy"] is None
    assert whole.letters == PARTNER.letters[made.start - 1 : made.end]


def test_losing_the_site_costs_and_the_compensatory_seed_restores_pairing(made):
    roles = by_role(made)
    assert roles["as it is"].change == 0
    assert roles["seed mutant"].energy_cloned > roles["compensatory"].energy_cloned
    assert roles["seed mutant"].score != roles["as it is"].score


def test_the_same_seed_gives_the_same_order(made, gate_model):
    assert design(LET_7A, PARTNER, SITE, gate_model[:2]) == made


def test_a_site_that_is_not_there_is_refused_with_the_remedy(gate_model):
    with pytest.raises(SequenceError, match="Choose one of the sites"):
        design(LET_7A, PARTNER, Site("8mer", 1, 8), gate_model[:2])


def test_letters_too_alike_to_shuffle_are_refused(gate_model):
    query = Molecule("a", "A" * 22, "miRNA")
    partner = Molecule("u", "U" * 40, "lncRNA")
    site = find_sites(query.letters, partner.letters)[0]
    with pytest.raises(SequenceError, match="Choose another site"):
        design(query, partner, site, gate_model[:2])


def test_a_model_without_kinds_scores_each_as_new(quick_model, quick):
    made = design(LET_7A, PARTNER, SITE, (quick_model, quick[1]))
    assert not made.held
    assert all(np.isfinite(c.score) for c in made.constructs)


@pytest.mark.parametrize("kind", ["tsv", "csv", "xlsx"])
def test_the_order_is_a_table_a_spreadsheet_reads_as_text(gate_model, kind):
    query = Molecule("=cmd|calc", LET_7A.letters, "miRNA")
    order = design(query, PARTNER, SITE, gate_model[:2])
    raw = order_file(order, kind)
    if kind == "xlsx":
        table = pd.read_excel(BytesIO(raw), sheet_name="order")
        assert table["name"][3] == "=cmd|calc-comp"
    else:
        table = pd.read_csv(BytesIO(raw), sep="\t" if kind == "tsv" else ",")
        assert table["name"][3] == "'=cmd|calc-comp"
    assert list(table.columns) == list(ORDER_COLUMNS)
    assert list(table["length"]) == [len(letters) for letters in table["letters"]]
    assert not any("U" in letters for letters in table["dna"])


@settings(max_examples=12)
@given(
    st.text("ACGU", min_size=22, max_size=22),
    st.text("ACGU", min_size=60, max_size=90),
    st.sampled_from(["A", "G"]),
)
def test_no_mutant_has_a_site_that_was_not_there(letters, body, facing_1):
    query = Molecule("q", letters, "miRNA")
    partner = Molecule(
        "p", body[:40] + reverse_complement(letters[1:8]) + facing_1 + body[40:], "lncRNA"
    )
    site = next(
        s for s in find_sites(query.letters, partner.letters) if s.start == 41 and s.end >= 47
    )
    before = {(s.kind, s.start) for s in find_sites(letters, partner.letters)}
    try:
        made = design(query, partner, site, gate()[:2])
    except SequenceError:
        return
    for construct in made.constructs[1:3]:
        whole = partner.letters[: made.start - 1] + construct.letters + partner.letters[made.end :]
        after = {(s.kind, s.start) for s in find_sites(letters, whole)}
        assert after < before
        assert construct.sites_left == len(find_sites(letters, whole))
        assert construct.sites_cloned == len(find_sites(letters, construct.letters))
        assert construct.name.startswith(f"{partner.id} 41-")
