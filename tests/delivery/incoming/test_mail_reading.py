"""Mails are written by others: each is read, whatever stands in it (bad inputs 1, 8-11, 20-26)."""

import pytest

from runner.clock import stopwatch
from runner.delivery.incoming.mail_reading import LONGEST_BODY, read_mail
from runner.errors import UnreadableMail
from tests.delivery.incoming.letters import BOUNCE, letter

PASS = "Authentication-Results: mx.desk.example; spf=pass; dkim=pass; dmarc=pass"
FAILED = "Authentication-Results: mx.desk.example; dmarc=fail"


def test_a_mail_says_who_wrote_what_to_whom():
    mail = read_mail(
        letter(
            "It is cold.\r\nSince Monday.",
            Cc="Zoe <zoe@bakery.example>",
            In_Reply_To="<b@desk.example>",
            References="<a@desk.example> <b@desk.example>",
            files=[("oven.png", b"png", "image/png")],
        )
    )
    assert (mail.sender, mail.name, mail.subject) == ("bob@example.com", "Bob", "Cold oven")
    assert mail.recipients == ("support@desk.example", "zoe@bakery.example")
    assert mail.text == "It is cold.\nSince Monday."
    assert mail.answers == ("<b@desk.example>", "<a@desk.example>")
    assert [(file.name, file.content) for file in mail.files] == [("oven.png", b"png")]
    assert (mail.message_id, mail.machine, mail.bounce) == ("<1@bakery.example>", "", False)


@pytest.mark.parametrize(
    ("header", "sender", "name"),
    [
        ("From: BOB@Example.com", "bob@example.com", ""),
        ("From: bob@example.com\nFrom: alice@example.com", "", ""),  # two headers
        ("From: bob@example.com, alice@example.com", "", ""),
        ("From: team: bob@example.com, alice@example.com;", "", ""),  # a group
        ('From: "alice@example.com" <eve@example.com>', "eve@example.com", "alice@example.com"),
        ('From: "a b"@example.com', "", ""),  # a quoted local part
        (f"From: {'b' * 400}@example.com", "", ""),
        ("From: <b\u043eb@example.com>", "b\u043eb@example.com", ""),  # a Cyrillic o: somebody else
        ("From: =?utf-8?q?Bob=0D=0ABcc=3A_eve?= <bob@example.com>", "bob@example.com", None),
        # of these, some programs read the one address, and others the other
        ("From: alice@example.com (x) <eve@evil.example>", "", ""),
        ("From: <alice@example.com> <eve@evil.example>", "", ""),
        ("From: alice@example.com;eve@evil.example", "", ""),
        ("From: <@evil.example:alice@example.com>", "", ""),
        ("From: =?utf-8?q?=22?= <alice@example.com> =?utf-8?q?=22?= <eve@evil.example>", "", ""),
        (
            "From: =?utf-8?q?=3Calice=40example.com=3E?= <eve@evil.example>",
            "eve@evil.example",
            "<alice@example.com>",
        ),
        (f'From: "{"x" * 19_978}" <alice@example.com.evil.example>', "", ""),
        ("From: Bob, Bakery <bob@example.com>", "bob@example.com", "Bob, Bakery"),
        ("From: bob@example.com (Bob)", "bob@example.com", "Bob"),
        ("From: bob@example.com <bob@example.com>", "bob@example.com", "bob@example.com"),
        ("From: undisclosed", "", ""),
        ("From: ", "", ""),
        ("Reply-To: eve@example.com\nFrom: bob@example.com", "bob@example.com", ""),
    ],
)
def test_the_sender_is_one_address_or_nobody(header, sender, name):
    mail = read_mail(letter(From=None, raw_headers=header.split("\n")))
    assert mail.sender == sender
    if name is not None:
        assert mail.name == name
    assert mail.name.isprintable()


def test_a_mail_is_the_same_by_whichever_way_it_comes():
    once, digest = letter(), read_mail(letter()).digest
    assert read_mail(b"Received: from a by b\n" + once.replace(b"\n", b"\r\n")).digest == digest
    assert read_mail(letter("Something else, under the same id.")).digest != digest
    nameless = read_mail(letter(Message_ID=None))
    assert nameless.message_id == f"<{nameless.digest}>"
    assert read_mail(letter("Another", Message_ID=None)).message_id != nameless.message_id


