from dataclasses import replace

import numpy as np
import pytest

from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.errors import CancelledError, DatasetError
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.system import SYSTEMS
from mirinter_core.tasks import lamp_words
from mirinter_core.tasks.evaluate import Question, evaluate
from mirinter_core.tasks.lamp import AMBER, GREEN, RED, lamp
from tests.worlds import letters, seed_world

BASELINES = SYSTEMS.get("mirna_ncrna").recipes["baselines"]


def families(n=8, *, siblings=2, partners=30, seed=0):
    """Families of siblings that are listed with the same partners, each with an isoform."""
    rng = np.random.default_rng(seed)
    queries, pairs = [], []
    bodies = [letters(rng, 200) for _ in range(partners)]
    isoforms = [
        Molecule(f"l{j}-{k}", body[k * 10 :], "lncRNA")
        for j, body in enumerate(bodies)
        for k in (0, 1)
    ]
    for i in range(n):
        own = letters(rng, 8)
        targets = rng.choice(partners, 6, replace=False)
        for k in range(siblings):
            queries.append(Molecule(f"m{i}-{k}", own + letters(rng, 14), "miRNA"))
            pairs += [(f"m{i}-{k}", f"l{j}-{copy}", 1) for j in targets for copy in (0, 1)]
    return checked(RawPairs("families", queries, isoforms, pairs, "generated", "none")).table


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_lamp_stands_on_the_folds_that_the_report_is_made_of(protocol):
    table = seed_world(20, 60).table
    question = Question(protocol, 3)
    found = lamp([table], question)
    (report,) = evaluate([table], BASELINES, question)
    summary = report.summary
    assert (found.pairs, found.listed) == (summary["n_pairs"], summary["n_positive"])
    assert found.looked == 3
    for name, rule in summary["baselines"].items():
        assert found.rules[name].auprc == pytest.approx(rule["mean"]["auprc"], nan_ok=True)
        own = rule["mean"]["per_query_auprc"]
        assert found.rules[name].per_query == pytest.approx(own, nan_ok=True)
    assert found.chance.per_query == pytest.approx(summary["mean"]["per_query_chance"])
    assert not any(found.told[name] for name in found.promised)


def test_where_siblings_and_isoforms_are_known_it_is_amber_and_memory_wins():
    found = lamp([families()], Question("pair", 5))
    assert found.colour == AMBER
    assert found.share("blocks") > 0.9
    assert found.best[0] == "family-transcript"
    assert "memory alone" in lamp_words.reading(found)


def test_where_families_are_held_out_it_is_green():
    found = lamp([families(20)], Question("denovo-family", 4))
    assert found.colour == GREEN
    assert (found.told["families"], found.told["blocks"]) == (0, 0)
    assert "truly new microRNA" in lamp_words.reading(found)
    assert found.rules["family-copy"].auprc == pytest.approx(found.chance.auprc)


def test_a_handful_of_listed_pairs_is_red():
    found = lamp([seed_world(5, 8).table], Question("pair", 5))
    assert found.colour == RED
    assert "fewer than 5 folds" in lamp_words.reading(found)


def test_too_few_pairs_are_refused_with_a_remedy():
    table = seed_world(3, 4).table
    with pytest.raises(DatasetError, match=r"too few for 20 folds.*Give more pairs"):
        lamp([table], Question("denovo-family", 20))


def test_drawn_negatives_are_those_that_will_be_tested():
    table = seed_world(20, 60).table
    found = lamp([table], Question("pair", 3, 2))
    (report,) = evaluate([table], BASELINES, Question("pair", 3, 2))
    assert found.pairs == report.summary["n_pairs"]


def test_of_a_large_table_fewer_folds_are_measured_and_it_says_so(monkeypatch):
    monkeypatch.setattr("mirinter_core.tasks.lamp._CELLS", 1000)
    found = lamp([seed_world(20, 60).table], Question("pair", 3))
    assert found.looked == 2
    assert "Measured on 2 of 3 folds" in lamp_words.to_beat(found)
    assert "Measured on" not in lamp_words.to_beat(replace(found, looked=3))


def test_it_can_be_stopped():
    def stop(done, what):
        if done > 0.3:
            raise CancelledError("stop")

    with pytest.raises(CancelledError):
        lamp([seed_world().table], Question("pair", 3), progress=stop)


def test_every_count_is_told_in_words_with_what_is_promised():
    found = lamp([families()], Question("denovo-mirna", 4))
    told = dict.fromkeys(found.told)
    assert set(lamp_words.KNOWN) == set(told)
    promised = {words: p for words, _, p in lamp_words.rows(found)}
    assert promised[lamp_words.KNOWN["queries"]] == "promised: none"
    assert promised[lamp_words.KNOWN["families"]] == "not promised"
    assert lamp_words.rule_rows(found)[-1][0] == "by chance"
