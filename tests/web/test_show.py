import pytest
from streamlit.testing.v1 import AppTest

from mirinter_core.web.show import duration, formatted, plain


@pytest.mark.parametrize(
    "text",
    [
        "*a*",
        "_a_",
        "`a`",
        "[a](b)",
        "<i>a</i>",
        ":red[a]",
        "$a$",
        "# a",
        "~a~",
        "a | b",
        "&lt;",
        "\\",
    ],
)
def test_no_mark_of_markdown_stays_bare(text):
    marks = set("\\`*_{}[]()#|<>~$:&")
    shown = plain(text)
    bare = [c for i, c in enumerate(shown) if c in marks and shown[i - 1 : i] != "\\"]
    assert not [c for c in bare if c != "\\"]
    assert shown.replace("\\", "").replace("\u2060", "") == text.replace("\\", "")


@pytest.mark.parametrize(
    ("text", "never"),
    [
        (":smile:", ":smile"),
        (":material/home:", ":material"),
        ("http://a.org", "://a"),
        ("www.a.org", "www."),
        ("a@b.org", "@b"),
    ],
)
def test_the_browser_finds_neither_picture_nor_link_in_what_a_user_wrote(text, never):
    assert never not in plain(text).replace("\\", "")


def test_a_text_of_any_kind_stays_on_one_line_and_is_cut_visibly():
    assert plain("a\nb\x00c\u202ed") == "a b c d"
    assert plain("a" * 600) == "a" * 499 + "…"
    assert plain("abc", letters=2) == "a…"


@pytest.mark.parametrize(("seconds", "told"), [(89, "89 s"), (90, "2 min"), (7200, "2.0 h")])
def test_durations_are_told_as_people_do(seconds, told):
    assert duration(seconds) == told


def page_with_errors():
    import streamlit as st

    from mirinter_core.errors import SequenceError
    from mirinter_core.web.show import errors_shown

    with errors_shown():
        raise SequenceError("Record '*x*': give letters.")
    st.markdown("goes on")
    with errors_shown():
        st.stop()
    st.markdown("never")


def page_with_a_bug():
    from mirinter_core.web.show import errors_shown

    with errors_shown():
        raise KeyError("oops")


def test_an_error_of_the_user_is_shown_as_it_stands_and_the_page_goes_on():
    page = AppTest.from_function(page_with_errors, default_timeout=30).run()
    assert page.error[0].value.replace("\\", "") == "Record '*x*': give letters."
    assert [m.value for m in page.markdown] == ["goes on"]
    assert not page.exception


def test_a_bug_is_owned_up_to_and_its_trace_shown():
    page = AppTest.from_function(page_with_a_bug, default_timeout=30).run()
    assert "our bug" in page.error[0].value
    assert page.exception[0].message == "'oops'"


@pytest.mark.parametrize(
    "text",
    [
        "![a](http://a.org/b.png)",
        "[a](b)",
        "[a]: b",
        "<img src=a>",
        "<http://a.org>",
        "http://a.org",
        "www.a.org",
        "a@b.org",
        ":red[a]",
        "`![a](http://a.org)`",
    ],
)
def test_a_formatted_text_from_elsewhere_links_and_loads_nothing(text):
    shown = formatted(f"# A\n\n{text}\n")
    for active in ("![", "](", "]:", "<i", "<h", "://", "www.", "@b", ":red"):
        assert active not in shown
    assert shown.startswith("# A\n")
    assert shown.replace("\u2060", "") == f"# A\n\n{text}\n"


def test_a_formatted_text_keeps_headings_lists_tables_and_bold():
    text = "## A\n\n- **b** `c`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert formatted(text) == text
