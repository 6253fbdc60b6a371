"""The data files of the archive -> the page that lists them, and datapackage.json (datapackage.org, version 2.0)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.address import slug
from generator.phrases import say
from generator.site.arrange import Site
from generator.site.cite import plain
from generator.site.pages.frame import Planned, absolute, head, json_name, page
from generator.site.records import FIELDS
from generator.site.views import (
    DataFile,
    DataSchema,
    Dataset,
    DataView,
    Download,
    Licence,
    Package,
    PackageView,
    Resource,
    SiteView,
    Way,
)

DATA = "data/"
PACKAGE = f"{DATA}datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NAME = re.compile(r"[A-Za-z0-9]+(?:[-._+][A-Za-z0-9]+)+|[A-Z0-9]{2,}")
"""What may be the name of a licence (Open Definition, SPDX), and no sentence: "CC-BY-4.0"."""


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """The page of the data files, if there are any."""
    if site.data:
        yield page(DATA, "data.html", data_view(site, cover))


def package_pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """datapackage.json, if there are data files."""
    if site.data:
        yield page(PACKAGE, "datapackage.json", PackageView(package(site)))


def data_view(site: Site, cover: SiteView) -> DataView:
    """All that the page of the data files shows."""
    words = site.info.words
    feeds = (
        (Way(say(words, "Atom feed"), cover.feed), Way(say(words, "JSON feed"), json_name(cover.feed)))
        if cover.feed
        else ()
    )
    return DataView(
        site=cover,
        head=head(site, say(site.info.words, "Data"), DATA, about=about(site)),
        count=len(site.entries),
        example=site.entries[0].address.rstrip("/"),
        files=site.data,
        fields=FIELDS,
        more=(Way("datapackage.json", PACKAGE), *feeds),
        licence=plain(site.info.licence),
        twins=site.info.twins,
        dataset=dataset(site),
    )


def about(site: Site) -> str:
    """The data in a sentence."""
    return say(site.info.words, "The entries of {title} as files, for programs.", title=plain(site.info.title))


def listed(site: Site) -> list[Way]:
    """A link to each data file, and to their description."""
    return [*(Way(file.label, file.path) for file in site.data), Way("Description (datapackage.json)", PACKAGE)]


def package(site: Site) -> Package:
    """The data files as a data package: what each is, how large, and its SHA-256."""
    return Package(
        schema=PROFILE,
        name=slug(site.info.title) or "archive",
        title=plain(site.info.title) or "Archive",
        resources=tuple(resource(file) for file in site.data),
        description=plain(site.info.description),
        homepage=site.info.base_url,
        licenses=licences(plain(site.info.licence)),
    )


def resource(file: DataFile) -> Resource:
    """A file of the package; that of a table says what its columns mean."""
    name = file.path.removeprefix(DATA)
    table = ".csv" in name
    return Resource(
        name=slug(name.replace(".", "-")),
        path=name,
        title=file.label,
        description=file.holds,
        format=name.removesuffix(".gz").rpartition(".")[2],
        mediatype=file.media,
        bytes=file.size,
        hash=f"sha256:{file.sha256}",
        type="table" if table else "",
        encoding="utf-8" if table else "",
        schema=DataSchema(FIELDS, ("address",)) if table else None,
    )


def licences(said: str) -> tuple[Licence, ...]:
    """The keeper's words as the package wants them: an address, a name, or a title."""
    if not said:
        return ()
    if said.startswith(("http://", "https://")):
        return (Licence(path=said),)
    return (Licence(name=said) if NAME.fullmatch(said) else Licence(name="other", title=said),)


def dataset(site: Site) -> Dataset:
    """The data files as search engines for data sets read them (schema.org/Dataset)."""
    said = plain(site.info.licence)
    return Dataset(
        context="https://schema.org",
        type="Dataset",
        name=plain(site.info.title),
        description=" ".join(filter(None, (about(site), plain(site.info.description)))),
        url=absolute(site, DATA),
        license=said if said.startswith(("http://", "https://")) else "",
        distribution=tuple(
            Download(absolute(site, file.path) or file.path, file.media, file.sha256) for file in site.data
        ),
    )
