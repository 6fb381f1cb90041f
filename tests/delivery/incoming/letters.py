"""Mails as they come, written down briefly."""

from email.message import EmailMessage


def letter(body="My oven is cold.", *, html="", files=(), raw_headers=(), **headers) -> bytes:
    """A mail of Bob's. A header's name is written with `_`; None leaves one out."""
    mail = EmailMessage()
    usual = {
        "From": "Bob <bob@example.com>",
        "To": "support@desk.example",
        "Subject": "Cold oven",
        "Message_ID": "<1@bakery.example>",
        "Date": "Mon, 02 Mar 2026 09:00:00 +0000",
    }
    for name, value in (usual | headers).items():
        if value is not None:
            mail[name.replace("_", "-")] = value
    mail.set_content(body)
    if html:
        mail.add_alternative(html, subtype="html")
    for name, content, kind in files:
        major, minor = kind.split("/")
        mail.add_attachment(content, maintype=major, subtype=minor, filename=name)
    top = "".join(f"{line}\n" for line in raw_headers).encode("utf-8", "surrogateescape")
    return top + mail.as_bytes()


BOUNCE = b"""\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: support@desk.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <b1@mx.example>
Content-Type: multipart/report; report-type=delivery-status; boundary="X"

--X
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--X
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; Bob@example.com
Action: failed
Status: 5.1.1
--X
Content-Type: text/rfc822-headers

From: Caselane <support@desk.example>
Reply-To: Support
 <%s>
Subject: [C-1001] Cold oven
--X--
"""
