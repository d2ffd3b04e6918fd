from mirinter_core.runs import state as states
from mirinter_core.runs.run import REQUEST, create
from mirinter_core.web.work import unfinished


def test_the_latest_run_of_its_kind_is_found_again_unless_it_is_done():
    create("embed_catalog", {"catalog": "mine"})
    newer = create("embed_catalog", {"catalog": "mine"})
    create("embed_catalog", {"catalog": "other"})
    create("fetch_catalog", {"source": "x"})
    assert unfinished("embed_catalog", catalog="mine") == newer
    states.change(newer.folder, state=states.DONE)
    assert unfinished("embed_catalog", catalog="mine") is None
    assert unfinished("fetch_weights") is None


def test_a_damaged_request_hides_no_other_run():
    run = create("fetch_catalog", {"source": "x"})
    damaged = create("fetch_catalog", {"source": "x"})
    (damaged.folder / REQUEST).write_text("{")
    assert unfinished("fetch_catalog") == run
