"""Any sequence of runs, kills, edits and moves: no hand edit is lost, nothing comes back, all is accounted for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from generator import content
from generator.edge import disk
from generator.types import Known

WORDS = ("herring quay ice barrel salt cart market winter", "strike union bread pay cook gate banner march",
         "lighthouse lamp oil keeper storm rock boat log", "census street number child trade widow lodger age",
         "orchard apple press cider frost wall ladder crate")  # fmt: skip
COPIES = ("a", "b")


class Killed(BaseException):
    """Stands for kill -9."""


def story(topic: int) -> str:
    words = WORDS[topic].split()
    lines = [f"The {words[n % 8]} stood by the {words[(n * 3 + 1) % 8]} in the year {1800 + n * 7 + topic}."
             for n in range(24)]  # fmt: skip
    return f"Story of the {words[0]} and the {words[1]}\n\n" + "\n\n".join(lines)


def machine(archive_at: Any) -> type[RuleBasedStateMachine]:  # noqa: C901
    class Ingest(RuleBasedStateMachine):
        """A heap, its entries, and a person at work in both."""

        def __init__(self) -> None:
            super().__init__()
            self.folder = tempfile.TemporaryDirectory()
            self.archive = archive_at(Path(self.folder.name))
            self.edits: dict[str, str] = {}
            self.moved: dict[str, str] = {}
            self.deleted: set[str] = set()
            self.number = 0
            self.settled = False

        def teardown(self) -> None:
            self.archive.cache.close()
            self.folder.cleanup()

        def ids(self) -> dict[str, str]:
            return {path: content.parse(text, path).meta.id for path, text in self.archive.entries().items()}

        def pick(self, data: st.DataObject) -> str:
            return data.draw(st.sampled_from(sorted(self.archive.entries())))

        @rule(topic=st.integers(0, len(WORDS) - 1), copy=st.sampled_from(COPIES))
        def new_raw(self, topic: int, copy: str) -> None:
            more = "" if copy == "a" else "\n\nOne line more in this copy of it."
            self.archive.write(f"content/raw/{topic}{copy}.txt", story(topic) + more + "\n")
            self.settled = False

        @rule(topic=st.integers(0, len(WORDS) - 1), copy=st.sampled_from(COPIES))
        def raw_removed(self, topic: int, copy: str) -> None:
            (self.archive.place.raw / f"{topic}{copy}.txt").unlink(missing_ok=True)
            self.settled = False

        @precondition(lambda self: self.archive.entries())
        @rule(data=st.data())
        def edited_by_hand(self, data: st.DataObject) -> None:
            path = self.pick(data)
            self.number += 1
            text = f"{self.archive.entries()[path]}\nA remark of the keeper, number {self.number}.\n"
            self.archive.write(f"content/entries/{path}", text)
            self.edits[self.ids()[path]] = text
            self.settled = False

        @precondition(lambda self: self.archive.entries())
        @rule(data=st.data())
        def moved_by_hand(self, data: st.DataObject) -> None:
            path, top = self.pick(data), self.archive.place.entries
            self.number += 1
            (top / "moved").mkdir(exist_ok=True)
            self.moved[self.ids()[path]] = f"moved/{self.number}.md"
            (top / path).rename(top / f"moved/{self.number}.md")
            self.settled = False

        @precondition(lambda self: self.settled and self.archive.entries())
        @rule(data=st.data())
        def deleted_by_hand(self, data: st.DataObject) -> None:
            path = self.pick(data)
            key = self.ids()[path]
            (self.archive.place.entries / path).unlink()
            self.deleted.add(key)
            self.edits.pop(key, None)
            self.moved.pop(key, None)
            self.settled = False

        @rule()
        def cache_lost(self) -> None:
            self.archive.forget()

        @rule(writes=st.integers(0, 4))
        def killed_ingest(self, writes: int) -> None:
            real, left = disk.write, [writes]

            def write(root: Path, path: str, data: bytes, *, sync: bool = True) -> None:
                left[0] -= 1
                if left[0] < 0:
                    raise Killed
                real(root, path, data, sync=sync)

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(disk, "write", write)
                try:
                    self.archive.ingest()
                except Killed:
                    self.settled = False
            self.archive.forget()

        @rule()
        def ingested(self) -> None:
            self.archive.ingest()
            after = self.archive.entries()
            ledger = self.archive.place.ledger
            written = ledger.read_bytes() if ledger.exists() else b""
            again = self.archive.ingest()
            assert set(again.reasons) <= {"unchanged", "edited by hand", "deleted by hand"}
            self.archive.forget()
            again = self.archive.ingest()
            assert set(again.reasons) <= {"unchanged", "edited by hand", "deleted by hand"}
            assert self.archive.entries() == after
            assert (ledger.read_bytes() if ledger.exists() else b"") == written
            self.accounted(after)
            self.settled = True

        def accounted(self, entries: dict[str, str]) -> None:
            """Each record is in the ledger, and each line of it has its file or was deleted by hand."""
            lines = [line for line in disk.lines_of(self.archive.place.ledger) if line]
            ledger = [msgspec.json.decode(line, type=Known) for line in lines]
            raws = {raw for line in ledger for raw in line.raws}
            heap = disk.walk(self.archive.place.raw)[0]
            assert {disk._digest(file.real) for file in heap} <= raws
            paths = self.ids()
            for line in ledger:
                assert paths.get(line.path) == line.id or line.id in self.deleted

        @invariant()
        def hand_edits_are_kept(self) -> None:
            texts = self.archive.entries().values()
            for text in self.edits.values():
                assert text in texts

        @invariant()
        def nothing_deleted_comes_back(self) -> None:
            assert self.deleted.isdisjoint(self.ids().values())

        @invariant()
        def moved_files_stay_where_they_were_put(self) -> None:
            ids = self.ids()
            for key, path in self.moved.items():
                assert ids.get(path) == key or key not in ids.values()

        @invariant()
        def no_two_files_have_one_id(self) -> None:
            ids = list(self.ids().values())
            assert len(ids) == len(set(ids))

    return Ingest


def test_a_person_and_ingest_get_on(archive_at: Any) -> None:
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine(archive_at), settings=settings(max_examples=20, stateful_step_count=14, suppress_health_check=slow)
    )