def test_dates_are_not_believed_and_not_looked_at():
    for date in ("Tue, 19 Jan 2038 03:14:08 +0000", "Thu, 01 Jan 1970 00:00:00 +0000", "yesterday"):
        raw = letter(Date=None, raw_headers=[f"Date: {date}"])
        assert read_mail(raw).text == "My oven is cold."


@pytest.mark.parametrize(
    ("results", "distrusted", "proven"),
    [
        (PASS, "", True),
        (PASS.replace("mx.desk.example", "mx.evil.example"), "", False),
        (PASS.replace("dmarc=pass", "dmarc=fail"), "DMARC failed", False),
        ("Authentication-Results: mx.desk.example; spf=fail; dkim=none", "SPF failed", False),
        ("Authentication-Results: mx.desk.example; spf=softfail; dkim=pass", "", False),
        (f"{PASS.replace('pass', 'fail')}\n{PASS}", "DMARC failed", False),  # the newest is first
        ("Authentication-Results: ;;;=", "", False),
        # a sender chooses what stands in quotes, in comments, and in headers of their own
        (f'{FAILED} header.from=x; spf=pass smtp.mailfrom="; dmarc=pass"@evil', "DMARC", False),
        (f"{FAILED} (a; dmarc=pass)", "DMARC failed", False),
        (f"{FAILED} header.from=x;dmarc=pass@evil", "DMARC failed", False),
        ("Authentication-Results: =?utf-8?q?mx.desk.example=3B_dmarc=3Dpass?=", "", False),
    ],
)
def test_only_the_receiving_server_says_whether_the_sender_is_right(results, distrusted, proven):
    raw = letter(raw_headers=results.split("\n"))
    mail = read_mail(raw, "mx.desk.example")
    assert mail.distrusted.startswith(distrusted)
    assert bool(mail.distrusted) == bool(distrusted)
    assert mail.proven is proven
    unread = read_mail(raw)
    assert (unread.distrusted, unread.proven) == ("", False)


def test_a_delivery_report_names_who_was_not_reached_and_what_came_back():
    mail = read_mail(BOUNCE % b"support+c1p6-aaaa@desk.example")
    assert mail.bounce
    assert mail.machine == "a delivery report"
    assert mail.failed == ("bob@example.com",)
    assert mail.returned == ("support+c1p6-aaaa@desk.example",)


OF_ALICE = b"Final-Recipient: rfc822; alice@example.com\nAction: %s\n\n"


@pytest.mark.parametrize(
    ("actions", "bounce", "failed"),
    [
        ((b"delayed", b"delayed"), False, ()),
        ((b"delivered", b"relayed"), False, ()),
        ((b"failed", b"delivered"), True, ("alice@example.com",)),
        ((b"delayed", b"FAILED"), True, ("bob@example.com",)),
        ((b"delayed (4.4.1)", b"delivered; at the door"), False, ()),
        ((b"failed (5.1.1)", b"delivered"), True, ("alice@example.com",)),
    ],
)
def test_a_mail_that_is_only_late_did_not_come_back(actions, bounce, failed):
    of_alice, of_bob = actions
    raw = BOUNCE.replace(b"Action: failed", b"Action: " + of_bob)
    raw = raw.replace(b"Final-Recipient", OF_ALICE % of_alice + b"Final-Recipient", 1)
    mail = read_mail(raw % b"support@desk.example")
    assert (mail.bounce, mail.failed, mail.machine) == (bounce, failed, "a delivery report")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (letter("x\0y\u202ez \U0001f525"), "xyz \U0001f525"),
        (letter(raw_headers=['Content-Type: text/plain; charset="none-such"']), "My oven is cold."),
        (
            b"From: b@example.com\nContent-Type: text/plain; charset=utf-8\n\nl\xe4uft\n",
            "l\ufffduft",
        ),
        (b"From: b@example.com\nContent-Type: text/plain; charset=latin-1\n\nl\xe4uft\n", "läuft"),
        (b"From: b@example.com\nContent-Type: multipart/mixed; boundary=Q\n\n--", ""),
        (b"", ""),
        (b"\xff\xfe\x00", "\ufffd\ufffd"),
        (letter("{{7*7}} <script>alert(1)</script>"), "{{7*7}} <script>alert(1)</script>"),
        (letter(" ", html="<p>Only here</p>"), "Only here"),
        (letter("Plain", html="<p>The same</p>"), "Plain"),
    ],
)
def test_any_bytes_are_read(raw, text):
    assert read_mail(raw).text == text


