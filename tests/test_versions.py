"""The processes of the versions, when many ask for one at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

MANY = 8


def test_requests_that_come_at_once_after_a_start_prepare_a_version_only_once(desk):
    versions = desk.app.versions
    live = versions.current_id()
    versions._ready.clear()
    prepare, prepared, together = versions.prepare, [], Barrier(MANY)

    def counted(version):
        prepared.append(version.id)
        return prepare(version)

    versions.prepare = counted

    def ask(_):
        together.wait()
        return versions.process(live)

    with ThreadPoolExecutor(MANY) as threads:
        list(threads.map(ask, range(MANY)))

    assert prepared == [live]
