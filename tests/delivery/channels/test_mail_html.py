"""Mails as HTML: all the words, and nothing that runs, is fetched or leads elsewhere (bad inputs 22, 23)."""

from lxml import html

from runner.delivery.channels.mail_html import html_of

EVIL = '<script>x()</script><img src="https://evil.example/p.png">"><a href=javascript:x()>here</a>'


def read(*parts):
    return html.fromstring(html_of(*parts))


def test_lines_paragraphs_links_and_notices_are_what_the_text_has():
    page = read(
        "Hot", "One\nTwo\n\n\nThree & four", [("Open it", "https://d.example/?a=1&b=2")], ["Bye."]
    )
    assert [one.text_content().split() for one in page.xpath("//p")] == [
        ["One", "Two"], ["Three", "&", "four"], ["Open", "it", "https://d.example/?a=1&b=2"], ["Bye."],
    ]  # fmt: skip
    assert page.xpath("//a/@href") == ["https://d.example/?a=1&b=2"]
    assert len(page.xpath("//br")) == 2


def test_what_people_wrote_is_words():
    page = read(EVIL, EVIL, [(EVIL, "https://d.example/")], [EVIL])
    assert {one.tag for one in page.iter()} == {
        "html", "head", "meta", "title", "body", "p", "a", "b", "br", "small",
    }  # fmt: skip
    assert page.xpath("//a/@href") == ["https://d.example/"]
    assert not page.xpath("//*[@src]")
    assert page.text_content().count(EVIL) == 4


def test_it_suits_light_and_dark_and_fetches_nothing():
    page = read("Hot", "One", [], [])
    assert page.xpath("//meta[@name='color-scheme']/@content") == ["light dark"]
    assert "color:" not in html_of("Hot", "One", [], [])
    assert not page.xpath("//link|//style|//img|//*[@background]")
