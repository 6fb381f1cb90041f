"""What a mail is for: nobody gets into a case by what a header says (bad inputs 1-6, 8, 10, 12)."""

import pytest

from tests.cases.mailing import FORGED, PROVEN, MailDesk


@pytest.fixture
def desk(tmp_path):
    desk = MailDesk(tmp_path)
    yield desk
    desk.app.close()


def said(case):
    return [message.body for message in case.conversation()]


def test_an_answer_comes_into_its_case_by_address_thread_or_number(desk):
    case = desk.open().to("Pending Customer")
    before = len(said(case))
    assert desk.mail("By address.", to=(case, desk.bob)).number == case.number
    assert case.status == "Customer Replied"
    thread = f"<x@y.example> {desk.replies.thread(case.case.id)}"
    desk.mail("By thread.", References=thread, raw_headers=[PROVEN])
    desk.mail("By number.", Subject=f"Re: [{case.number}] Printer", raw_headers=[PROVEN])
    assert said(case)[before:] == ["By address.", "By thread.", "By number."]
    assert not desk.waiting()


def test_a_second_mail_follows_the_first_also_before_we_answered(desk):
    first = desk.mail("It is cold.", Message_ID="<first@bakery.example>")
    again = desk.mail("Still cold.", In_Reply_To="<first@bakery.example>", raw_headers=[PROVEN])
    assert first.number == again.number
    stranger = desk.mail("Me too.", From="eve@example.com", In_Reply_To="<first@bakery.example>")
    assert stranger.why.endswith("not its sender’s")


def test_whoever_stands_beside_the_customer_answers_too(desk):
    case = desk.open()
    case.cases.copy(desk.bob, case.number, add=["zoe@bakery.example"])
    zoe = desk.app.accounts.by_email("zoe@bakery.example")
    assert desk.mail("I saw it.", From=zoe.email, to=(case, zoe)).number == case.number
    case.cases.copy(desk.bob, case.number, remove=[zoe.email])
    assert desk.mail("And again.", From=zoe.email, to=(case, zoe)).state == "waiting"
    assert said(case) == ["I saw it."]


def test_an_answer_to_all_counts_at_the_address_of_who_wrote_it(desk):
    case = desk.open()
    both = [desk.reply_address(case, person) for person in (desk.alice, desk.bob)]
    assert desk.mail("To all.", To=", ".join(both)).number == case.number
    assert case.conversation()[-1].side == "customer"


def test_an_entry_that_was_merged_writes_as_the_one_that_stays(desk):
    old = desk.app.accounts.add("bob@old.example", "Bobby", ["customer"])
    case = desk.open(old)
    address = (case, old)
    desk.app.merging.merge(old.email, "bob@example.com")
    for sender in (old.email, "bob@example.com"):
        assert desk.mail(f"From {sender}.", From=sender, to=address).number == case.number
    assert desk.mail(From=old.email).state == "taken"
    assert {message.author.id for message in case.conversation()} == {desk.bob.id}


def test_an_id_that_others_use_as_well_takes_nobody_s_answers_away(desk):
    first = desk.mail("It is cold.", Message_ID="<first@bakery.example>")
    desk.mail("Mine.", From="eve@example.com", Message_ID="<first@bakery.example>")
    poison = {"Message_ID": "<first@bakery.example>", "Subject": f"[{desk.open().number}]"}
    assert desk.mail("Mine, too.", From="eve@example.com", **poison).state == "waiting"
    again = desk.mail("Still cold.", In_Reply_To="<first@bakery.example>", raw_headers=[PROVEN])
    assert again.number == first.number


def test_a_sender_who_is_not_proven_opens_cases_and_comes_into_none(desk):
    case = desk.open()
    unproven = "Authentication-Results: mx.desk.example; spf=pass; dmarc=none"
    elsewhere = "Authentication-Results: mx.evil.example; dmarc=pass"
    for headers in ([], [unproven], [elsewhere]):
        taken = desk.mail("Close it.", Subject=f"Re: [{case.number}]", raw_headers=headers)
        assert (taken.state, "nothing proves" in taken.why) == ("waiting", True)
    assert [mail.case_id for mail in desk.waiting()] == [case.case.id] * 3
    assert said(case) == []
    assert desk.mail("New.", raw_headers=[unproven]).state == "taken"


