"""One run at a time in one site."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from generator.edge import lock

TOP = Path(__file__).parents[3]
HOLDER = """
import sys
from pathlib import Path
from generator.edge import lock
with lock.alone(Path(sys.argv[1]), lambda: None):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(folder: Path) -> subprocess.Popen[str]:
    running = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout
    assert running.stdout.readline() == "held\n"
    return running


def test_a_free_lock_is_taken_without_waiting(tmp_path: Path) -> None:
    said: list[str] = []
    for _ in range(2):
        with lock.alone(tmp_path / "state", lambda: said.append("waiting")):
            pass
    assert said == []


def test_the_second_waits_for_the_first_and_says_so_once(tmp_path: Path) -> None:
    with hold(tmp_path) as first:
        told, done = threading.Event(), threading.Event()
        said: list[str] = []

        def second() -> None:
            with lock.alone(tmp_path, lambda: (said.append("waiting"), told.set())):
                done.set()

        thread = threading.Thread(target=second)
        thread.start()
        assert told.wait(30)
        assert not done.is_set()
        assert first.stdin
        first.stdin.close()
        thread.join(30)
        assert done.is_set()
        assert said == ["waiting"]


def test_a_kill_frees_the_lock(tmp_path: Path) -> None:
    with hold(tmp_path) as first:
        first.kill()
        first.wait()
        with lock.alone(tmp_path, lambda: None):
            pass


def test_who_waited_for_a_folder_that_was_deleted_holds_the_new_one(tmp_path: Path) -> None:
    """`fonds clean` deletes the folder while it holds its lock."""
    folder = tmp_path / "state"
    told, done, end = threading.Event(), threading.Event(), threading.Event()

    def second() -> None:
        with lock.alone(folder, told.set):
            done.set()
            end.wait(30)

    with hold(folder) as first:
        thread = threading.Thread(target=second)
        thread.start()
        assert told.wait(30)
        shutil.rmtree(folder)
        assert first.stdin
        first.stdin.close()
        assert done.wait(30)
        said: list[str] = []
        third = threading.Thread(target=lambda: lock.alone(folder, lambda: said.append("waiting")).__enter__())
        third.start()
        while not said and third.is_alive():
            third.join(0.05)
        assert said == ["waiting"], "the third must see that the second holds it"
        end.set()
        thread.join(30)
        third.join(30)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows locks no folder")
def test_what_stands_in_a_folder_is_changed_by_one_at_a_time_and_no_file_is_left(tmp_path: Path) -> None:
    done = threading.Event()
    second = threading.Thread(target=lambda: (lock.within(tmp_path).__enter__(), done.set()))
    with lock.within(tmp_path):
        second.start()
        assert not done.wait(0.5)
    assert done.wait(30)
    second.join(30)
    assert list(tmp_path.iterdir()) == []
