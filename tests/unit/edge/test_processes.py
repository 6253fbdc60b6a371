"""Documents that are read in a process apart: what one of them takes or breaks ends there."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.edge import limits, processes

linux = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is bounded on Linux only")


def letters(task: str) -> Iterator[str]:
    """The letters of a word; some words are deadly after the first."""
    yield task[0]
    if task == "abort":
        os.abort()
    if task == "large":
        yield str(len(bytearray(2 * 10**9)))
    if task == "twice":
        yield "x" * 3_000_000
        yield "y"
        return
    if task == "pile":
        pile = []
        for number in range(30):
            pile.append(bytearray(10**8))
            yield str(number)
    while task == "endless":
        pass
    if task == "wrong":
        raise FileNotFoundError(2, "no such file", "wrong.txt")
    yield from task[1:]


def instead(task: str, why: str) -> str:
    return f"({task} {why})"


def streamed(*tasks: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for number, item in processes.stream(letters, tasks, instead):
        found.setdefault(number, []).append(item)
    return found


def test_items_come_in_order_with_the_number_of_their_task() -> None:
    found = list(processes.stream(letters, ["ab", "c"], instead))
    assert found == [(0, "a"), (0, "b"), (1, "c")]
    assert list(processes.stream_here(letters, ["ab", "c"], instead)) == found


def test_one_that_ends_the_process_stops_no_other() -> None:
    assert streamed("ab", "abort", "c", "abort") == {
        0: ["a", "b"], 1: ["a", "(abort ended its worker)"], 2: ["c"], 3: ["a", "(abort ended its worker)"],
    }, "and what came before it is kept"  # fmt: skip


@linux
def test_memory_is_bounded_for_one_task_alone() -> None:
    assert streamed("large", "ab") == {0: ["l", "(large took more than 1 GB)"], 1: ["a", "b"]}


@linux
def test_memory_is_bounded_for_all_items_of_a_task_together() -> None:
    found = streamed("pile", "ab")
    assert found[0][-1] == "(pile took more than 1 GB)"
    assert len(found[0]) < 12
    assert found[1] == ["a", "b"]


def test_one_that_does_not_end_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CPU", 0.1)
    assert streamed("endless", "b") == {0: ["e", "(endless took more than 0.1 CPU seconds)"], 1: ["b"]}


def test_a_fault_of_the_program_is_raised_here() -> None:
    with pytest.raises(FileNotFoundError) as fault:
        streamed("ab", "wrong")
    assert fault.value.filename == "wrong.txt"


def test_many_tasks_take_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_TASKS", 3)
    words = ["ab", "c", "abort", "d", "ef", "abort", "g"]
    found = streamed(*words)
    assert [found[number][-1] for number in range(7)] == ["b", "c", instead("abort", limits.BROKEN), "d", "f",
                                                         instead("abort", limits.BROKEN), "g"]  # fmt: skip


def test_a_large_item_and_many_small_ones_arrive() -> None:
    assert [len(item) for item in streamed("twice", "x" * 5000)[0]] == [1, 3_000_000, 1]
    assert "".join(streamed("x" * 5000)[0]) == "x" * 5000


def test_a_consumer_that_stops_leaves_no_process() -> None:
    for _, item in processes.stream(letters, ["endless"], instead):
        assert item == "e"
        break


def look(wanted: Callable[[], bool]) -> Iterator[str]:
    """Who looks, then what is found."""
    yield str(os.getpid())
    yield ""
    yield "done" if wanted() else "left"


@pytest.mark.skipif(sys.platform != "linux", reason="a fork on Linux only")
def test_what_is_found_beside_comes_from_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    for told, last in ((True, "done"), (False, "left")):
        with processes.beside(look) as found:
            other = next(found.lines)
            found.tell(told)
            found.tell(not told)
            assert int(other) != os.getpid() and [*found.lines] == ["", last]
    with pytest.raises(ChildProcessError):
        os.waitpid(int(other), os.WNOHANG)  # nothing is left of it
    with processes.beside(look) as found:
        assert int(next(found.lines)) != os.getpid(), "nobody need ask for all"


@pytest.mark.skipif(sys.platform != "linux", reason="a fork on Linux only")
def test_what_a_fork_owes_is_found_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    ours = os.getpid()

    def dies(wanted: Callable[[], bool]) -> Iterator[str]:
        yield "one"
        yield "two" if os.getpid() == ours else os._exit(1)
        yield "three"

    with processes.beside(dies) as found:
        assert list(found.lines) == ["one", "two", "three"]


def test_beside_threads_there_is_no_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    with processes.beside(look) as found:
        assert next(found.lines) == str(os.getpid())
        found.tell(True)
        assert [*found.lines] == ["", "done"]
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    with processes.beside(look, here=True) as found:
        assert [*found.lines] == [str(os.getpid()), "", "left"]