def test_a_text_between_pictures_is_read_whole():
    parts = "".join(
        f"--X\nContent-Type: {kind}\n\n{said}\n"
        for kind, said in (("text/plain", "Before"), ("image/png", "png"), ("text/plain", "After"))
    )
    raw = f"From: b@example.com\nContent-Type: multipart/mixed; boundary=X\n\n{parts}--X--\n"
    mail = read_mail(raw.encode())
    assert mail.text.split() == ["Before", "After"]
    assert [file.name for file in mail.files] == ["file"]


def test_what_is_huge_is_cut_and_says_so():
    text = read_mail(letter("x" * 1_000_000)).text
    assert len(text) == LONGEST_BODY
    assert text.endswith("it is in the mailbox.)")
    many = read_mail(letter(To=", ".join(f"p{n}@example.com" for n in range(5_000))))
    assert 100 < len(many.recipients) <= 500
    deep = read_mail(letter("\n".join(f"{'>' * 200} deep" for _ in range(50))))
    assert ">>>> deep" in deep.text


def test_parts_in_parts_in_parts_end_somewhere():
    raw = b"From: b@example.com\n"
    for depth in range(40):
        raw += f'Content-Type: multipart/mixed; boundary="{depth}"\n\n--{depth}\n'.encode()
    assert read_mail(raw + b"\ntext\n").text == ""
    many = b"".join(b"--X\nContent-Disposition: attachment\n\nx\n" for _ in range(2_000))
    found = read_mail(b"Content-Type: multipart/mixed; boundary=X\n\n" + many)
    assert len(found.files) < 200


def bombs():
    start = b"From: b@example.com\n"
    yield start + b"\n" + b"x\n" * 2_500_000
    yield start + b"Content-Type: multipart/mixed; boundary=X\n\n" + b"--X\n\nhello\n" * 30_000
    yield start + b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n)
                           for n in range(100)) + b"--x\n" * 300_000  # fmt: skip
    yield start + b"Content-Type: message/rfc822\n\n" * 300 + b"\nx"


def slow_ones():
    start = b"From: b@example.com\n"
    for line in (
        b'"a" ' * 5_000,
        b"a." * 10_000,
        b"a@b.example, " * 1_500,
        b"=?utf-8?q?a?= " * 1_400,
    ):
        yield start + (b"To: " + line + b"\n") * 50 + b"\nhi"
    yield start + b"Content-Type: text/plain; " + b"a*0*=x; " * 100_000 + b"\n\nx"
    yield start + b"Content-Type: text/plain; charset=punycode\n\n" + b"a-" + b"zz9" * 100_000
    yield start + b"X-A: b\n" * 100_000 + b"\nhi"
    yield start + b"\n" + b"x" * 5_000_000


def test_what_is_built_to_take_for_ever_is_read_soon_or_not_at_all():
    spent = stopwatch()
    for raw in bombs():
        with pytest.raises(UnreadableMail, match="look at it in the mailbox"):
            read_mail(raw)
    for raw in slow_ones():
        assert read_mail(raw).sender == "b@example.com"
    assert spent() < 120


def test_what_is_no_text_is_kept_as_a_file_and_not_opened():
    files = [
        ("winmail.dat", b"tnef", "application/ms-tnef"),
        ("smime.p7m", b"p7", "application/pkcs7-mime"),
        ("..\\..\\CON", b"x", "application/octet-stream"),
        ("a.html", b"<script>", "application/octet-stream"),
    ]
    mail = read_mail(letter(files=files))
    assert [file.name for file in mail.files] == [name for name, _, _ in files]
    invitation = b"Content-Type: text/calendar\nFrom: b@example.com\n\nBEGIN:VCALENDAR\n"
    assert [file.name for file in read_mail(invitation).files] == ["invitation.ics"]
    within = letter().replace(b"\n", b"\n", 1)
    forwarded = (
        b"Content-Type: multipart/mixed; boundary=X\n\n--X\nContent-Type: message/rfc822\n\n"
    )
    mail = read_mail(forwarded + within + b"\n--X--\n")
    assert [file.name for file in mail.files] == ["mail.eml"]
    assert b"Cold oven" in mail.files[0].content
    assert mail.text == ""  # what is in a mail within is not what this one says


def test_the_same_words_to_another_address_are_another_mail():
    one, other = (
        read_mail(letter("Yes, please.", To=to, Message_ID=""))
        for to in ("a@desk.example", "b@desk.example")
    )
    assert one.digest != other.digest
