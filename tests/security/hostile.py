"""Text that people, or attackers, type where a name or a date is asked for."""

from collections.abc import Iterable, Sequence

SCRIPTS = (
    "<script>canary()</script>",
    '"><xss-canary x="',
    "'><xss-canary x='",
    "</title><xss-canary>",
    "</textarea><xss-canary>",
    "</option></select><xss-canary>",
    "</script><xss-canary>",
    "--><xss-canary><!--",
    "<img src=x onerror=canary()>",
    "<svg onload=canary()>",
    "<xss-canary",
    "&lt;xss-canary&gt;",
    '" onfocus=canary() autofocus x="',
    "' onmouseover='canary()",
    "` onclick=canary() `",
    "javascript:canary()",
    "data:text/html,<xss-canary>",
    "<a href=javascript:canary()>x</a>",
    "<math><mi><xss-canary>",
    "<iframe srcdoc='<xss-canary>'>",
    "\u003cxss-canary\u003e",
    "＜xss-canary＞",
    "{{ 1337*1337 }}",
    "${1337*1337}",
    "#{1337*1337}",
    "%(asctime)s %s %n {0.__class__}",
    "<b>太字</b>&amp;&nbsp;",
    "\x00<xss-canary>",
    "<xss-canary/onclick=canary()>",
    "<hx-canary hx-get=/sign-out hx-trigger=load>",
)
"""Markup, attributes, addresses and templates; a page that lets one through shows a canary."""

STATEMENTS = (
    "'",
    '"',
    "';",
    "' OR '1'='1",
    "' OR 1=1 --",
    "1' UNION SELECT sql FROM sqlite_master --",
    "1; DROP TABLE party; --",
    "'); DELETE FROM audit_event; --",
    "' AND randomblob(1000000000) --",
    "1 AND (SELECT 1 FROM (SELECT pg_sleep(9)) x)",
    "%' AND 1=0 UNION SELECT 1 --",
    "%_%",
    "\\",
    "\\'",
    "`",
    "[party]",
    "$1",
    ":name",
    "?",
    "NULL",
    "0x27",
    "%27",
    "/**/",
    "{}",
)

STRANGE = {
    "nul": "a\x00b",
    "controls": "\x01\x02\x07\x08\x0b\x1b[31m\x7f\x85",
    "half characters": "\ud800x\udfff",
    "right to left": "\u202e\u2066evil\u2069\u202c\u200f",
    "invisible": "\u200b\ufeff\u2060\u00ad",
    "long": "あ" * 10_000,
    "one long word": "x" * 10_000,
    "40 digits": "9" * 40,
    "20,000 digits": "9" * 20_000,
    "minus": "-1",
    "fraction": "1e400",
    "not a number": "NaN",
    "impossible date": "2026/02/30",
    "year 0": "0000/00/00",
    "year 99999": "99999/12/31",
    "era": "令和99999年13月40日",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "line breaks": "a\r\nSet-Cookie: x=y\r\n\r\n<b>",
    "emoji": "👩‍⚕️🏥",
    "combining": "が" + "\u3099" * 500,
    "rare characters": "𠮷㈱髙﨑①",
    "math": "$\\bad{x}$ $x_{$",
    "path": "../../../../etc/passwd",
    "template": "{{ config }}{% raw %}",
    "spaces": "\u3000 \t ",
}


def spread(names: Iterable[str], texts: Sequence[str], turn: int) -> dict[str, list[str]]:
    """A text for each name, other ones in each turn; a single name gets all in `len(texts)` turns.

    Turns are far apart: seven of them show a single field a mixture of all kinds.
    """
    step = 7
    return {name: [texts[(place + turn * step) % len(texts)]] for place, name in enumerate(names)}
