"""The lifecycle as a flow of django-viewflow. Imported when Django is set up: see on_viewflow."""

from __future__ import annotations

from datetime import timedelta

from viewflow import jsonstore, this
from viewflow.workflow import flow
from viewflow.workflow.models import Process
from viewflow.workflow.nodes.boundary import TimerBoundary

from benchmarks.peers.rows import DESCRIPTION, SUBJECT


class CaseProcess(Process):
    subject = jsonstore.CharField()
    description = jsonstore.CharField()
    outcome = jsonstore.CharField()

    class Meta:
        proxy = True
        app_label = "peers"


def _chose(outcome):
    return lambda activation: activation.process.outcome == outcome


class CaseFlow(flow.Flow):
    """Handles rather than views: a view adds an assignment and a start to each task."""

    process_class = CaseProcess

    start = flow.StartHandle(this.submitted).Next(this.new)
    new = flow.Handle(this.chosen).Next(this.working)
    first_response_due = TimerBoundary(this.new, timedelta(hours=4), interrupting=False).Next(
        this.missed
    )
    missed = flow.End()
    working = flow.Handle(this.chosen).Next(this.next_step)
    next_step = (
        flow.Switch()
        .Case(this.pending, _chose("ask_customer"))
        .Case(this.proposed, _chose("propose_solution"))
        .Default(this.blocked)
    )
    pending = flow.MessageCatch(this.chosen).Next(this.replied)
    replied = flow.Handle(this.chosen).Next(this.working)
    proposed = flow.Handle(this.chosen).Next(this.accepted_or_not)
    accepted_or_not = (
        flow.Switch().Case(this.ended, _chose("accept_solution")).Default(this.working)
    )
    blocked = flow.Handle(this.chosen).Next(this.working)
    ended = flow.End()

    def submitted(self, activation):
        activation.process.subject = SUBJECT
        activation.process.description = DESCRIPTION
        return activation.process

    def chosen(self, activation, outcome):
        activation.process.outcome = outcome
        activation.process.save()
        return activation.process
