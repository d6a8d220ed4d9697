"""What a page says about itself in its head: JSON-LD, meta tags, links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from resiliparse.parse.html import ElementNode, HTMLTree

from onrecord.model import Published
from onrecord.read.dates import parse_published

_ARTICLE_TYPES = re.compile(r"(?:https?://schema\.org/)?(?:\w{0,40}Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting)")
_DATE_NAMES = (
    "article:published_time", "og:published_time", "og:article:published_time", "article:published", "datepublished", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "publishdate", "publish_date", "publish-date", "published_date", "publication_date",
    "pubdate", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "dc.date.created", "article.published",
    "article_date_original", "originalpublicationdate", "rnews:datepublished", "date", "citation_publication_date", "bt:pubdate",
)  # fmt: skip
_AUTHOR_NAMES = ("author", "article:author_name", "byl", "dc.creator", "parsely-author", "sailthru.author", "cxenseparse:author")
_SITE_NAMES = ("og:site_name", "publisher", "dc.publisher", "application-name")
_MAX_SCRIPT_CHARS = 1_000_000
_MAX_JSON_NODES = 20_000
_MAX_FIELD_CHARS = 500
_MAX_AUTHOR_CHARS = 80


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page's own statements about itself; None where it makes none. ``window_title`` is the text of ``<title>``."""

    headline: str | None = None
    window_title: str | None = None
    description: str | None = None
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    published: Published | None = None


@dataclass(slots=True)
class _Article:
    """The fields of the JSON-LD object that describes the report."""

    headline: str | None = None
    published: str | None = None
    authors: list[str] = field(default_factory=list)
    publisher: str | None = None


def read_facts(tree: HTMLTree, *, page_url: str | None = None) -> PageFacts:
    """The facts of a page; never raises, whatever its JSON-LD holds. ``page_url`` resolves a relative canonical link.

    >>> page = '<meta property="og:title" content="Fog"><meta property="article:published_time" content="2026-03-10T06:48:00+01:00">'
    >>> facts = read_facts(HTMLTree.parse(page))
    >>> facts.headline, facts.published.value
    ('Fog', '2026-03-10T06:48:00+01:00')
    """
    meta = _meta_fields(tree)
    article = _article_of(tree)
    authors = ", ".join(dict.fromkeys(article.authors)) or _first(meta, _AUTHOR_NAMES) or _printed_author(tree)
    dates = [article.published, *(meta.get(name) for name in _DATE_NAMES)]
    return PageFacts(
        headline=meta.get("og:title") or article.headline or meta.get("twitter:title"),
        window_title=clean_field(tree.title),
        description=meta.get("og:description") or meta.get("description"),
        outlet=_first(meta, _SITE_NAMES[:1]) or article.publisher or _first(meta, _SITE_NAMES[1:]),
        byline=None if authors and authors.startswith("http") else authors,
        url=_canonical(tree, page_url) or safe_url(meta.get("og:url")),
        published=next((found for written in dates if written and (found := parse_published(written, basis="page"))), None),
    )


def clean_field(found: object) -> str | None:
    """A string as one line without halves of characters, at most 500 characters; None when nothing is left.

    >>> clean_field("  Fog \\n over "), clean_field(3)
    ('Fog over', None)
    """
    if not isinstance(found, str):
        return None
    line = " ".join(found.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "").split())
    return line[:_MAX_FIELD_CHARS] or None


def safe_url(url: str | None) -> str | None:
    """An absolute http or https address, else None: nothing else may become a link."""
    try:
        parts = urlsplit(url or "")
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def host_of(url: str | None) -> str | None:
    """The host of a url without ``www.``; None when there is none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _select(tree: HTMLTree, selector: str) -> Iterable[ElementNode]:
    document = tree.document
    return document.query_selector_all(selector) if document is not None else ()


def _meta_fields(tree: HTMLTree) -> dict[str, str]:
    """Names, properties and itemprops in lower case; the first of each counts."""
    fields: dict[str, str] = {}
    for element in _select(tree, "meta[content]"):
        content = clean_field(element.getattr("content"))
        for attribute in ("property", "name", "itemprop"):
            name = element.getattr(attribute)
            if name and content:
                fields.setdefault(name.strip().lower(), content)
    return fields


def _printed_author(tree: HTMLTree) -> str | None:
    """Whom the page marks as the author where it prints the name; comments have authors too, but do not mark them so."""
    for element in _select(tree, '[rel="author"], [itemprop="author"]'):
        name = clean_field(element.text)
        if name and len(name) <= _MAX_AUTHOR_CHARS:
            return name
    return None


def _canonical(tree: HTMLTree, page_url: str | None) -> str | None:
    link = next(iter(_select(tree, 'link[rel="canonical"]')), None)
    href = clean_field(link.getattr("href")) if link is not None else None
    try:
        return safe_url(urljoin(page_url or "", href)) if href else None
    except ValueError:
        return None


def _article_of(tree: HTMLTree) -> _Article:
    article = _Article()
    for script in _select(tree, 'script[type="application/ld+json"]'):
        for node in _objects((script.text or "")[:_MAX_SCRIPT_CHARS]):
            if _is_article(node):
                _take(article, node)
    return article


def _objects(script: str) -> Iterator[dict[str, object]]:
    """Every JSON object of a script, outer ones first; nothing from a script that is not JSON."""
    try:
        waiting: list[object] = [json.loads(script.strip().removeprefix("<!--").removesuffix("-->"), strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MAX_JSON_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, dict):
            yield node
            waiting.extend(value for value in node.values() if isinstance(value, (dict, list)))
        elif isinstance(node, list):
            waiting.extend(node)


def _is_article(node: dict[str, object]) -> bool:
    types = node.get("@type")
    return any(isinstance(name, str) and _ARTICLE_TYPES.fullmatch(name) for name in (types if isinstance(types, list) else [types]))


def _take(article: _Article, node: dict[str, object]) -> None:
    article.headline = article.headline or clean_field(node.get("headline"))
    article.published = article.published or clean_field(node.get("datePublished"))
    article.publisher = article.publisher or next(iter(_names(node.get("publisher"))), None)
    if not article.authors:
        article.authors = _names(node.get("author"))


def _names(found: object) -> list[str]:
    """The names of a JSON-LD person or organisation, or of a list of them."""
    people = found if isinstance(found, list) else [found]
    names = [clean_field(person.get("name") if isinstance(person, dict) else person) for person in people[:20]]
    return [name for name in names if name and not name.startswith("http")]
