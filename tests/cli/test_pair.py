import json
from io import StringIO

import pandas as pd
import pytest

from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.errors import CatalogError, SequenceError
from mirinter_core.molecules.molecule import Molecule

LET_7 = "UGAGGUAGUAGGUUGUAUAGUU"
PARTNER = "AAAACUAUACAACCUACUACCUCAAAAGGG"


def test_the_sentence_the_drawing_and_the_sites_are_shown(do, tiny):
    answer = do("pair", LET_7, PARTNER, "-m", tiny)
    assert answer.exit_code == 0
    for word in (
        *("query (22 nt) and partner (30 nt)", "score ", "not a probability"),
        *("not listed in training", "best site: 8mer at 17-24", "5'", "3'", "|||||||", "unpaired"),
    ):
        assert word in answer.stdout
    assert "binds" not in answer.stdout


def test_a_pair_without_a_site_says_so(do, tiny):
    assert "no seed site" in do("pair", LET_7, "GGGGGGGGGGAAAAAAAAAAGGGG", "-m", tiny).stdout


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


def test_a_very_long_sequence_is_not_taken_for_a_file(do, tiny):
    assert "(6,000 nt)" in do("pair", LET_7, PARTNER * 200, "-m", tiny).stdout


def test_a_file_of_several_records_asks_for_an_id(do, tiny, world):
    with pytest.raises(SequenceError, match=r"lncrna\.fa:lnc-0"):
        do("pair", LET_7, world / "lncrna.fa", "-m", tiny)


def _listed(world):
    rows = pd.read_csv(world / "pairs.tsv", sep="\t")
    return rows.loc[rows["mirna"] == "mir-0", "lncrna"].iloc[0]
