import json
from dataclasses import asdict, replace
from io import StringIO

import pandas as pd
import pytest

from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.errors import CatalogError, SequenceError
from mirinter_core.models import checkpoint
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.sites import find_sites
from mirinter_core.tasks.explain import explain
from mirinter_core.tasks.mutants import design
from mirinter_core.tasks.what_if import what_if

LET_7 = "UGAGGUAGUAGGUUGUAUAGUU"
PARTNER = "AAAACUAUACAACCUACUACCUCAAAAGGG"


def test_the_sentence_the_drawing_and_the_sites_are_shown(do, tiny):
    answer = do("pair", LET_7, PARTNER, "-m", tiny)
    assert answer.exit_code == 0
    for word in (
        *("query (22 nt) and partner (30 nt)", "score ", "not a probability"),
        *(
            "not listed in training",
            "strongest site: 8mer at 17-24",
            "5'",
            "3'",
            "|||||||",
            "unpaired",
        ),
    ):
        assert word in answer.stdout
    assert "binds" not in answer.stdout


def test_a_pair_without_a_site_says_so(do, tiny):
    assert "no seed site" in do("pair", LET_7, "GGGGGGGGGGAAAAAAAAAAGGGG", "-m", tiny).stdout


def test_the_partner_s_own_seed_is_looked_for_where_it_is_a_microrna(do, tiny):
    query = "AUCCGGAUUGCAAGCUUACGUA"  # letters 11 to 18 pair with miR-100-3p's first eight
    turned = "the partner's own seed pairs with the query: 8mer at its letters 11 to 18"
    answer = do("pair", query, "builtin:hsa-miR-100-3p", "-m", tiny)
    assert "no seed site" in answer.stdout
    assert turned in answer.stdout
    assert answer.stdout.count("=======") == 2  # a seed under each drawing
    of_no_told_type = "CAAGCUUGUAUCUAUAGGUAUG"
    assert "own seed" not in do("pair", query, of_no_told_type, "-m", tiny).stdout
    found = json.loads(do("pair", query, "builtin:hsa-miR-100-3p", "-m", tiny, "--json").stdout)
    assert found["turned"]["sites"][0] == {"kind": "8mer", "start": 11, "end": 18}


def test_what_was_listed_in_training_is_called_listed(do, tiny, world):
    answer = do(
        "pair", f"{world}/mirna.fa:mir-0", f"{world}/lncrna.fa:{_listed(world)}", "-m", tiny
    )
    assert "; listed in training" in answer.stdout


def test_json_holds_everything_and_the_score_of_the_screen(do, tiny, tmp_path):
    answer = do("pair", "builtin:hsa-let-7a-5p", PARTNER, "-m", tiny, "--json")
    found = json.loads(answer.stdout)
    assert found["query"]["id"] == "hsa-let-7a-5p"
    assert found["evidence"][0]["site"] == {"kind": "8mer", "start": 17, "end": 24}
    assert found["drawing"]
    (tmp_path / "p.fa").write_text(f">p\n{PARTNER}\n")
    words = ("screen", "-q", "-", "-c", tmp_path / "p.fa", "-m", tiny)
    table = pd.read_csv(StringIO(do(*words, stdin=f">q\n{LET_7}\n").stdout), sep="\t")
    assert table["score"][0] == found["score"]


def test_molecules_come_from_letters_files_and_catalogues_alike(do, tiny, tmp_path):
    path = tmp_path / "let.fa"
    path.write_text(f">own words\n{LET_7.replace('U', 'T').lower()}\n")
    scores = [
        json.loads(do("pair", query, PARTNER, "-m", tiny, "--json").stdout)["score"]
        for query in (LET_7, path, f"{path}:own", "builtin:hsa-let-7a-5p")
    ]
    assert len(set(scores)) == 1


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("hsa-let-7a-5p", "no sequence, no file that is here, and no CATALOG:ID"),
        ("builtin:hsa-let-7a", "Did you mean 'hsa-let-7a-5p'"),
        ("UGAGG", "too short"),
        ("UGAGGNAGUAGGUUGUAUAGUU", "'N' at position 6"),
        (">a\nUGAGGUAGUAGGUUGUAUAGUU\n>b\nUGAGGUAGUAGGUUGUAUAGUA", "2 sequences where one"),
    ],
)
def test_what_is_not_one_query_is_refused_with_the_remedy(do, tiny, query, message):
    with pytest.raises((SequenceError, CatalogError), match=message):
        do("pair", query, PARTNER, "-m", tiny)


