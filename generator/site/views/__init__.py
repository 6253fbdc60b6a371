"""What each template can see: the theme API.

A template gets the fields of one of these structs as its variables, after a passage through msgpack, so as plain dicts,
lists, texts and numbers. Addresses are relative to the site ("2021/03/14/slug/", "" for home): write them with `|url`.
Dates are as far as they are known ("2021", "2021-03", "2021-03-14", ""): write them with `|date`. No field has the name
of a method of dict.
"""

from __future__ import annotations

from generator.site.views.blocks import (
    Bar,
    Beside,
    Chart,
    Day,
    Group,
    Head,
    Line,
    Month,
    Near,
    Part,
    Parts,
    Ruler,
    Section,
    Shelved,
    SiteView,
    Strip,
    Tick,
    Way,
)
from generator.site.views.compare import Compared, CompareView, Comparison, Hunk, Piece, Side
from generator.site.views.pages import (
    AboutView,
    AliasView,
    EntryView,
    HomeView,
    IndexView,
    ListView,
    MissingView,
    NoteView,
    SearchView,
    ShelfView,
    YearsView,
    YearView,
)
from generator.site.views.record import Cite, CopyView, CutView, Fact, Record, Rule
from generator.site.views.texts import FeedEntry, FeedView, Place, RobotsView, SitemapIndexView, SitemapView

__all__ = [
    "AboutView",
    "AliasView",
    "Bar",
    "Beside",
    "Chart",
    "Cite",
    "CompareView",
    "Compared",
    "Comparison",
    "CopyView",
    "CutView",
    "Day",
    "EntryView",
    "Fact",
    "FeedEntry",
    "FeedView",
    "Group",
    "Head",
    "HomeView",
    "Hunk",
    "IndexView",
    "Line",
    "ListView",
    "MissingView",
    "Month",
    "Near",
    "NoteView",
    "Part",
    "Parts",
    "Piece",
    "Place",
    "Record",
    "RobotsView",
    "Rule",
    "Ruler",
    "SearchView",
    "Section",
    "ShelfView",
    "Shelved",
    "Side",
    "SiteView",
    "SitemapIndexView",
    "SitemapView",
    "Strip",
    "Tick",
    "Way",
    "YearView",
    "YearsView",
]
