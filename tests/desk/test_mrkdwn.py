"""mrkdwn on the page: formatted where Slack formats, and never able to smuggle anything in."""

import pytest

from bot.desk.mrkdwn import Mrkdwn
from bot.desk.render import local_image, safe_link

NAMES = {"U0ANN": "Ann <b>Example</b>"}
READER = Mrkdwn(NAMES.get, "Europe/London")

SHOWN = [
    ("*bold* _italic_ ~gone~ `code`", "<strong>bold</strong> <em>italic</em> <s>gone</s> <code>code</code>"),
    ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
    ("*bold _both_*", "<strong>bold <em>both</em></strong>"),
    ("* not bold * `*not bold*`", "* not bold * <code>*not bold*</code>"),
    ("a &lt; b &amp; c &gt; d", "a &lt; b &amp; c &gt; d"),
    ("one\ntwo", "one<br>two"),
    ("```x = 1\ny = *2*```", "<pre>x = 1\ny = *2*</pre>"),
    (":white_check_mark: at 10:30:45 :nonsense:", "✅ at 10:30:45 :nonsense:"),
    ("<@U0ANN>", '<span class="mention" data-user="U0ANN">@Ann &lt;b&gt;Example&lt;/b&gt;</span>'),
    ("<@U0NOBODY|nobody>", '<span class="mention" data-user="U0NOBODY">@nobody</span>'),
    ("<!here>", '<span class="mention">@here</span>'),
    ("<!date^1774256400^{date_long_pretty}, {time}|x>", "Monday 23 March, 09:00</time>"),
    ("<!date^1774256400^{date_of_birth}|a fallback>", ">a fallback</time>"),
    ("<https://a.example/?x=1&amp;y=2|there>", 'href="https://a.example/?x=1&amp;y=2"'),
    ("- one\n- two", '<span class="mark">•</span><span>one</span></span><span class="bullet">'),
    ("&gt; said", '<span class="quote">said</span>'),
    ("مرحبا *ok* 👩🏽‍💼", "مرحبا <strong>ok</strong> 👩🏽‍💼"),
]


@pytest.mark.parametrize(("text", "found"), SHOWN)
def test_text_is_shown_as_slack_shows_it(text: str, found: str) -> None:
    assert found in str(READER.html(text))


HOSTILE = [
    "<script>alert(1)</script>",
    "<img\nsrc=x onerror=alert(1)>",
    "<img src=x onerror=alert(1) ",
    "<<script>alert(1)",
    "<img src=x onerror=alert(1)>",
    "<javascript:alert(1)|click>",
    '<https://a.example/" onmouseover="alert(1)|x>',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "*<svg/onload=alert(1)>*",
    "`<script>`",
    "```</pre><script>```",
    '<@U0ANN|"><script>>',
    "<!date^1^{date}^javascript:alert(1)|x>",
    "\x000\x00 <b>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_typed_becomes_markup(text: str) -> None:
    shown = str(READER.html(text))
    for mark in ("<script", "<img", "<svg", "<b>", 'onmouseover="', 'javascript:alert(1)"', 'href="javascript'):
        assert mark not in shown


def test_the_page_loads_no_picture_from_outside() -> None:
    assert local_image("http://127.0.0.1:3001/chart.png") == "http://127.0.0.1:3001/chart.png"
    assert local_image("https://tracker.example/x.png") is None
    assert local_image("http://127.0.0.1.tracker.example/x.png") is None
    assert safe_link("javascript:alert(1)") == "#"
