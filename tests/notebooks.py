"""Bench findings of the pairs of a small world, for tests of what records and learns from them."""

from mirinter_core.datasets.finding import BOUND, Finding


def finding(query, partner, outcome=BOUND, *, date="2026-01-31", **facts):
    return Finding(query=query, partner=partner, outcome=outcome, date=date, **facts)
