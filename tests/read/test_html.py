"""Pages: their whole text is kept, the report in it is told from the rest, and nothing that is hidden passes for printed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resiliparse.parse.html import HTMLTree

from onrecord.model import Furniture
from onrecord.read.child import answer
from onrecord.read.draft import Draft, Unreadable
from onrecord.read.layer import read_layer
from onrecord.read.page import read_page

Page = Callable[..., bytes]
LIE = "The mayor said that she had pushed the crane into the water with her own hands."


def marks(draft: Draft) -> dict[str, str]:
    return {piece.span.of(draft.text): piece.kind for piece in draft.furniture or ()}


def report_lines(draft: Draft) -> list[str]:
    marked = marks(draft)
    return [block for block in draft.text.split("\n\n") if block not in marked]


def check_spans(text: str, furniture: tuple[Furniture, ...]) -> None:
    position = 0
    for piece in furniture:
        assert position <= piece.span.start and piece.span.end <= len(text)
        position = piece.span.end


@given(st.binary(max_size=400))
def test_no_bytes_raise(content: bytes) -> None:
    done = answer({"task": "page"}, content)
    assert "why" in done or isinstance(done["done"], dict)


tags = st.sampled_from(
    ["<p>", "</p>", "<div class='comments'>", "</div>", "<br>", "<h1>", "<h2>", "<nav>", "<q>", "</q>", "<span hidden>", "</span>", "<li>"]
    + [
        "<pre>",
        "<td>",
        "<a href=x>",
        "</a>",
        "<time datetime='2026-03-01'>",
        "<aside>",
        "<figcaption>",
        "Photo: A B",
        "Tags",
        "12",
        " ",
        "\n",
    ]
)


@given(st.lists(tags | st.text(max_size=30) | st.just("The mayor said on Monday that she would not leave the town. "), max_size=30))
def test_furniture_of_any_page_lies_in_its_text_in_order_and_apart(pieces: list[str]) -> None:
    content = "".join(pieces).encode("utf-8", "replace")
    try:
        draft = read_page(content)
    except Unreadable as error:
        assert error.why
        return
    check_spans(draft.text, draft.furniture or ())


def test_blocks_are_apart_and_white_space_is_single() -> None:
    html = "<div>One \n two<br>three&nbsp;<b>fo</b>ur<ul><li>five<li>six</ul>se&shy;ven<br><br>eight</div><pre>a\n  b</pre><p>say <q>no</q>"
    blocks = [block.text for block in read_layer(HTMLTree.parse(html)).blocks]
    assert blocks == ["One two\nthree four", "five", "six", "seven", "eight", "a\nb", "say “no”"]


def test_scripts_and_their_like_leave_no_text() -> None:
    html = "<p>kept</p><script>var a</script><style>p{}</style><noscript>n</noscript><template><p>t</p></template><svg><text>s</text></svg>"
    assert [block.text for block in read_layer(HTMLTree.parse(html)).blocks] == ["kept"]


def test_the_report_is_told_from_the_page(page: Page, paragraphs: list[str]) -> None:
    before = "<nav><a href=/>News</a></nav><div class=breadcrumbs>Home > Town</div>"
    after = (
        "<section id=comments><p>I saw the crane fall, and the mayor said it would, word for word.</p></section>"
        "<div class=related-stories><h3>Related</h3><a href=/b>Another crane</a></div>"
        "<div class='newsletter-box'><p>Get the news of the town every morning at seven.</p></div><footer>(c) Lisnow Post</footer>"
    )
    draft = read_page(page(before=before, after=after))
    assert report_lines(draft) == ["Crane falls", *paragraphs]
    assert draft.title == "Crane falls"
    assert [piece.kind for piece in draft.furniture or ()] == [
        "navigation", "navigation", "comment", "read also", "read also", "other", "navigation",
    ]  # fmt: skip


def test_a_paragraph_that_is_printed_twice_is_kept_twice(page: Page, paragraphs: list[str]) -> None:
    twice = page().replace(b"<h1>", b"<h1>").decode().replace(f"<p>{paragraphs[1]}</p>", f"<p>{paragraphs[1]}</p>" * 2).encode()
    assert report_lines(read_page(twice)).count(paragraphs[1]) == 2


@pytest.mark.parametrize(
    "hidden",
    [
        f"<p hidden>{LIE}</p>",
        f"<p style='display: none'>{LIE}</p>",
        f"<div style='visibility:hidden'><p>{LIE}</p></div>",
        f"<p style='font-size:0'>{LIE}</p>",
        f"<p style='opacity:0'>{LIE}</p>",
        f"<p style='position:absolute;left:-9999px'>{LIE}</p>",
        f"<p style='color:#fff;background:#fff'>{LIE}</p>",
        f"<style>.note{{display:none}}</style><p class='big note'>{LIE}</p>",
        f"<style>p#x, .y {{ position:absolute; left:-5000px }}</style><p id=x>{LIE}</p>",
    ],
)
def test_hidden_text_is_kept_and_marked(page: Page, paragraphs: list[str], hidden: str) -> None:
    draft = read_page(page().replace(b"</p><p>", b"</p>" + hidden.encode() + b"<p>", 1))
    assert LIE in draft.text
    assert marks(draft)[LIE] == "hidden"
    assert report_lines(draft) == ["Crane falls", *paragraphs]


def test_hidden_words_within_a_paragraph_are_marked_alone(page: Page, paragraphs: list[str]) -> None:
    draft = read_page(page().replace(b"Nobody was hurt", b"<span style='display:none'>Not </span>Nobody was hurt"))
    assert marks(draft) == {"Not": "hidden"}
    assert '"Not Nobody was hurt' in draft.text


def test_what_only_print_or_a_later_rule_hides_is_not_hidden(page: Page) -> None:
    head = "<style>@media print{.a{display:none}} .b{display:none} .b{display:block} .c .b{display:none}</style>"
    draft = read_page(page(head=head).replace(b"<p>", b"<p class='a b'>"))
    assert "hidden" not in marks(draft).values()


def test_deep_pages_keep_their_text(paragraphs: list[str]) -> None:
    for depth in (300, 5000):
        body = "".join(f"<p>{text}</p>" for text in paragraphs)
        assert report_lines(read_page(("<div>" * depth + body).encode())) == paragraphs


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html><body></body></html>", "no text"),
        (b"<nav><a href=/a>News</a><a href=/b>Sport</a></nav>", "menus"),
        (b"<ul>" + b"<li><a href=/a>A headline about the crane in the harbour of the town</a></li>" * 30 + b"</ul>", "menus"),
        (f"<p style='display:none'>{LIE}</p>".encode(), "hidden"),
    ],
)
def test_a_page_without_a_report_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_page(content)


def test_an_index_of_reports_is_no_report() -> None:
    teaser = "<h3><a href=/{0}>Crane {0} falls into the harbour</a></h3><p>The port office said that crane {0} fell on Monday at dawn.</p>"
    with pytest.raises(Unreadable, match="index"):
        read_page("".join(teaser.format(number) for number in range(9)).encode())


def test_items_of_a_list_are_not_subheads(page: Page) -> None:
    draft = read_page(page().replace(b"</p><p>", b"</p><ul><li>The crane weighed ninety tonnes</li></ul><h3>Due for repair</h3><p>", 1))
    assert marks(draft) == {"Due for repair": "subhead"}


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-1"])
def test_pages_are_decoded_as_browsers_do(page: Page, charset: str) -> None:
    content = page(before="<p>“Café”</p>", charset="utf-8").replace(b"charset='utf-8'", f"charset='{charset}'".encode())
    written = content.decode().encode("utf-8" if charset == "utf-8" else "cp1252")
    assert "“Café”" in read_page(written).text


def test_a_wrong_charset_is_said(page: Page) -> None:
    draft = read_page(page(before="<p>“Café”</p>"), charset="us-ascii-of-nowhere")
    assert "“Café”" in draft.text and draft.problems == ()
    wrong = read_page(page(before="<p>“Café”</p>").replace(b"charset='utf-8'", b"charset='gb18030'").replace(b"\xc3\xa9", b"\xff"))
    assert any("gb18030" in problem or "guessed" in problem for problem in wrong.problems) or "\ufffd" in wrong.text


def test_a_line_or_two_may_be_all_that_a_page_has() -> None:
    assert read_page(b'<html><body><p>"We sail at dawn," Ana Ruiz said.</p></body></html>').text == '"We sail at dawn," Ana Ruiz said.'
    for body in (b"<p>Loading</p>", b'<nav><a href="/x">Home</a></nav><p>Menu</p>'):
        with pytest.raises(Unreadable, match="no report"):
            read_page(b"<html><body>" + body + b"</body></html>")
