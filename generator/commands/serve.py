"""`fonds serve`: the site on this machine, an edit as soon as it is saved, the search a moment later."""

from __future__ import annotations

from collections.abc import Callable, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator import manifest
from generator.commands.frame import Asked, opened, running, shared

if TYPE_CHECKING:
    from generator.edge.serve import Server
    from generator.edge.work import Work
    from generator.pipeline.make import Arranged
    from generator.pipeline.place import Place
    from generator.pipeline.preview import Preview


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--no-watch", is_flag=True, help="Build once and do not look for changes.")
@click.option("--base-url", help="Serve under the path of this address.")
@shared
def serve(port: int, no_watch: bool, **options: Any) -> None:
    """Build the site into a folder of its own, show it on this machine, and again when something changes."""
    from generator.edge import code
    from generator.edge.cache import Cache
    from generator.edge.serve import Server
    from generator.edge.work import Work
    from generator.pipeline.fixity import files_of

    asked = Asked(**options, output=".fonds/serve")
    place = opened(asked)[0]
    address = asked.base_url or "http://127.0.0.1/"
    whole = Asked(**{**options, "base_url": address, "output": ".fonds/serve"})
    with running(whole, ends=False) as run:
        run.ingest()
        run.build()
    server = Server(place.output, address, port, lambda: files_of(place))
    click.echo(f"Look at {server.address} (Ctrl-C ends it)")
    with Work(Cache(None), code.digest(), 1) as work:
        show = _Show(server, work)
        if not no_watch:
            show.begin()
        server.run(
            [] if no_watch else _watched(place), show.edited, _rebuilding(whole, show), frozenset((manifest.NAME,))
        )


class _Show:
    """What is shown of the site that is being built."""

    def __init__(self, server: Server, work: Work) -> None:
        self._server, self._work = server, work
        self._now: Preview | None = None
        self.edits = 0
        self.behind = True
        """Whether a build must say what is to be shown, even if it finds nothing to do."""

    def begin(self) -> None:
        """Let the worker that reads what is edited be there before the first edit."""
        from generator.edge.cache import digest_of
        from generator.pipeline import steps
        from generator.types import TextFile

        self._work.memo_map(steps.entry, [TextFile("", digest_of(b""))], fetch=lambda _: (b"",), fallback=steps.plain)

    def of(self, preview: Preview) -> bool:
        """Show this from now on; whether anything is not as it was."""
        before, self._now = self._now, preview
        self._server.fresh = preview.page
        return not (before and before.shows_the_same(preview))

    def edited(self, paths: Set[Path]) -> bool:
        """Show the site after an edit of these files, if no more than they must be looked at for it."""
        self.edits += 1
        found = self._now.edited(paths, self._work) if self._now else None
        if found:
            self.of(found)
        else:
            self.behind = True
        return found is not None


def _rebuilding(asked: Asked, show: _Show) -> Callable[[Callable[[], None]], None]:
    """Build the whole site; its pages can be seen before they are made."""

    def rebuild(seen: Callable[[], None]) -> None:
        from generator.pipeline.preview import Preview

        edits = show.edits
        with running(asked, ends=False) as run:

            def watcher(arranged: Arranged) -> None:
                # After another edit it has read what is no more, and the next build is wanted already.
                show.behind = show.edits != edits
                if not show.behind and show.of(Preview(arranged, run.place)):
                    seen()

            run.ingest()
            run.build(watcher=watcher, always=show.behind)

    return rebuild


def _watched(place: Place) -> list[Path]:
    own = [place.root / name for name in (place.name, place.config.content, "themes", "templates", "assets", "strings")]
    return [*own, place.raw]
