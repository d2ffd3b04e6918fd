from dataclasses import replace

import numpy as np
import pytest

from mirinter_core import home
from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.molecules.family import seed
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks import forget, hubs
from mirinter_core.tasks.hits import HUB_FROM
from mirinter_core.tasks.panel import panel
from mirinter_core.tasks.ready import ready
from mirinter_core.tasks.screen import screen
from tests.gates import gate
from tests.worlds import letters

pytestmark = pytest.mark.usefixtures("hubs_of_few")

NEW = Molecule("new", "UACGCAUUGCAGUCUAGCAAGU", "miRNA")
MODEL, EMBEDDING, TABLE = gate()


@pytest.fixture
def catalog():
    return from_molecules("world", TABLE.right)


def files():
    return sorted((home.home() / "hubs").glob("*"))


def test_the_share_counts_the_queries_that_have_a_partner_among_their_first():
    score = np.array([[3.0, 2, 1], [1, 2, 3], [0, 5, 5], [9, 1, 0]])
    assert hubs.top_share(score) == pytest.approx([0.5, 0.25, 0.5])
    many = np.arange(400.0)[None]
    assert hubs.top_share(many).sum() == 4  # 1 % of the catalogue


def test_on_average_a_partner_is_on_top_for_one_in_a_hundred():
    score = np.random.default_rng(0).normal(size=(200, 500))
    assert hubs.top_share(score).mean() == pytest.approx(0.01)


def test_a_transcript_full_of_sites_is_a_hub(catalog):
    rng = np.random.default_rng(0)
    sites = "".join(
        "".join({"A": "U", "C": "G", "G": "C", "U": "A"}[x] for x in reversed(seed(m.letters)))
        + "A"
        for m in panel()
    )
    plain = [Molecule(f"p{i}", letters(rng, len(sites)), "lncRNA") for i in range(30)]
    world = from_molecules("w", [*plain, Molecule("full", sites, "lncRNA")])
    found = hubs.hubs(world, *ready())  # the shipped model: what a toy makes of sites is its own
    assert found.share[-1] > 2 * HUB_FROM
    assert found.share[-1] > 3 * found.share[:-1].max()


def test_a_second_call_reads_what_the_first_wrote_in_any_order_of_the_catalogue(catalog):
    assert hubs.kept(catalog, MODEL) is None
    said = []
    first = hubs.hubs(catalog, MODEL, EMBEDDING, lambda done, what: said.append((done, what)))
    assert said
    assert "known miRNAs" in said[0][1]
    turned = from_molecules("turned", TABLE.right[::-1])
    again = hubs.kept(turned, MODEL)
    np.testing.assert_array_equal(again.share[::-1], first.share)
    assert (again.mirnas, again.of) == (first.mirnas, first.of)
    assert len(files()) == 1


def test_what_is_kept_names_no_id_and_holds_no_letters(catalog):
    hubs.hubs(catalog, MODEL, EMBEDDING)
    text = files()[0].read_text()
    assert not any(m.id in text or m.letters in text for m in catalog.molecules)


@pytest.mark.parametrize("damage", ["", "{", '{"format_version": 1}', '{"format_version": 99}'])
def test_damaged_numbers_are_counted_anew(catalog, damage):
    first = hubs.hubs(catalog, MODEL, EMBEDDING)
    files()[0].write_text(damage)
    assert hubs.kept(catalog, MODEL) is None
    np.testing.assert_array_equal(hubs.hubs(catalog, MODEL, EMBEDDING).share, first.share)
    assert hubs.kept(catalog, MODEL) is not None


def test_among_few_partners_no_hub_is_told(catalog, monkeypatch):
    monkeypatch.setattr(hubs, "FEWEST_PARTNERS", len(TABLE.right) + 1)
    found = hubs.hubs(catalog, MODEL, EMBEDDING)
    assert np.isnan(found.share).all()
    assert found.mirnas == hubs.cost(TABLE.right) == 0
    assert not files()
    table = screen([NEW], catalog, MODEL, EMBEDDING, evidence=0, hubs=True).table
    assert table["hub"].isna().all()


def test_letter_identical_molecules_are_hubs_alike(catalog):
    twin = replace(TABLE.right[0], id="twin")
    found = hubs.hubs(from_molecules("g", [*TABLE.right, twin]), MODEL, EMBEDDING)
    assert found.share[-1] == found.share[0]


def test_a_large_catalogue_asks_a_sample_that_is_always_the_same():
    assert hubs.asked(2000) == panel()
    some = hubs.asked(50_000)
    assert len(some) == 100
    assert some == hubs.asked(50_000)
    assert len({seed(m.letters) for m in some}) == 100


def test_hubs_go_with_their_catalogue(catalog):
    save(catalog)
    hubs.hubs(catalog, MODEL, EMBEDDING)
    hubs.hubs(from_molecules("other", TABLE.right[:8]), MODEL, EMBEDDING)
    assert len(files()) == 2
    forget.forget_catalog("world")
    assert len(files()) == 1
    hubs.forget(model="gate")
    assert not files()


def test_the_column_is_empty_until_somebody_counted(catalog):
    def column(**asked):
        found = screen([NEW], catalog, MODEL, EMBEDDING, evidence=0, **asked)
        return found.table.set_index("id1")["hub"], found.provenance

    empty, facts = column()
    assert empty.isna().all()
    assert "hubs" not in facts
    full, facts = column(hubs=True)
    assert full.notna().all()
    assert facts["hubs"] == {"mirnas": len(panel()), "of_known": len(panel()), "top": 0.01} | {
        "called_hub_from": HUB_FROM
    }
    assert column()[0].equals(full)


def test_hubs_that_come_with_mirinter_are_read_and_stay(catalog, monkeypatch, tmp_path):
    first = hubs.hubs(catalog, MODEL, EMBEDDING)
    (home.home() / "hubs").rename(tmp_path / "hubs")
    assert hubs.kept(catalog, MODEL) is None
    monkeypatch.setattr(home, "ASSETS", tmp_path)
    np.testing.assert_array_equal(hubs.kept(catalog, MODEL).share, first.share)
    hubs.forget(catalog="world")
    assert hubs.kept(catalog, MODEL) is not None
