"""What a score is worth, as a sentence, with a slider for another prevalence."""

from __future__ import annotations

import math

import streamlit as st

from mirinter_core.models.calibration import Calibration
from mirinter_core.tasks.worth import worth
from mirinter_core.web.show import plain

_STEPS = (0.1, 0.2, 0.5, 1.0, 2.0, 3.6, 5.0, 10.0, 20.0, 50.0)  # per cent


def worth_shown(
    score: float,
    where: tuple[str, str],
    calibration: Calibration | None,
    *,
    key: str,
    folded: bool = False,
) -> None:
    """Say of 100 pairs scored like this how many were listed, or that nobody knows.

    Parameters
    ----------
    where : (str, str)
        Regime and type of the partner.
    folded : bool
        Whether it stands inside an expander already, which can hold no other.
    """
    found = worth(score, where, calibration)
    if found is None:
        st.info(
            f"What such a score is worth was not measured for {plain(where[0])} and partners of "
            f"type {plain(where[1] or 'not told')}: it ranks, and says no more.",
            icon=":material/help:",
        )
        return
    first, _, rest = found.sentence.partition(". ")
    st.markdown(f":material/target: **{plain(first, letters=1000)}.** {plain(rest, letters=1000)}")
    with st.container() if folded else st.expander("If more, or fewer, of your pairs were listed"):
        measured = 100 * found.prevalence
        nearest = min(_STEPS, key=lambda step: abs(math.log(step / measured)))
        asked = st.select_slider(
            "Listed share of all pairs you would test (%)",
            _STEPS,
            value=nearest,
            format_func=lambda step: f"{step:g} %",
            key=f"prevalence-{key}",
        )
        other = worth(score, where, calibration, assumed=asked / 100)
        if other is not None and asked != nearest:
            st.markdown(plain(other.sentence, letters=1000))
        st.caption(
            f"Measured where {measured:.2g} in 100 pairs are listed. The slider re-weights the "
            "share to another such number by Bayes' rule, and that is all it does: the score and "
            "its rank stay as they are."
        )
