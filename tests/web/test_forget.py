import gc
import weakref

import pytest
import streamlit as st

from mirinter_core.datasets import catalog
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs.run import create
from mirinter_core.web import inputs, one_catalog, resources, run_details, settings_view
from mirinter_core.web.forget import forget_memory


class RunAgainError(Exception):
    """Raised where a page would be run again."""


@pytest.fixture
def pasted():
    """A pasted sequence that pages hold in memory, seen only by who holds it."""
    reading, _ = inputs.read_and_check(">secret\nUGAGGUAGUACGUUGUAUACUU")
    return weakref.ref(reading.molecules[0])


def is_gone(reference) -> bool:
    gc.collect()
    return reference() is None


def test_what_was_pasted_is_gone_from_memory(pasted):
    assert not is_gone(pasted)
    forget_memory()
    assert is_gone(pasted)


def test_the_molecules_of_catalogues_are_gone_from_memory():
    catalog.save(catalog.from_molecules("mine", [Molecule("x", "ACGUACGUACGUACGUACGU", "miRNA")]))
    held = [weakref.ref(resources.catalog("mine")), weakref.ref(resources.known_mirnas())]
    forget_memory()
    assert all(map(is_gone, held))


def test_every_run_deleted_leaves_no_sequence_in_memory(pasted):
    create("screen", {"catalog": "c", "model": "m"})
    settings_view._delete_runs()
    assert is_gone(pasted)


@pytest.mark.parametrize("confirm", ["a run", "a catalogue"])
def test_a_deletion_on_a_page_leaves_no_sequence_in_memory(pasted, monkeypatch, confirm):
    monkeypatch.setattr(st, "button", lambda *_, **__: True)
    monkeypatch.setattr(st, "rerun", _run_again)
    with pytest.raises(RunAgainError):
        if confirm == "a run":
            run_details._delete(create("screen", {"catalog": "c", "model": "m"}))
        else:
            catalog.save(catalog.from_molecules("mine", [Molecule("x", "ACGUACGU")]))
            one_catalog._confirm.__wrapped__("mine")
    assert is_gone(pasted)


def _run_again() -> None:
    raise RunAgainError
