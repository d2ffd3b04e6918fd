from hashlib import sha256

import pytest

from mirinter_core.datasets import builtin
from mirinter_core.datasets.controls import LENGTH, VARIANTS, controls
from mirinter_core.molecules.molecule import Molecule

PAIR = {"A": "U", "C": "G", "G": "C", "U": "A"}
PLANTED = builtin.planted()
MIRNAS = {m.id: m.letters for m in builtin.facts()}


def opposite(letters):
    return "".join(PAIR[letter] for letter in reversed(letters))


def plain_scan(mirna, target):
    """Every seed site as (class, start, end), 1-based inclusive, longest class only."""
    sites = []
    for start in range(len(target) - 5):
        if target[start : start + 6] != opposite(mirna[1:7]):
            continue
        eighth = start > 0 and target[start - 1] == PAIR[mirna[7]]
        ends_with_a = target[start + 6 : start + 7] == "A"
        kind = {
            (True, True): "8mer",
            (True, False): "7mer-m8",
            (False, True): "7mer-A1",
            (False, False): "6mer",
        }[eighth, ends_with_a]
        sites.append((kind, start + 1 - eighth, start + 6 + ends_with_a))
    for start in range(len(target) - 5):
        if target[start : start + 6] == opposite(mirna[2:8]):
            inside_longer = target[start + 6 : start + 7] == PAIR[mirna[1]]
            sites += [] if inside_longer else [("offset-6mer", start + 1, start + 6)]
    return sites


@pytest.mark.parametrize("control", PLANTED, ids=lambda c: c.molecule.id)
def test_a_plain_scan_finds_the_planted_site_where_it_is_said_to_be_and_no_other(control):
    sites = plain_scan(MIRNAS[control.mirna], control.molecule.letters)
    planted = [] if control.variant == "broken" else [(control.kind, control.start, control.end)]
    assert sites == planted
    if planted:
        assert f"site of {control.mirna} at {control.start}-{control.end}" in (
            control.molecule.description
        )
    assert len(control.molecule) == LENGTH
    assert control.molecule.type == "control"
    assert control.molecule.id.startswith(f"control-{control.variant}-")


def test_the_supplementary_pairing_stands_in_its_variant_alone():
    for control in PLANTED:
        end = control.start - 5  # four letters opposite 9-12 lie between
        there = control.molecule.letters[end - 4 : end]
        paired = there == opposite(MIRNAS[control.mirna][12:16])
        assert paired == (control.variant == "3prime")
        if paired:
            assert control.molecule.description.endswith(f"13-16 at {end - 3}-{end}")


def test_the_five_transcripts_of_a_mirna_differ_in_the_planted_letters_only():
    for first in range(0, len(PLANTED), len(VARIANTS)):
        family = PLANTED[first : first + len(VARIANTS)]
        assert tuple(c.variant for c in family) == VARIANTS
        place = family[0].start - 1
        outside = {
            c.molecule.letters[: place - 8] + c.molecule.letters[place + 8 :] for c in family
        }
        assert len(outside) == 1


def test_a_broken_site_has_two_mismatches():
    broken = [c for c in PLANTED if c.variant == "broken"]
    whole = [c for c in PLANTED if c.variant == "8mer"]
    for one, other in zip(broken, whole, strict=True):
        letters = zip(one.molecule.letters, other.molecule.letters, strict=True)
        assert sum(a != b for a, b in letters) == 2


def test_the_same_seed_gives_the_same_letters_on_every_machine():
    let7 = Molecule("hsa-let-7a-5p", "UGAGGUAGUAGGUUGUAUAGUU")
    made = controls([let7], seed=1)
    assert [c.molecule for c in made] == [c.molecule for c in PLANTED[: len(VARIANTS)]]
    text = "".join(c.molecule.letters for c in made)
    assert sha256(text.encode()).hexdigest()[:12] == "1c445bc09690"
    assert controls([let7], seed=2) != made
