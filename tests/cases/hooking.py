"""A desk to which programs deliver, and what they send. The shapes are those of GitHub and GitLab (an
issue), Prometheus Alertmanager and Grafana (alerts); the words are made up."""

import hashlib
import hmac
import json

from tests.desk import Desk

SECRET = "a-secret-of-a-hook-of-a-test-1234"
HOOKS = f"""
[github]
person = "alice@example.com"
sign = "github"
secret = "{SECRET}"
[[github.rules]]
when = {{ "/action" = "opened", "/issue/labels/0/name" = ["customer", "urgent"] }}
reference = "{{/repository/full_name}}#{{/issue/number}}"
subject = "{{/issue/title}}"
text = "{{/issue/body}}\\n\\n{{/issue/html_url}}"
customer = "bakery@example.com"
product = "Oven"
priority = "P2"
[[github.rules]]
when = {{ "/action" = "closed" }}
reference = ["{{/issue/html_url}}", "B-{{/issue/number}}"]
event = "blocker_cleared"

[gitlab]
person = "alice@example.com"
sign = "gitlab"
secret = "{SECRET}"
[[gitlab.rules]]
when = {{ "/object_kind" = "issue", "/object_attributes/action" = "close" }}
reference = "B-{{/object_attributes/iid}}"
event = "blocker_cleared"

[alerts]
person = "alice@example.com"
secret = "{SECRET}"
[[alerts.rules]]
each = "/alerts"
when = {{ "/status" = "firing" }}
reference = "{{/fingerprint}}"
subject = "{{/labels/alertname}} on {{/labels/instance}}"
text = "{{/annotations/summary}}"
customer = "monitor@example.com"
[[alerts.rules]]
each = "/alerts"
when = {{ "/status" = "over" }}
reference = "{{/fingerprint}}"
event = "customer_closes"
fields = {{ how = "{{/annotations/summary}}" }}

[shop]
person = "alice@example.com"
secret = "{SECRET}"
[[shop.rules]]
reference = "{{/order}}"
subject = "Return of order {{/order}}"
text = "{{/why}}"
customer = "bakery@example.com"
lifecycle = "returns"
fields = {{ serial = "{{/serial}}" }}
"""


class HookDesk(Desk):
    def __init__(self, folder, **more):
        file = folder / "hooks.toml"
        file.write_text(HOOKS)
        super().__init__(folder, hooks=file, **more)

    @property
    def hooks(self):
        return self.app.cases.hooks

    def deliver(self, hook, body, **headers):
        """What a program sends that knows the secret; headers with `_` for `-`."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.hooks.take(hook, proof(hook, raw) | named, raw)


def proof(hook, raw, secret=SECRET):
    if hook == "github":
        signed = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
        return {"x-hub-signature-256": f"sha256={signed}"}
    return {"x-gitlab-token": secret} if hook == "gitlab" else {"authorization": f"Bearer {secret}"}


def github(action="opened", number=7, title="Oven stays cold", label="customer"):
    return {
        "action": action,
        "issue": {
            "number": number, "title": title, "body": "Since Monday.", "state": "open",
            "html_url": f"https://git.example/bakery/oven/issues/{number}",
            "user": {"login": "zoe"}, "labels": [{"name": label, "color": "ff0000"}],
        },
        "repository": {"full_name": "bakery/oven", "private": True},
        "sender": {"login": "zoe"},
    }  # fmt: skip


def gitlab(action="close", iid=7):
    return {
        "object_kind": "issue", "event_type": "issue", "user": {"username": "zoe"},
        "project": {"path_with_namespace": "bakery/oven"},
        "object_attributes": {"iid": iid, "title": "Oven stays cold", "action": action},
    }  # fmt: skip


def alertmanager(*fingerprints, status="firing"):
    return {
        "version": "4", "groupKey": "{}:{alertname=\"Hot\"}", "status": status,
        "receiver": "caselane", "truncatedAlerts": 0,
        "alerts": [
            {
                "status": status, "fingerprint": one, "startsAt": "2026-03-02T09:00:00Z",
                "labels": {"alertname": "Hot", "instance": f"oven-{one}"},
                "annotations": {"summary": "It is 300 degrees."},
            }
            for one in fingerprints
        ],
    }  # fmt: skip


def grafana(*fingerprints):
    return alertmanager(*fingerprints) | {
        "orgId": 1, "title": "[FIRING:1] Hot", "state": "alerting", "message": "**Firing**",
    }  # fmt: skip
