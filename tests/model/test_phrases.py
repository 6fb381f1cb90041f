"""What is searched for, and where a text has it."""

import time

import pytest

from runner.model import begins_alike, has_alike, have_all, marked, phrases_of, ways_to_write


def shown(text, query):
    return "".join(f"[{piece}]" if hit else piece for piece, hit in marked(text, phrases_of(query)))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Größe", "GROSSE"), ("GROSSE", "größe"), ("Zoe\u0308 waits", "zoë"), ("the ﬁle", "file"),
        ("Straße 5", "strasse"), ("ΟΔΟΣ", "οδος"), ("ORA-00942 again", "ora-00942"),
        ("door_hinge", "hinge"), ("printers", "print"), ("b d c", '"d c"'),
        ("a, b - c", '"a b c"'), ("ab a", '"a"'), ("x" * 300 + "É", "x" * 300 + "e"),
        ("Größe", "groesse"), ("Groesse", "GRÖSSE"), ("U\u0308bergröße", "uebergroesse"),
        ("Straßenüberführung", "strassenueberfuehrung"), ("ÄNDERUNG", "aender"),
        ("Groessenänderung", "größenaenderung"), ("die neue Größe", '"neue groesse"'),
    ],
)  # fmt: skip
def test_a_word_is_found_however_it_is_spelt(text, query):
    assert have_all([text], phrases_of(query))


@pytest.mark.parametrize(
    ("text", "query"),
    [("abc", "ab"), ("c d", '"d c"'), ("printers", '"printer"'), ("refridge", "fridge"),
     ("fire", "fire smoke"), ("942-ora", "ora-942"), ("a b x c", '"a b c"'), ("a bc", '"a b"'),
     ("full", "fuel"), ("Grosse", "groesse"), ("blush", "blue")],
)  # fmt: skip
def test_what_is_not_there_is_not_found(text, query):
    assert not have_all([text], phrases_of(query))


@pytest.mark.parametrize(
    ("query", "contracted"),
    [
        ("groesse", {"grosse"}), ("Größe", set()), ("request Frauen neue", set()),
        ("Größenänderung", {"groessenanderung", "grossenaenderung"}),
        ("aelae", {"alae", "aela", "ala"}), ("oel" * 4, {"ol" * 4}),
    ],
)  # fmt: skip
def test_what_an_index_of_folded_words_may_have_for_it(query, contracted):
    [first, *_] = phrases_of(query)
    assert {words[0] for words in first.contracted} == contracted


def test_a_text_that_is_looked_for_as_it_is_is_looked_for_in_all_its_spellings():
    assert set(ways_to_write("Größe")) == {"Größe", "grösse", "groesse", "groeße"}
    assert set(ways_to_write("groesse")) == {"groesse", "groeße", "grösse", "größe"}
    assert ways_to_write("Printer") == ("Printer",)


def test_names_are_found_in_each_spelling():
    for name in ("Müller", "Mueller"):
        assert begins_alike(name, "mül")
        assert begins_alike(name, "MUEL")
        assert has_alike(f"Ask {name}", "ueller")
    assert begins_alike("Müller", "mul")
    assert not begins_alike("Muller", "muel")


@pytest.mark.parametrize(
    "text", ["a " * 50_000, "xa" * 50_000, "a" + " _" * 50_000, "\u0301a" * 50_000]
)
def test_no_text_holds_a_search_for_long(text):
    began = time.process_time()
    for query in ("a b", '"' + "a " * 23 + 'b"'):
        assert not have_all([text], phrases_of(query))
    assert time.process_time() - began < 2


def test_words_may_stand_in_different_texts():
    assert have_all(["The oven hums", "Bob"], phrases_of("bob oven"))


@pytest.mark.parametrize("query", ["", '"', "-- ** ()", "😀", '""', "\u0308"])
def test_signs_alone_ask_for_nothing(query):
    assert phrases_of(query) == ()


def test_all_words_are_marked_and_the_rest_is_cut_at_words():
    assert shown("It hums, the oven.", "oven hum") == "It [hums], the [oven]."
    long = "before " * 40 + "the oven hums" + " behind" * 60
    cut = shown(long, "oven")
    assert cut.startswith("…  before")
    assert "the [oven] hums behind" in cut
    assert cut.endswith("behind …")
    assert len(cut) < 320


def test_a_word_is_marked_as_it_is_written():
    for query in ("groesse", "größe", "GRÖSS"):
        assert shown("Die Größe: Groesse 4", query) == "Die [Größe]: [Groesse] 4"


def test_a_text_without_the_words_has_nothing_to_show():
    assert marked("nothing", phrases_of("oven")) == ()


def test_a_word_far_down_a_long_text_is_shown_with_what_stands_around_it():
    text = f"{'all is well ' * 10_000}the Öfen stay cold {'and more ' * 10_000}"
    said = shown(text, "ofen")
    assert "well the [Öfen] stay cold and" in said
    assert said.startswith("… ") and said.endswith(" …")


def test_a_phrase_across_the_end_of_a_stretch_is_found():
    for length in range(3_980, 4_010):
        assert "[cold oven]" in shown(f"{'x' * length} cold oven {'y ' * 9_000}", '"cold oven"')


def test_a_long_text_is_not_read_word_by_word():
    text = f"{'all is well ' * 9_000}oven"
    began = time.process_time()
    marked(text, phrases_of("oven"))
    assert time.process_time() - began < 0.1