def test_a_reply_address_ends_with_the_mail_address_that_it_was_sent_to(desk):
    case = desk.open()
    at_bob, at_alice = (desk.reply_address(case, one) for one in (desk.bob, desk.alice))
    desk.app.accounts.correct_email("bob@example.com", "bob@new.example")
    desk.app.accounts.correct_email("alice@example.com", "alice@new.example")
    for email, address, name in (
        ("bob@example.com", at_bob, "Bob"), ("bob@new.example", at_bob, "Bob"),
        ("alice@new.example", at_alice, "Alice"),
    ):  # fmt: skip
        taken = desk.mail("Let me in.", From=email, To=address)
        was = f"{name.lower()}@example.com: {name} has another one now"
        assert (taken.state, taken.why.endswith(was)) == ("waiting", True), taken
    assert (said(case), case.status) == ([], "New")
    bob = desk.app.accounts.by_email("bob@new.example")
    assert desk.mail("By the new one.", From=bob.email, to=(case, bob)).number == case.number
    desk.app.accounts.correct_email("bob@new.example", "bob@example.com")
    assert desk.mail("It is his again.", To=at_bob).number == case.number


def test_an_agent_answers_from_their_mail_program(desk):
    case = desk.open()
    taken = desk.mail("Look at the fuse.", From="Alice <alice@example.com>", to=(case, desk.alice))
    assert taken.state == "taken"
    message = case.conversation()[-1]
    assert (message.side, message.visibility, message.author.id) == (
        "support", "public", desk.alice.id,
    )  # fmt: skip
    assert case.status == "Work in Progress"  # a first response, as from the page of the case


def test_a_machine_of_an_agent_answers_nobody(desk):
    case = desk.open()
    for headers in ({"Auto_Submitted": "auto-replied"}, {"Subject": "Out of office"}):
        taken = desk.mail("Away.", From="alice@example.com", to=(case, desk.alice), **headers)
        assert taken.state == "machine"
    assert (case.status, said(case)) == ("New", [])


def test_who_is_let_nowhere_waits_for_a_person(desk):
    case, other = desk.open(), desk.open(desk.eve)
    alice, eve, bob = "alice@example.com", "eve@example.com", "bob@example.com"
    forged = desk.reply_address(case, desk.bob).replace("-", "-a")
    for why, headers in {
        "forged: DMARC": {"From": bob, "to": (case, desk.bob), "raw_headers": [FORGED]},
        "who works here": {"From": alice, "Subject": f"[{case.number}] Hello"},
        "from Alice, who works": {"From": alice},
        "somebody else": {"From": eve, "to": (case, desk.bob)},
        "written to somebody": {"From": alice, "to": (case, desk.bob)},
        "to somebody": {"From": eve, "to": (case, desk.alice)},
        "not one of ours": {"From": bob, "To": forged},
        "not its sender’s": {"From": eve, "Subject": f"Re: [{case.number}] Printer"},
        "C-999999, which": {"From": bob, "Subject": "[C-999999] There is none"},
        f"{case.number}, which": {"From": eve, "In_Reply_To": desk.replies.thread(case.case.id)},
        f"names {case.number}": {"From": "zoe@bakery.example", "Subject": f"[{case.number}]"},
        "no sender, or several": {"From": f"{bob}, {alice}"},
        "has no sender": {"From": None},
        "nobody here": {"From": "zoe@bakery.example", "box": "known"},
        "somebody": {"From": f'"{alice}" <{eve}>', "to": (case, desk.alice)},
    }.items():
        taken = desk.mail("Let me in.", **headers)
        assert (taken.state, why in taken.why) == ("waiting", True), (why, taken)
    assert said(case) == said(other) == []
    assert case.status == other.status == "New"
    assert desk.app.cases.mails.waiting(desk.alice) == 15


def test_a_number_counts_in_the_subject_alone(desk):
    case = desk.open()
    for text in (f"[{case.number}]", f"> [{case.number}] Printer on fire"):
        assert desk.mail(text, From="eve@example.com").number != case.number
    assert desk.mail(Subject=f"About {case.number}").number != case.number


def test_access_that_was_taken_away_stays_away(desk):
    case = desk.open()
    address = (case, desk.alice)
    desk.app.accounts.deactivate("alice@example.com")
    taken = desk.mail("Hello.", From="alice@example.com", to=address)
    assert "taken away" in taken.why


def test_our_own_mails_that_come_back_open_nothing(desk):
    case = desk.open()
    for sender in ("support@desk.example", "known@desk.example", "caselane@localhost",
                   desk.reply_address(case, desk.bob)):  # fmt: skip
        assert desk.mail(From=sender).state == "machine"
    with desk.app.db.read() as tx:
        assert tx.run("SELECT count(*) FROM cases").fetchone()[0] == 1
