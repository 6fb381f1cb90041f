import pytest
from flask import Flask

from runner.language import Language, Languages, _, speaking
from tests.flasks import create_app
from web.shared.template_texts import ConstantTexts, TranslatedEnvironment

GERMAN = Languages().get("de")
ENGLISH = Language("en")


@pytest.fixture
def app():
    class Site(Flask):
        jinja_environment = TranslatedEnvironment

    site = Site("site")
    site.jinja_env.add_extension(ConstantTexts)
    site.jinja_env.autoescape = True
    site.jinja_env.globals.update(_=_, loud=str.upper)
    with site.app_context():
        yield site


def test_a_constant_text_is_part_of_what_is_compiled(app):
    with speaking(GERMAN):
        compiled = app.jinja_env.compile('{{ _("Close") }}: {{ name }}', raw=True)
    assert "yield 'Schließen: '" in compiled


@pytest.mark.parametrize(
    ("template", "english", "german"),
    [
        ('{{ _("Close") }}', "Close", "Schließen"),
        ('{{ _("Cl" "ose") }}', "Close", "Schließen"),
        ('{{ loud(_("Close")) }}', "CLOSE", "SCHLIESSEN"),
        ('{{ _("Close")|upper }}', "CLOSE", "SCHLIESSEN"),
        ('{{ _("<b>%s") }}', "&lt;b&gt;%s", "&lt;b&gt;%s"),
        ('{{ _("%(n)s of it", n="<b>") }}', "&lt;b&gt; of it", "&lt;b&gt; of it"),
        ("{{ _(name) }} _(", "Close _(", "Schließen _("),
    ],
)
def test_texts_are_in_the_language_that_is_spoken(app, template, english, german):
    for language, expected in ((ENGLISH, english), (GERMAN, german)):
        with speaking(language):
            assert app.jinja_env.from_string(template).render(name="Close") == expected


def test_one_template_is_read_in_two_languages_in_turn(desk):
    pages = create_app(desk.app).test_client()
    for language, expected in (("en", "Sign in"), ("de", "Anmelden")) * 2:
        shown = pages.get("/sign-in", headers={"Accept-Language": language}).text
        assert f"{expected}</h1>" in shown
