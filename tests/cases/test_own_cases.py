"""A customer's list says whose move it is, in the words of the drawing."""


def of_bob(desk):
    return {own.line.number: own for own in desk.app.cases.own(desk.bob).items}


def test_a_case_that_asks_for_the_customer_is_theirs_and_says_what_for(desk):
    asked, new = desk.open().to("Pending Customer"), desk.open()
    found = of_bob(desk)
    assert found[asked.number].yours
    assert found[asked.number].words == "We need something from you to go on."
    assert not found[new.number].yours
    assert found[new.number].words.startswith("We have your request and will answer by 2 March")


def test_the_words_are_filled_in_with_the_facts_of_the_case(desk):
    case = desk.open().to("Blocked")
    assert "B-7" in of_bob(desk)[case.number].words


def test_a_closed_case_is_the_move_of_nobody(desk):
    case = desk.open().to("Closed")
    assert of_bob(desk)[case.number].moves == ()


def test_a_version_that_cannot_be_used_silences_its_own_cases_alone(desk):
    closed, stuck = desk.open().to("Closed"), desk.open()
    version = desk.app.versions.version(1)
    changed = version.bpmn.replace(b"</bpmn:definitions>", b" </bpmn:definitions>")
    desk.use(changed, dict(version.files))
    good = desk.open()
    with desk.app.db.write() as tx:
        tx.run("UPDATE versions SET bpmn = '<nothing/>' WHERE id = 1")
    desk.app.versions._ready.clear()
    found = of_bob(desk)
    assert [(found[one.number].moves, found[one.number].words) for one in (closed, stuck)] == [
        ((), ""),
        ((), ""),
    ]
    assert found[good.number].words


def test_a_customer_is_shown_their_own_cases_alone(desk):
    desk.open(by=desk.eve)
    assert of_bob(desk) == {}
    assert [own.line.customer.id for own in desk.app.cases.own(desk.eve).items] == [desk.eve.id]
