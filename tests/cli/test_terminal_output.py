import sys

import pytest

from mirinter_core.cli.terminal_output import Terminal, columns, in_json, plain
from mirinter_core.errors import CancelledError


def test_a_note_goes_to_stderr_unless_quiet_and_a_warning_always(capsys):
    for terminal in (Terminal(), Terminal(quiet=True)):
        terminal.note("note")
        terminal.warn("warning \x1b[2J")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == ["note", "warning  [2J", "warning  [2J"]


def test_of_many_notes_the_first_are_shown_and_the_rest_counted(capsys):
    Terminal().notes([str(i) for i in range(1000)], 2)
    assert capsys.readouterr().err.splitlines() == ["0", "1", "... and 998 more of this kind."]


def test_progress_is_drawn_only_where_somebody_looks_on(capsys, monkeypatch):
    with Terminal().bar() as progress:
        progress(0.5, "half")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with Terminal().bar() as progress:
        progress(0.5, "half [of] it")
    assert "half [of] it" in capsys.readouterr().err
    with Terminal(quiet=True).bar() as progress:
        progress(0.5, "half")
    assert capsys.readouterr().err == ""


def test_an_error_passes_through_the_bar():
    with pytest.raises(CancelledError), Terminal().bar():
        raise CancelledError("stop")


def test_columns_are_as_wide_as_their_widest_cell():
    assert columns([("a", "b"), ("long", 1)]) == "a     b\nlong  1"
    assert plain("a\tb\x00\nc") == "a b \nc"


def test_json_keeps_names_as_they_are_written():
    assert (
        in_json({"title": "Källa", "n": [1]}) == '{\n  "title": "Källa",\n  "n": [\n    1\n  ]\n}'
    )
