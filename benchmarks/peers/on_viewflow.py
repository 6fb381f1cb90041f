"""The case on django-viewflow, which keeps processes and tasks in Django's database."""

from __future__ import annotations

import django
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from benchmarks.peers.contestant import folder_and_mode, serve


def set_up(folder: str) -> None:
    settings.configure(
        SECRET_KEY="of no use",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "viewflow",
            "viewflow.workflow",
            "benchmarks.peers",
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": f"{folder}/cases.sqlite3",
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;",
                },
            }
        },
    )
    django.setup()
    call_command("migrate", verbosity=0)


class OnViewflow:
    def __init__(self):
        from viewflow.workflow.models import Task  # noqa: PLC0415
        from viewflow.workflow.status import STATUS  # noqa: PLC0415

        from benchmarks.peers.viewflow_flow import CaseFlow, CaseProcess  # noqa: PLC0415

        self.flow, self.processes = CaseFlow, CaseProcess.objects
        self.tasks, self.status = Task.objects, STATUS

    def open(self) -> str:
        with transaction.atomic():
            return str(self.flow.start.run().pk)

    def step(self, case_id: str, number: int, what: str) -> None:
        with transaction.atomic():
            task = self.tasks.get(process_id=int(case_id), status=self.status.NEW)
            task.flow_task.run(task, outcome=what)

    def closed(self) -> int:
        return self.processes.filter(status=self.status.DONE).count()


if __name__ == "__main__":
    set_up(folder_and_mode()[0])
    serve(OnViewflow())
