import numpy as np

from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.datasets.negatives import full
from mirinter_core.datasets.splits import Split
from mirinter_core.molecules.alphabet import reverse_complement
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.footprint import site_neighbourhood
from mirinter_core.tasks.ground import Ground, ruled
from tests.worlds import letters

FAMILIES = 9
NEW = FAMILIES - 1  # the family that training does not know


def planted(rng):
    """Every family has a site in a bound and one in an unbound stretch of other transcripts.

    Each transcript holds two stretches with the sites of all families, close together; families
    are listed with the transcript whose stretch is bound. Isoforms hold the same stretch.
    """
    queries = [Molecule(f"m{i}", letters(rng, 22), "miRNA") for i in range(FAMILIES)]
    sites = [reverse_complement(q.letters[1:8]) + "A" for q in queries]
    partners, pairs = [], []
    for j in range(12):
        stretch = letters(rng, 5).join(rng.permutation(sites))
        ends = [(letters(rng, 80), letters(rng, 80)) for _ in range(2)]
        for k, (before, after) in enumerate(ends):
            partners.append(Molecule(f"t{j}.{k}", before + stretch + after, "lncRNA"))
            if j % 2:
                pairs += [(q.id, f"t{j}.{k}", 1) for q in queries]
    # A query without sites is listed with all of them, so that every transcript is in the table.
    pairs += [("siteless", p.id, 1) for p in partners]
    queries.append(Molecule("siteless", letters(rng, 22), "miRNA"))
    partners += [Molecule(f"bare{j}", "ACCA" * 30 + "ACGU"[j] * 5, "lncRNA") for j in range(3)]
    pairs += [("m0", f"bare{j}", 1) for j in range(3)]
    return full(checked(RawPairs("w", queries, partners, pairs, "", "")).table)


def held_out(table, partners=""):
    """Leave the new family out, and of every other the pairs with partners so named."""
    new = table.left_row == NEW
    named = np.array([bool(partners) and m.id.endswith(partners) for m in table.right])
    known = ~new & ~named[table.right_row]
    return Split(np.flatnonzero(known), np.flatnonzero(new))


def scores(table, split):
    found = ruled(site_neighbourhood, Ground.of(table), split)
    ids = [table.right[i].id for i in table.right_row[split.test]]
    return dict(zip(ids, found.tolist(), strict=True))


def test_a_site_of_a_new_family_is_judged_by_the_sites_around_it():
    table = planted(np.random.default_rng(0))
    found = scores(table, held_out(table))
    bound = [v for k, v in found.items() if k[0] == "t" and int(k[1:].split(".")[0]) % 2]
    unbound = [v for k, v in found.items() if k[0] == "t" and not int(k[1:].split(".")[0]) % 2]
    assert min(bound) > 2 * max(unbound)
    assert all(found[f"bare{j}"] == 0 for j in range(3))  # no site, whatever else is listed


def test_what_is_known_of_one_isoform_speaks_for_another():
    table = planted(np.random.default_rng(1))
    found = scores(table, held_out(table, partners=".1"))
    bound = [found[f"t{j}.1"] for j in range(1, 12, 2)]
    unbound = [found[f"t{j}.1"] for j in range(0, 12, 2)]
    assert min(bound) > 2 * max(unbound)


def test_the_new_familys_own_labels_are_not_looked_at():
    rng = np.random.default_rng(2)
    table = planted(rng)
    split = held_out(table)
    first = ruled(site_neighbourhood, Ground.of(table), split)
    table.label[split.test] = rng.permutation(table.label[split.test])
    np.testing.assert_array_equal(first, ruled(site_neighbourhood, Ground.of(table), split))


def test_without_any_site_there_is_nothing_to_say():
    queries = [Molecule(f"m{i}", "U" + "ACGU"[i] * 7 + "ACGUACGUACGUAC", "miRNA") for i in range(3)]
    partners = [Molecule(f"l{i}", "ACAC" * 20 + "ACGU"[i], "lncRNA") for i in range(3)]
    pairs = [("m0", "l0", 1), ("m1", "l1", 1)]
    table = full(checked(RawPairs("w", queries, partners, pairs, "", "")).table)
    rows = np.arange(len(table))
    assert not ruled(site_neighbourhood, Ground.of(table), Split(rows, rows)).any()
