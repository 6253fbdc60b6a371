"""The data files of an archive, and their description -> structs."""

from __future__ import annotations

from types import MappingProxyType

from msgspec import Struct

from generator.site.views.blocks import Head, SiteView, Way

LINKED = MappingProxyType({"context": "@context", "type": "@type"})
SCHEMA = MappingProxyType({"schema": "$schema"})


class DataFile(Struct, frozen=True):
    """A file below data/."""

    path: str
    """In the site: "data/entries.csv"."""
    label: str
    """What it is: "Table (CSV)"."""
    holds: str
    """What is in it, as a sentence."""
    media: str
    size: int
    """Bytes."""
    sha256: str


class DataField(Struct, frozen=True):
    """A column: name, type and meaning, as Table Schema (Frictionless) has them."""

    name: str
    type: str
    description: str


class Download(Struct, frozen=True, tag_field="@type", tag="DataDownload", rename="camel"):
    """A file of a dataset, in the words of schema.org."""

    content_url: str
    encoding_format: str
    sha256: str


class Dataset(Struct, frozen=True, omit_defaults=True, rename=LINKED):
    """The data files as JSON-LD in the words of schema.org: write it with `|json`."""

    context: str
    type: str
    name: str
    description: str
    url: str = ""
    license: str = ""
    """If the keeper named the terms by an address."""
    distribution: tuple[Download, ...] = ()


class DataView(Struct, frozen=True):
    """data.html: what can be downloaded, and on which terms"""

    site: SiteView
    head: Head
    count: int
    """Entries."""
    example: str
    """Under what an entry stands in the files for reference managers."""
    files: tuple[DataFile, ...]
    fields: tuple[DataField, ...]
    """What the files say of an entry."""
    more: tuple[Way, ...]
    """The description of the files, and feeds."""
    licence: str
    """In the keeper's words, or ""."""
    twins: bool
    """Whether each entry has a Markdown file, index.md, beside its page."""
    dataset: Dataset


class DataSchema(Struct, frozen=True, rename="camel"):
    """Table Schema of a CSV file."""

    fields: tuple[DataField, ...]
    primary_key: tuple[str, ...]
    missing_values: tuple[str, ...] = ("",)


class Resource(Struct, frozen=True, omit_defaults=True):
    """A file of a data package."""

    name: str
    path: str
    title: str
    description: str
    format: str
    mediatype: str
    bytes: int
    hash: str
    """"sha256:" and its digits."""
    type: str = ""
    """"table" for a CSV file."""
    encoding: str = ""
    schema: DataSchema | None = None


class Licence(Struct, frozen=True, omit_defaults=True):
    """The terms of a data package: a name, or an address."""

    name: str = ""
    path: str = ""
    title: str = ""


class Package(Struct, frozen=True, omit_defaults=True, rename=SCHEMA):
    """The description of all data files: write it with `|json`."""

    schema: str
    name: str
    title: str
    resources: tuple[Resource, ...]
    description: str = ""
    homepage: str = ""
    licenses: tuple[Licence, ...] = ()


class PackageView(Struct, frozen=True):
    """datapackage.json (Data Package 2.0, datapackage.org)"""

    package: Package
