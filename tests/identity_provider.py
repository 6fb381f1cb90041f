"""An OpenID Connect provider over loopback HTTP: oidc-provider-mock (built on Authlib), which does not look
at PKCE by itself; here it does."""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import flask
import oidc_provider_mock
import requests
import waitress


class IdentityProvider:
    """`asked` are the token requests that came, `refused` those without the verifier of their code."""

    def __init__(self):
        self.app = oidc_provider_mock.app(require_nonce=True)
        self.app.debug = False
        self.app.before_request(self._check_verifier)
        self.app.after_request(self._note_challenge)
        self.asked, self.refused, self.changes = [], [], []
        self._challenges = {}
        self._server = waitress.create_server(self.app, host="127.0.0.1", port=0)
        self.url = f"http://127.0.0.1:{self._server.effective_port}"
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    def close(self):
        self._server.close()
        self._thread.join(timeout=5)

    def knows(self, subject, **claims):
        """Puts a person into the provider."""
        answer = requests.put(f"{self.url}/users/{subject}", json=claims, timeout=10)
        assert answer.ok, answer.text

    def let_in(self, url, subject):
        """Signs somebody in, who came by this address. Returns the path to go back to, with code and
        state."""
        answer = requests.post(url, data={"sub": subject}, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        return _path(answer.headers["Location"])

    def deny(self, url):
        answer = requests.post(url, data={"action": "deny"}, allow_redirects=False, timeout=10)
        return _path(answer.headers["Location"])

    @contextmanager
    def answering(self, path, change):
        """Changes what the provider answers at an address."""
        self.changes.append((path, change))
        yield
        self.changes.pop()

    def _note_challenge(self, response):
        request = flask.request
        if request.path == "/oauth2/authorize" and request.method == "POST":
            code = parse_qs(urlsplit(response.headers.get("Location", "")).query).get("code")
            if code:
                assert request.args["code_challenge_method"] == "S256"
                self._challenges[code[0]] = request.args["code_challenge"]
        for path, change in self.changes:
            if request.path == path:
                response.set_data(flask.json.dumps(change(response.get_json())))
        return response

    def _check_verifier(self):
        if flask.request.path != "/oauth2/token":
            return None
        form = flask.request.form.to_dict()
        self.asked.append(form)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if self._challenges.pop(form.get("code"), None) == challenge:
            return None
        self.refused.append(form)
        return flask.jsonify(error="invalid_grant"), 400


def _path(url):
    return re.sub(r"^https?://[^/]+", "", url)
