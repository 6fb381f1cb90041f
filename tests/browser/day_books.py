"""The books of a day: what was lost, doubled, left behind or shown to the wrong person."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from runner.model import to_id
from runner.store import events
from tests.browser.day import Day, DayLife
from tests.browser.doors import words_of
from tests.lives import WORD, differences, foreign


class DayBooks:
    def __init__(self, day: Day):
        self._day, self._app, self._site, self._lead = day, day.app, day.site, day.lead

    def faults(self) -> list[str]:
        """What was lost, doubled, left behind or shown to the wrong person."""
        found = [
            line for life in self._day.lives for line in differences(self._app, self._lead, life)
        ]
        found += [line for life in self._day.lives for line in self._files_of(life)]
        found += [*self._mails_in(), *self._letters(), *self._outside()]
        health = self._app.reports.health()
        if health.due_jobs or health.dead_jobs or health.incidents:
            found.append(f"left behind: {health}")
        if missing := self._app.cases.attachments.missing():
            found.append(f"files that are not in the folder: {missing}")
        return found

    def summary(self) -> str:
        day, counts = (
            self._day,
            ", ".join(f"{n} {what}" for what, n in sorted(self._day.counts.items())),
        )
        asked = sum(
            door.asked for one in (*day.agents, *day.customers) for door in (one.api, one.pages)
        )
        return (
            f"{len(day.lives)} cases, {sum(len(x.said) + len(x.noted) for x in day.lives)} texts, "
            f"{sum(len(x.files) for x in day.lives)} files, {len(day.expected)} mails in, "
            f"{len(self._site.post.mails)} mails out, {len(self._site.tracker.got)} events, "
            f"{len(self._site.room.got)} posts, {asked + day.tracker.asked} requests ({counts}); "
            f"{self._site.node.kills} kills: nothing elsewhere, lost, doubled or shown to others"
        )

    def _files_of(self, life: DayLife) -> Iterator[str]:
        here = Counter()
        for file in self._app.cases.attachments.of_case(self._lead, life.number):
            content = self._app.cases.attachments.get(self._lead, file.id)[1]
            with content:
                here[file.name, hashlib.sha256(content.read()).hexdigest()] += 1
        wanted = Counter((name, digest) for name, (digest, _) in life.files.items())
        if here != wanted:
            yield f"files of {life.number}: {here} here, {wanted} were sent"
        theirs = {
            f.name for f in self._app.cases.attachments.of_case(life.customer.person, life.number)
        }
        if theirs != {name for name, (_, kind) in life.files.items() if kind == "public"}:
            yield f"files that the customer of {life.number} sees: {theirs}"

    def _mails_in(self) -> Iterator[str]:
        """Each mail once, in the state that it has to be in, and in no other case."""
        found = self._site.mails_in()
        if found.keys() != self._day.expected.keys():
            yield f"mails: {found.keys() ^ self._day.expected.keys()}"
        for name, (state, _) in self._day.expected.items():
            if name in found and found[name][0] != state:
                yield f"{name} is {found[name][0]}, not {state}"

    def _letters(self) -> Iterator[str]:
        """Each customer got what support wrote to them, once, and nothing of anybody else."""
        post, twice = self._site.post, 0
        for life in self._day.lives:
            letters = post.letters.get(life.customer.person.email, ())
            said = Counter(word for mail in letters for word in set(WORD.findall(words_of(mail))))
            if wrong := [word for mail in letters for word in foreign(life.index, str(mail))]:
                yield f"{life.customer.person.email} was mailed {wrong}"
            for word in life.told:
                if said[word] != 1:
                    yield f"{word} was mailed {said[word]} times"
        twice = sum(times - 1 for times in post.mails.values())
        if twice > self._site.node.kills:
            yield f"{twice} mails were sent twice"

    def _outside(self) -> Iterator[str]:
        """The tracker heard of every line of a history that is not for support alone, and the room of
        what the lead was told."""
        came, kills = self._site.tracker.ids, self._site.node.kills
        with self._app.db.read() as tx:
            told = {
                f"{life.number}-{line.sequence}"
                for life in self._day.lives
                for line in events.of_case(tx, to_id(life.number))
                if line.details.get("visibility") != "internal"
            }
            posted = tx.run(
                "SELECT count(*) FROM deliveries WHERE way = :way AND sent_at IS NOT NULL",
                way="chat:support",
            ).fetchone()[0]
        if came.keys() != told:
            yield f"events that came, or happened, alone: {came.keys() ^ told}"
        if came.total() - len(came) > kills:
            yield f"events came twice: {came - Counter(told)}"
        posts = self._site.room.posts
        if len(posts) < posted or any("To Lena: [C-" not in post["text"] for post in posts):
            yield f"{posted} posts are noted, these came: {posts}"

    def audit(self, life: DayLife) -> None:
        """A customer asks for what is another's, by all doors."""
        other = next(one for one in self._day.lives if one.index != life.index and one.files)
        one, file = life.customer, self._app.cases.attachments.of_case(self._lead, other.number)[0]
        asked = [(one.pages, f"/my/{other.number}"), (one.pages, f"/files/{file.id}")]
        asked += [(one.api, f"/api/cases/{other.number}"), (one.api, f"/api/files/{file.id}")]
        for own in self._app.cases.attachments.of_case(self._lead, life.number):
            if life.files[own.name][1] == "internal":
                asked += [(one.pages, f"/files/{own.id}"), (one.api, f"/api/files/{own.id}")]
        for door, path in asked:
            answer = door.get(path)
            assert answer.status_code == 404, path
            assert foreign(life.index, answer.text) == [], path
        page = one.pages.get(f"/my/{life.number}").text
        assert foreign(life.index, page) == [], life.number