@pytest.mark.parametrize("place", ["letters", "file", "file:id"])
def test_a_partner_of_no_catalogue_leaves_no_vector_on_disk(do, tiny, own_home, tmp_path, place):
    path = tmp_path / "p.fa"
    path.write_text(f">p\n{PARTNER}\n")
    partner = {"letters": PARTNER, "file": path, "file:id": f"{path}:p"}[place]
    do("pair", LET_7, partner, "-m", tiny)
    assert EmbeddingStore(own_home / "vectors").kinds() == []
    assert not list(own_home.glob("vectors/**/*.parquet"))


def test_the_vector_of_a_catalogue_s_partner_is_kept(do, tiny, own_home):
    partner = Molecule("p", PARTNER, "lncRNA")
    save(from_molecules("mine", [partner]))
    do("pair", LET_7, "mine:p", "-m", tiny)
    store = EmbeddingStore(own_home / "vectors")
    assert {d for kind in store.kinds() for d in store.digests(kind)} == {partner.digest}


def test_a_microrna_and_its_partner_the_wrong_way_round_are_refused(do, tiny):
    answer = do("pair", PARTNER * 10, LET_7, "-m", tiny)
    assert answer.exit_code == 2
    assert "The microRNA comes first" in answer.stderr


def test_a_catalogue_that_is_not_there_is_named(do, tiny):
    with pytest.raises(CatalogError, match="no catalogue and no file 'nope'"):
        do("pair", LET_7, "nope:ENST00000417942.5", "-m", tiny)


def test_a_very_long_sequence_is_not_taken_for_a_file(do, tiny):
    assert "(6,000 nt)" in do("pair", LET_7, PARTNER * 200, "-m", tiny).stdout


def test_a_file_of_several_records_asks_for_an_id(do, tiny, world):
    with pytest.raises(SequenceError, match=r"lncrna\.fa:lnc-0"):
        do("pair", LET_7, world / "lncrna.fa", "-m", tiny)


def _listed(world):
    rows = pd.read_csv(world / "pairs.tsv", sep="\t")
    return rows.loc[rows["mirna"] == "mir-0", "lncrna"].iloc[0]


@pytest.fixture
def gate(gate_model, own_home):
    """A model that weighs kinds of evidence, and a listed pair of its world with a site."""
    model, _, table = gate_model
    checkpoint.save(model, "# card")
    for row in (table.label == 1).nonzero()[0]:
        query, partner = table.left[table.left_row[row]], table.right[table.right_row[row]]
        if find_sites(query.letters, partner.letters):
            return "gate", query, partner
    raise AssertionError


def test_the_contributions_are_printed_with_their_sum(do, gate):
    name, query, partner = gate
    shown = do("pair", query.letters, partner.letters, "-m", name).stdout
    for word in ("nothing known", "footprint", "family", "the sum", "local AU", "judged occupied"):
        assert word in shown


def test_json_holds_the_numbers_that_python_gives(do, gate, gate_model):
    name, query, partner = gate
    words = ("--json", "--what-if", "--mutants", "1")
    found = json.loads(do("pair", query.letters, partner.letters, "-m", name, *words).stdout)
    one, other = replace(query, id="query"), replace(partner, id="partner", type="")
    model, embedding = gate_model[:2]
    expected = explain(one, other, model, embedding)
    assert found["contributions"] == json.loads(json.dumps(asdict(expected.contributions)))
    assert found["evidence"][0]["worth"] == asdict(expected.evidence[0].worth)
    assert found["evidence"][0]["local_au"] == expected.evidence[0].local_au
    changed = what_if(one, other, model, embedding)
    assert found["what_if"] == json.loads(json.dumps(changed.to_dict()))
    made = design(one, other, expected.sites[0], (model, embedding))
    assert found["mutants"] == json.loads(json.dumps(made.to_dict()))


def test_what_if_and_mutants_are_told_in_short(do, gate):
    name, query, partner = gate
    site = find_sites(query.letters, partner.letters)[0]
    words = ("--what-if", "--mutants", f"{site.start}-{site.end}")
    shown = do("pair", query.letters, partner.letters, "-m", name, *words).stdout
    assert "8 of 66 substitutions shown" in shown
    assert "seed mutant" in shown
    assert len(shown.splitlines()) < 60


def test_mutants_are_written_as_an_order(do, gate, tmp_path):
    name, query, partner = gate
    path = tmp_path / "order.csv"
    do("pair", query.letters, partner.letters, "-m", name, "--order", path)
    table = pd.read_csv(path)
    assert list(table["role"].str.split(":").str[0])[:3] == [
        "as it is",
        "seed mutant",
        "scrambled control",
    ]


@pytest.mark.parametrize("words", [("--mutants", "9-12"), ("--mutants", "x"), ("--order", "o.doc")])
def test_a_site_or_file_that_cannot_be_is_bad_usage(do, gate, words):
    name, query, partner = gate
    answer = do("pair", query.letters, partner.letters, "-m", name, *words)
    assert answer.exit_code == 2
    assert "Sites, best first" in answer.output or ".xlsx" in answer.output
