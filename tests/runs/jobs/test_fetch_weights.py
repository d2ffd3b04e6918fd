from mirinter_core.runs import state as states
from mirinter_core.runs.command import command_of
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create


def test_weights_that_cannot_be_read_fail_with_what_to_do(tmp_path):
    file = tmp_path / "RNA-FM_pretrained.pth"
    file.write_text("<html>403</html>")
    run = create("fetch_weights", {"name": "rna_fm", "file": str(file)})
    state = execute(run)
    assert state.state == states.FAILED
    assert "is a web page, not weights" in state.error


def test_the_shell_has_the_same_two_ways():
    fetched = create("fetch_weights", {"name": "rna_fm"})
    assert command_of(fetched) == "python -m mirinter_core weights fetch rna_fm"
    added = create("fetch_weights", {"name": "rna_fm", "file": "/data/w.pth"})
    assert command_of(added) == "python -m mirinter_core weights add rna_fm /data/w.pth"


def test_no_network_leaves_the_way_without_one():
    state = execute(create("fetch_weights", {"name": "rna_fm"}))
    assert state.state == states.FAILED
    assert "weights add rna_fm" in state.error
