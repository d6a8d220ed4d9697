"""A paper with its endnotes as Markdown and as HTML."""

from __future__ import annotations

import re
from html import escape

from onrecord.export.formats.docx import docx_bytes
from onrecord.export.formats.paper import Block, Paper, Run, paper_of
from onrecord.export.selection import Extract
from onrecord.export.sink import Sink

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~^$&])")
_LIST_LIKE = re.compile(r"^(\s*\d*)([-+.)])(?=\s)")  # at the start of a paragraph they would begin a list
_HEADS = {"title": "#", "heading": "##", "name": "###"}
_TAGS = {"title": "h1", "heading": "h2", "name": "h3", "about": "p"}
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.05rem/1.55 Georgia, "Times New Roman", serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }}
h1 {{ line-height: 1.2; }}
.dim {{ opacity: .75; }}
sup a {{ text-decoration: none; }}
ol {{ font-size: .85rem; overflow-wrap: anywhere; }}
@media print {{ body {{ max-width: none; margin: 0; }} }}
</style>
</head>
<body>
{body}
<h2>Notes</h2>
<ol>
{notes}
</ol>
</body>
</html>
"""


def markdown_text(paper: Paper) -> str:
    """Markdown with footnotes as Pandoc and GitHub read them (``[^1]``)."""
    blocks = [_markdown(block) for block in paper.blocks]
    notes = [f"[^{note.number}]: {_escaped(note.text)}{f' <{note.url}>' if note.url else ''}" for note in paper.notes]
    return "\n\n".join([*blocks, *notes]) + "\n"


def html_text(paper: Paper) -> str:
    """One page without scripts; each number leads to its note and the note back."""
    seen: set[int] = set()
    title = next((block.runs[0].text for block in paper.blocks if block.kind == "title"), "An account")
    body = "\n".join(_html(block, seen) for block in paper.blocks)
    notes = "\n".join(_html_note(note.number, note.text, note.url) for note in paper.notes)
    return _PAGE.format(title=escape(title), body=body, notes=notes)


def write_markdown(extract: Extract, sink: Sink) -> tuple[str, ...]:
    with sink.file("account.md", "text/markdown") as file:
        file.write(markdown_text(paper_of(extract)))
    return ()


def write_html(extract: Extract, sink: Sink) -> tuple[str, ...]:
    with sink.file("account.html", "text/html") as file:
        file.write(html_text(paper_of(extract)))
    return ()


def write_docx(extract: Extract, sink: Sink) -> tuple[str, ...]:
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    with sink.file("account.docx", media_type) as file:
        file.write_bytes(docx_bytes(paper_of(extract)))
    return ()


def _markdown(block: Block) -> str:
    head = _HEADS.get(block.kind)
    words = "".join(map(_run, block.runs)) + "".join(f"[^{number}]" for number in block.notes)
    if head is not None:
        return f"{head} {words}"
    words = _LIST_LIKE.sub(r"\1\\\2", words)
    return words if block.kind == "about" else f"- {words}"


def _run(run: Run) -> str:
    text = _escaped(run.text)
    return f"**{text.strip()}**{text[len(text.rstrip()) :]}" if run.style == "strong" and text.strip() else text


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _html(block: Block, seen: set[int]) -> str:
    words = "".join(f"<bdi{_CLASSES[run.style]}>{escape(run.text)}</bdi>" for run in block.runs)
    tag = _TAGS.get(block.kind, "p")
    return f'<{tag} dir="auto">{words}{"".join(_mark(number, seen) for number in block.notes)}</{tag}>'


_CLASSES = {"plain": "", "strong": ' style="font-weight:bold"', "dim": ' class="dim"'}


def _mark(number: int, seen: set[int]) -> str:
    name = "" if number in seen else f' id="at-{number}"'
    seen.add(number)
    return f'<sup><a{name} href="#note-{number}" aria-label="note {number}">{number}</a></sup>'


def _html_note(number: int, text: str, url: str | None) -> str:
    link = f' <a href="{escape(url)}" rel="noreferrer">{escape(url)}</a>' if url else ""
    return f'<li id="note-{number}" dir="auto">{escape(text)}{link} <a href="#at-{number}" aria-label="back to the text">↩</a></li>'
