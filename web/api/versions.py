"""The API of the diagram: its versions, and moving running cases between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Blueprint, Response, request

from runner.deployment.migration import CaseSelection
from runner.model import Lifecycle, Version
from runner.people.permissions import may, require
from web.api.request_schemas import PACKAGE_OPTIONS
from web.api.requests import body_of, package_of, paging
from web.shared import representations
from web.shared.auth import bearer, caselane
from web.shared.numbers import LAST_ID
from web.shared.packages import ZIP, zip_of
from web.shared.representations import answer, answer_page

versions = Blueprint("api_versions", __name__, url_prefix="/api")


@versions.get("/diagram")
def get_diagram() -> Response:
    current = caselane().versions.current_id()
    return _bpmn(caselane().deployment.version(bearer(), current))


@versions.post("/diagrams")
def deploy_diagram() -> Response:
    person = bearer()
    require(person, "deploy_diagram")  # before a package is unpacked
    package, said = package_of("deployDiagram")
    terms = {name: said[name] for name in PACKAGE_OPTIONS["deployDiagram"] if name in said}
    version = caselane().deployment.deploy(person, package, **terms)
    response = answer(_version(version), 201)
    response.headers["Location"] = f"/api/diagrams/{version.id}"
    return response


@versions.post("/diagrams/check")
def check_diagram() -> Response:
    person = bearer()
    require(person, "check_diagram")
    package, said = package_of("checkDiagram")
    found = caselane().deployment.check(person, package, said.get("without_policies", False))
    return answer(representations.checked(found))


@versions.get("/diagrams")
def list_diagrams() -> Response:
    cursor, limit = paging()
    page = caselane().deployment.listed(bearer(), cursor, limit)
    return answer_page(page, _versions(page.items))


@versions.get(f"/diagrams/<int(max={LAST_ID}):version>")
def get_version(version: int) -> Response:
    """As JSON with its files, for `Accept: application/zip` as a package, for `application/xml` the
    very bytes of the diagram."""
    found = caselane().deployment.version(bearer(), version)
    wanted = request.accept_mimetypes.best_match(["application/json", ZIP, "application/xml"])
    if wanted == "application/xml":
        return _bpmn(found)
    if wanted == ZIP:
        return Response(zip_of(found), content_type=ZIP)
    return answer(representations.whole_version(found, caselane().versions.current_ids()))


@versions.post(f"/diagrams/<int(max={LAST_ID}):version>/approve")
def approve_diagram(version: int) -> Response:
    person, body = bearer(), body_of("approveDiagram")
    return answer(_version(caselane().deployment.approve(person, version, **body)))


@versions.post("/diagrams/plan")
def plan_migration() -> Response:
    person = bearer()
    require(person, "migrate_cases")
    package, said = package_of("planMigration")
    done = caselane().migration.plan_draft(person, package, said.get("renamed"))
    return answer(representations.migrated(done))


@versions.post(f"/diagrams/<int(max={LAST_ID}):version>/migrate")
def migrate_cases(version: int) -> Response:
    """Each case moves in a transaction of its own, so there is no key: the same request once more
    moves those that are left."""
    person, body = bearer(), body_of("migrateCases")
    cursor, limit = paging()
    renamed, numbers = body.get("renamed"), body.get("cases", ())
    migration = caselane().migration
    if body.get("plan"):
        done = migration.plan(person, version, renamed, CaseSelection(numbers))
    else:
        part = CaseSelection(numbers, cursor or 0, limit, migration=body.get("migration"))
        done = migration.run(person, version, renamed, body.get("reason", ""), part)
    return answer(representations.migrated(done))


@versions.post(f"/migrations/<int(max={LAST_ID}):migration>/undo")
def undo_migration(migration: int) -> Response:
    """There is no key: the same request once more takes back what is left."""
    person = bearer()
    body_of("undoMigration")
    cursor, limit = paging()
    done = caselane().migration_undo.run(person, migration, cursor or 0, limit)
    return answer(representations.undone(done))


@versions.get("/lifecycles")
def list_lifecycles() -> Response:
    """Those that take cases; for those who work here all of them."""
    person = bearer()
    all_of_them = may(person, "see_versions")
    found = (
        caselane().deployment.lifecycles(person) if all_of_them else caselane().cases.lifecycles()
    )
    return answer({"lifecycles": _shown(found)})


def _shown(found: Iterable[Lifecycle]) -> list[dict[str, Any]]:
    asked = caselane().cases.start_forms()
    return [representations.lifecycle(one, asked) for one in found]


@versions.patch("/lifecycles/<process>")
def change_lifecycle(process: str) -> Response:
    person, body = bearer(), body_of("changeLifecycle")
    version = caselane().deployment.set_intake(person, process, body["intake"])
    found = caselane().deployment.lifecycles(person)
    return answer(
        {
            "lifecycles": _shown(found),
            "waiting": version.id if version.waiting else None,
        }
    )


def _bpmn(version: Version) -> Response:
    response = Response(version.bpmn, content_type="application/xml")
    response.set_etag(version.digest)
    return response


def _version(version: Version) -> dict[str, Any]:
    return next(_versions([version]))


def _versions(listed: Iterable[Version]) -> Iterator[dict[str, Any]]:
    current = caselane().versions.current_ids()
    return (representations.version(version, current) for version in listed)
