"""Small worlds with a known truth, for tests of what learns."""

import numpy as np

from mirinter_core.datasets.dataset import Dataset, RawPairs, checked
from mirinter_core.molecules.alphabet import reverse_complement
from mirinter_core.molecules.molecule import Molecule


def letters(rng: np.random.Generator, n: int) -> str:
    return "".join(rng.choice(list("ACGU"), n))


def seed_world(n_queries: int = 12, n_partners: int = 40, *, seed: int = 0) -> Dataset:
    """Partners hold the 8mer site of the queries they are listed with, and of no other."""
    rng = np.random.default_rng(seed)
    queries = [Molecule(f"mir-{i}", letters(rng, 22), "miRNA") for i in range(n_queries)]
    partners, pairs = [], []
    for j in range(n_partners):
        listed = rng.choice(n_queries, 2, replace=False)
        sites = (reverse_complement(queries[i].letters[1:8]) + "A" for i in listed)
        body = letters(rng, 60) + "".join(site + letters(rng, 60) for site in sites)
        partners.append(Molecule(f"lnc-{j}", body, "lncRNA"))
        pairs += [(f"mir-{i}", f"lnc-{j}", 1) for i in listed]
    return checked(RawPairs("seed-world", queries, partners, pairs, "generated", "none"))


def write_folder(dataset: Dataset, folder) -> None:
    """Write a world as a plain data set folder."""
    table = dataset.table
    folder.mkdir(parents=True, exist_ok=True)
    for name, side in (("mirna", table.left), ("lncrna", table.right)):
        (folder / f"{name}.fa").write_text("".join(f">{m.id}\n{m.letters}\n" for m in side))
    rows = zip(table.left_row, table.right_row, table.label, strict=True)
    lines = [f"{table.left[a].id}\t{table.right[b].id}\t{y}" for a, b, y in rows]
    (folder / "pairs.tsv").write_text("\n".join(["mirna\tlncrna\tlabel", *lines]) + "\n")
