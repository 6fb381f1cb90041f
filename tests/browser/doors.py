"""The doors of an installation that may die at any time: its pages without a browser, its API, the links
of its mails and its mailbox. What is not answered is asked again, as a careful client does: a form with
its mark, a request with its key."""

from __future__ import annotations

import re
import time
import uuid
from email.message import EmailMessage

import httpx
from lxml import html

from tests.patience import PATIENCE

LINK = re.compile(r"^(.+):\n(http://\S+)$", re.MULTILINE)
"""A link in a mail, with what it does."""

Files = list[tuple[str, bytes]]


class Visitor:
    """An HTTP client that comes again while nobody answers."""

    def __init__(self, url: str, **headers: str):
        self._client = httpx.Client(
            base_url=url, headers=headers, timeout=PATIENCE,
            verify=False, trust_env=False,  # certificates, which take long to read
        )  # fmt: skip
        self.asked = 0

    def ask(self, method: str, path: str, **more) -> httpx.Response:
        """`path` may be a whole address."""
        self.asked += 1
        end = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self._client.request(method, path, **more)
                if answer.status_code != 503:
                    return answer
            except httpx.TransportError:
                assert time.monotonic() < end, f"Nobody answers at {path}."
            time.sleep(0.05)

    def get(self, path: str) -> httpx.Response:
        return self.ask("GET", path)

    def close(self) -> None:
        self._client.close()


class Api(Visitor):
    """With somebody's token."""

    def __init__(self, url: str, token: str):
        super().__init__(url, Authorization=f"Bearer {token}")

    def send(self, method: str, path: str, body: dict, files: Files = ()) -> dict:
        if files:
            body = {**body, "files": self.bring(files)}
        key = {"Idempotency-Key": uuid.uuid4().hex}
        answer = self.ask(method, f"/api{path}", json=body, headers=key)
        assert answer.status_code in (200, 201), (path, answer.text)
        return answer.json()

    def bring(self, files: Files) -> list[int]:
        answer = self.ask("POST", "/api/files", files=[("upload", file) for file in files])
        assert answer.status_code == 201, answer.text
        return [file["id"] for file in answer.json()["files"]]


class Pages(Visitor):
    """Pages and their forms, without a script."""

    def sign_in(self, email: str, password: str) -> Pages:
        self.send("/sign-in", "/sign-in", email=email, password=password)
        return self

    def send(self, page: str, action: str, files: Files = (), **fields: str) -> httpx.Response:
        """Sends the form of a page that leads to an address; `__` in names stands for a dot."""
        answer = self.get(page)
        carried = hidden(answer.text, action)
        assert carried is not None, f"{page} does not lead to {action}: {answer.text[:2000]}"
        given = {name.replace("__", "."): value for name, value in fields.items()}
        with_files = {"files": [("upload", file) for file in files]} if files else {}
        answer = self.ask("POST", action, data=carried | given, **with_files)
        assert answer.status_code in (200, 303), (action, answer.status_code, answer.text[:3000])
        return answer


def hidden(page: str, action: str) -> dict[str, str] | None:
    """What the form of a page carries that leads to an address; None where there is none. A button
    may lead there, too."""
    document = html.fromstring(page)
    for button in document.xpath("//button[@formaction=$to]", to=action):
        form = document.get_element_by_id(button.get("form"))
        return _hidden(form) | (
            {button.get("name"): button.get("value")} if button.get("name") else {}
        )
    forms = document.xpath("//form[@action=$to]", to=action)
    return _hidden(forms[0]) if forms else None


def _hidden(form) -> dict[str, str]:
    return {one.get("name"): one.get("value", "") for one in form.xpath(".//input[@type='hidden']")}


# ------------------------------------------------------------------ mails


def words_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def links_of(mail: EmailMessage) -> dict[str, str]:
    """The links of a mail, by what they do."""
    return dict(LINK.findall(words_of(mail).replace("\r\n", "\n")))


def answer_to(mail: EmailMessage, sender: str, text: str, files: Files = ()) -> EmailMessage:
    """As a mail program makes it: to the address that the mail asks for, with all of it quoted."""
    answer = EmailMessage()
    answer["From"] = sender
    answer["To"] = mail["Reply-To"] or mail["From"]
    answer["Subject"] = f"Re: {mail['Subject']}"
    answer["In-Reply-To"] = mail["Message-ID"]
    quoted = "\n".join(f"> {line}" for line in words_of(mail).splitlines())
    answer.set_content(f"{text}\n\nOn Monday Support wrote:\n{quoted}\n")
    for name, content in files:
        answer.add_attachment(content, maintype="text", subtype="plain", filename=name)
    return answer


def new_mail(sender: str, to: str, subject: str, text: str, files: Files = ()) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail.set_content(text)
    for name, content in files:
        mail.add_attachment(content, maintype="text", subtype="plain", filename=name)
    return mail
