"""Cut from a mail what it quotes of earlier ones."""

import re
from copy import deepcopy

from lxml import html

# lines that begin a quote; what follows is of an earlier mail
HEADS = re.compile(
    # few blanks: all that comes after them is tried for each
    r"(^|\n)[ \t>]{0,20}("
    r"-{2,} ?(original message|forwarded message|özgün ileti|orijinal mesaj"
    r"|ursprüngliche nachricht|iletilen mesaj) ?-{2,}"
    r"|_{20,}[ \t]*\r?\n[ \t]*(from|kimden|gönderen|von):"
    r"|(from|kimden|gönderen|von): [^\n]*\r?\n[ \t]*"
    r"(sent|date|gönderildi|gönderme tarihi|tarih|gesendet|to|kime):"
    r"|on [^\n]{5,200}(\r?\n[^\n]{0,120})? wrote:"
    r"|[^\n]{5,200}(\r?\n[^\n]{0,120})?(tarihinde|şunu yazdı|yazdı|yazmış):"
    r"|am [^\n]{5,200}(\r?\n[^\n]{0,120})? schrieb[^\n]{0,120}:"
    r")",
    re.IGNORECASE,
)
QUOTES = (
    "//*[@data-o-mail-quote] | //blockquote"
    " | //*[contains(@class, 'gmail_quote')] | //*[@id='divRplyFwdMsg']"
    " | //*[@id='appendonsend'] | //*[contains(@class, 'moz-cite-prefix')]"
    " | //*[contains(@class, 'yahoo_quoted')]"
    " | //*[contains(@style, 'border-top:solid #E1E1E1')]"
)
# what the rest of the mail after it belongs to
ENDS = ("divRplyFwdMsg", "appendonsend")


def cut_quotes(body: str, keeps_below: bool = False) -> str:
    """Return the HTML of a mail without what it quotes.

    :param keeps_below: whether, with no text above the quote, what comes below its head
        is kept; it may be quoted text that no program has marked as such

    >>> cut_quotes("<p>Yes</p><blockquote>secret</blockquote>")
    '<p>Yes</p>'
    >>> cut_quotes("<p>Yes</p><p>On Monday, Ann wrote:</p><p>secret</p>")
    '<p>Yes</p><p></p>'
    >>> cut_quotes("<pre>Yes\\n&gt; secret\\nand no</pre>")
    '<pre>Yes\\nand no</pre>'
    """
    if not (body or "").strip():
        return ""
    root = html.fragment_fromstring(body, create_parent="div")
    for quote in root.xpath(QUOTES):
        if quote.get("id") in ENDS or "E1E1E1" in (quote.get("style") or ""):
            _cut_after(quote)
        _remove(quote)
    _drop_quoted_lines(root)
    whole = deepcopy(root)
    _cut_at_head(root)
    if keeps_below and not root.text_content().strip():
        # who answers below the quote has written all of it after the head
        root = whole
        _drop_heads(root)
    parts = [root.text or ""]
    parts += [html.tostring(child, encoding="unicode") for child in root]
    return "".join(parts).strip()


def _remove(node) -> None:
    """Remove a node; the text behind it stays."""
    if node.getparent() is not None:
        node.drop_tree()


def _cut_after(node) -> None:
    """Remove all that comes after a node, to the end of the mail."""
    while node is not None and node.getparent() is not None:
        node.tail = None
        for sibling in list(node.itersiblings()):
            sibling.getparent().remove(sibling)
        node = node.getparent()


def _cut_at_head(root) -> None:
    """Remove everything from the line on that begins a quote."""
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        if node.text and (found := HEADS.search(node.text)):
            node.text = node.text[: found.start()]
            for child in list(node):
                node.remove(child)
            _cut_after(node)
            return
        if node.tail and node is not root and (found := HEADS.search(node.tail)):
            kept = node.tail[: found.start()]
            _cut_after(node)
            node.tail = kept
            return
        # a head may be spread over marks within one line
        if (
            node is not root
            and node.tag in ("p", "div")
            and len(node)
            and not node.xpath(".//p|.//div")
        ):
            text = node.text_content()
            if len(text) < 400 and HEADS.match(text.strip()):
                _cut_after(node)
                _remove(node)
                return


def _drop_heads(root) -> None:
    """Remove the lines alone that begin a quote."""
    for node in root.iter():
        if isinstance(node.tag, str) and node.text:
            node.text = HEADS.sub("", node.text)
        if node.tail:
            node.tail = HEADS.sub("", node.tail)


def _drop_quoted_lines(root) -> None:
    """Remove lines that begin with the sign of a quote, as plain mails have them."""
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        node.text = _keep_lines(node.text)
        node.tail = _keep_lines(node.tail)


def _keep_lines(text: str | None) -> str | None:
    if not text or ">" not in text:
        return text
    lines = text.split("\n")
    kept = [line for line in lines if not line.lstrip().startswith(">")]
    return "\n".join(kept)
