from streamlit.testing.v1 import AppTest

from mirinter_core import home
from mirinter_core.models.book import Book
from mirinter_core.models.calibration import Calibration
from mirinter_core.models.listing import KIND
from mirinter_core.models.memory import Memory
from mirinter_core.runs.run import create
from tests.models.test_calibration import CURVE, NEW


def _page(kind):
    import streamlit as st  # noqa: F401 (the page's own)

    from mirinter_core.models.calibration import Calibration
    from mirinter_core.web.worth import worth_shown
    from tests.models.test_calibration import CURVE, NEW

    worth_shown(0.0, (NEW, kind), Calibration({(NEW, "lncRNA"): CURVE}), key="x")


def said(page):
    texts = (e.value for e in (*page.markdown, *page.caption, *page.info))
    return " ".join(texts).replace("\\", "")  # Markdown's escapes


def test_the_sentence_stands_there_and_the_slider_re_weights_it_and_says_so():
    page = AppTest.from_function(_page, args=("lncRNA",)).run()
    assert not page.exception
    assert "about 10 were listed" in said(page)
    assert "Bayes' rule, and that is all it does" in said(page)
    page.select_slider[0].set_value(0.5).run()
    assert "are listed, re-weighted to 0.5 in 100." in said(page)
    assert "about 10 were listed" in said(page)  # what was measured stays


def test_a_type_that_was_not_measured_is_said_to_be_unknown():
    page = AppTest.from_function(_page, args=("circRNA",)).run()
    assert "was not measured" in said(page)
    assert not page.select_slider


def _standing(run_id, then):
    from mirinter_core.runs.run import load
    from mirinter_core.web.standing import standing

    best = {
        "model": "mine",
        "rna_type": "",
        "length1": 300,
        "score": 0.0,
        "regime": "family new, partner known",
        "probability": then,
    }
    standing(load(run_id), "q", best)


def test_where_the_query_lies_and_what_its_best_score_is_worth_are_told(own_home):
    folder = own_home / KIND / "mine"
    folder.mkdir(parents=True)
    Calibration({(NEW, "lncRNA"): CURVE}).save(folder)
    nothing: frozenset[str] = frozenset()
    memory = Memory(nothing, nothing, nothing, {"lncRNA": Book.empty()})
    memory.save(folder / "memory.parquet")
    run = create("screen", {"model": "mine"})
    placed = {"id2": "q", "nearest": "hsa-x", "distance": 1.0, "further_than": 0.97}
    facts = {"format_version": 1, "domain": [placed]}
    home.write_json(run.folder / "provenance.json", facts)
    page = AppTest.from_function(_standing, args=(run.id, CURVE.at(0.0))).run()
    assert not page.exception
    assert "further from known microRNAs than 97 %" in said(page)
    assert "about 10 were listed" in said(page)  # a long partner without a type is a lncRNA
    changed = AppTest.from_function(_standing, args=(run.id, CURVE.at(0.0) + 0.1)).run()
    assert not changed.exception
    assert "trained or measured anew since this screen" in said(changed)
    assert "were listed" not in said(changed)
