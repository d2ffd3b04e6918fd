from mirinter_core.runs import events
from mirinter_core.runs.run import create


def test_events_come_back_in_order_and_a_torn_line_is_passed_over():
    run = create("count", {})
    assert events.read(run) == []
    events.record(run, "epoch", loss=0.5, what="ä")
    with (run.folder / "events.jsonl").open("a") as file:
        file.write('{"at": 1, "kind"\n[1]\n')
    events.record(run, "epoch", loss=0.4)
    assert [event["loss"] for event in events.read(run)] == [0.5, 0.4]


def test_the_end_alone_can_be_read():
    run = create("count", {})
    for number in range(1000):
        events.record(run, "step", number=number)
    tail = events.read(run, last_bytes=400)
    assert 1 < len(tail) < 20
    assert tail[-1]["number"] == 999
