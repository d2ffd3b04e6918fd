from streamlit.testing.v1 import AppTest

from mirinter_core.home import write_json
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create
from mirinter_core.runs.watch import Status
from mirinter_core.web.running import progress_line


def _shown(run):
    def page(run_id):
        import streamlit as st

        from mirinter_core.runs.run import load
        from mirinter_core.web.running import running

        running(load(run_id))
        st.text(f"below: {load(run_id).state.state}")

    return AppTest.from_function(page, args=(run.id,), default_timeout=15).run()


def _failed(how="user", **request):
    run = create("fail", {"how": how}, **request)
    execute(run, waits=False)
    return run


def test_a_run_that_is_done_leaves_the_page_to_its_results():
    run = create("count", {"steps": 1})
    execute(run, waits=False)
    shown = _shown(run)
    assert [e.value for e in shown.text] == ["below: done"]
    assert not shown.button


def test_a_run_under_way_tells_how_far_it_is_and_can_be_cancelled(held):
    shown = _shown(held)
    assert "50 %" in shown.get("progress")[0].proto.text
    assert "holding at 2" in shown.get("progress")[0].proto.text
    shown.button(key=f"cancel-{held.id}").click().run()
    assert held.state.state == "cancelled"
    assert "Cancelled" in shown.info[0].value
    assert shown.button(key=f"resume-{held.id}")


def test_a_failed_run_shows_its_true_error_and_its_log():
    shown = _shown(_failed())
    assert "No catalogue is called" in shown.error[0].value
    assert "about to fail" in shown.expander[0].code[0].value


def test_a_bug_is_called_one_and_its_trace_is_in_the_log():
    shown = _shown(_failed("bug"))
    assert "our bug" in shown.error[0].value
    assert "Traceback" in shown.expander[0].code[0].value


def test_an_error_is_shown_as_text_not_as_markup():
    run = create(
        "screen", {"catalog": "<b>**x**</b>", "model": "evidence"}, inputs={"input.fa": "A"}
    )
    execute(run, waits=False)
    run_error = _shown(run).error[0].value
    assert "<b>" not in run_error
    assert "**x**" not in run_error


def test_an_interrupted_run_can_be_resumed():
    run = create("count", {"steps": 1})
    write_json(run.folder / "state.json", {"format_version": 1, "state": "interrupted"})
    shown = _shown(run)
    assert "Interrupted" in shown.warning[0].value
    assert shown.button(key=f"resume-{run.id}").label == "Resume"


def test_a_run_whose_state_is_damaged_is_interrupted():
    run = create("count", {"steps": 1})
    (run.folder / "state.json").write_text("{")
    assert "damaged" in _shown(run).warning[0].value


def test_a_waiting_run_says_what_for_and_can_be_cancelled():
    run = create("count", {"steps": 1})
    shown = _shown(run)
    assert "Queued" in shown.get("progress")[0].proto.text
    shown.button(key=f"cancel-{run.id}").click().run()
    assert run.state.state == "cancelled"


def test_the_line_says_rate_and_time_left_in_words():
    facts = {"state": "running", "what": "a_b", "error": "", "seconds": 1.0, "is_over": False}
    slow = progress_line(Status(share=0.1, rate=0.001, seconds_left=900, **facts))
    assert slow == "**10 %** a\\_b · 6.0 % a minute · about 15 min left"
    unknown = progress_line(Status(share=0, rate=None, seconds_left=None, **facts))
    assert "time left not known yet" in unknown
    over = progress_line(Status(share=0.99, rate=0.5, seconds_left=0.2, **facts))
    assert over.endswith("under a second left")
