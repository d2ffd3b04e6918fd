import time

import pytest

from mirinter_core.embedding.device import pick
from mirinter_core.errors import CancelledError, RunError
from mirinter_core.home import home
from mirinter_core.progress import silent
from mirinter_core.runs.line import turn
from mirinter_core.runs.run import create


def _stop(_done, what):
    raise CancelledError(what)


def test_a_free_device_is_given_at_once_and_given_back():
    run = create("count", {})
    for _ in range(2):
        with turn(run, "cuda:1", silent):
            assert (home() / "locks" / "cuda-1.lock").exists()
            assert not list((home() / "locks" / "cuda-1.waiting").iterdir())


def test_one_who_leaves_the_line_leaves_no_ticket():
    first, second = create("count", {}), create("count", {})
    left = pytest.raises(CancelledError, match="waiting until cpu")
    with turn(first, "cpu", silent), left, turn(second, "cpu", _stop):
        pass
    assert not list((home() / "locks" / "cpu.waiting").iterdir())


def test_the_ticket_of_a_dead_process_holds_nobody_up():
    line = home() / "locks" / "cpu.waiting"
    line.mkdir(parents=True)
    (line / f"20200101-000000000-abcdef {2**22 - 1} 1.0").touch()
    with turn(create("count", {}), "cpu", silent):
        assert not list(line.iterdir())


def test_devices_do_not_wait_for_each_other():
    first, second = create("count", {}), create("count", {})
    with turn(first, "cpu", silent), turn(second, "cuda", _stop):
        pass


def test_a_screen_waits_for_screens_but_not_behind_a_training():
    training, first, second = create("train", {}), create("screen", {}), create("screen", {})
    left = pytest.raises(CancelledError, match="waiting until cpu is free")
    with turn(training, "cpu", silent), turn(first, "cpu", silent), left:
        turn(second, "cpu", _stop).__enter__()


def test_a_device_that_is_no_name_is_refused():
    with pytest.raises(RunError), turn(create("count", {}), "../x", silent):
        pass


def test_who_asked_first_comes_first(until):
    from threading import Thread

    order, runs = [], []
    for _ in range(3):
        runs.append(create("count", {}))
        time.sleep(0.002)

    def work(run):
        with turn(run, "cpu", silent):
            order.append(run)

    line = home() / "locks" / "cpu.waiting"
    with turn(create("count", {}), "cpu", silent):
        threads = []
        for place, run in enumerate(reversed(runs), 1):
            threads.append(Thread(target=work, args=(run,)))
            threads[-1].start()
            until(lambda place=place: len(list(line.iterdir())) == place)
    for thread in threads:
        thread.join(10)
    assert order == runs


def test_auto_waits_before_the_device_it_means():
    first, second = create("count", {}), create("count", {})
    left = pytest.raises(CancelledError, match=f"waiting until {pick()} is free")
    with turn(first, pick(), silent), left, turn(second, "auto", _stop):
        pass
    with turn(second, "auto", silent), turn(first, "another", _stop):
        assert (home() / "locks" / f"{pick()}.lock").exists()
