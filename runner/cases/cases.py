"""Everything that can be done with cases, in one place for those who call it."""

from __future__ import annotations

from functools import partial

from runner.cases.aside import Asides
from runner.cases.attachments import Attachments
from runner.cases.bulk import Bulk
from runner.cases.canned_responses import CannedResponses
from runner.cases.commands import Commands
from runner.cases.conversation import Conversation, History, Telling
from runner.cases.dependencies import Dependencies
from runner.cases.erasure import Erasing
from runner.cases.feedback import Feedback
from runner.cases.follow_ups import FollowUps
from runner.cases.hits import Search
from runner.cases.hook_intake import HookIntake
from runner.cases.intake import Intake
from runner.cases.leaving import Leaving
from runner.cases.mail_decisions import MailDecisions
from runner.cases.mail_intake import MailIntake
from runner.cases.mentions import Mentions
from runner.cases.modification import Modifications
from runner.cases.own_cases import OwnCases
from runner.cases.participants import Participants
from runner.cases.personal_export import PersonalExport
from runner.cases.presence import Presences
from runner.cases.preview import Previews
from runner.cases.queries import Queries
from runner.cases.records import Actions, Records
from runner.cases.redaction import Redaction
from runner.cases.retention import Retention
from runner.cases.saved_views import SavedViews
from runner.cases.sweep import Sweep
from runner.cases.transaction import Transactions
from runner.cases.undo import Holds
from runner.cases.unsent import Unsent


class Cases:
    """Each of these is one transaction, and checks first what the person may do."""

    def __init__(self, dependencies: Dependencies):
        history = History(dependencies.webhooks)
        telling = Telling(dependencies.notifications)
        records = Records(dependencies.jobs, telling, history)
        conversation = Conversation(telling, history)
        takes = dependencies.answering_takes
        previews = Previews(dependencies.notifications, takes)
        self.attachments = Attachments(dependencies)
        actions = Actions(records, conversation, previews, self.attachments, takes)
        holds = Holds(dependencies, actions)
        self.transactions = transactions = Transactions(dependencies, records, holds)
        queries = Queries(dependencies)
        self._join_queries(dependencies, queries)
        intake = Intake(dependencies, transactions, telling, self.attachments)
        self.open, self.repeat = intake.open, intake.repeat
        self.start_forms = intake.start_forms
        self.open_for_visitor = intake.open_for_visitor
        commands = Commands(transactions, actions, holds, conversation, telling)
        self._join_commands(dependencies, commands)
        self.modifications = Modifications(transactions, actions, records)
        asides = Asides(dependencies, transactions, history)
        self.aside, self.tag, self.link = asides.get, asides.tag, asides.link
        self.mark_spam = asides.mark_spam
        self.bulk = Bulk(dependencies, transactions, queries, commands, asides)
        participants = Participants(dependencies, transactions, history, telling)
        self._join_people(dependencies, participants)
        mails = MailIntake(dependencies, transactions, history, intake, commands, self.attachments)
        self.take_mail, self.skip_mail, self.largest_mail = mails.take, mails.skip, mails.largest
        self.fetch_mails, self.receive_mail = mails.fetch, mails.receive
        self.hooks = HookIntake(dependencies, intake, commands)
        self.mails = MailDecisions(dependencies, intake, commands, self.attachments)
        redaction = Redaction(transactions, history)
        self.erasing = Erasing(dependencies, redaction)
        self.retention = Retention(dependencies, redaction)
        self.retain = self.retention.go_on
        self.personal_export = PersonalExport(dependencies)
        sweep = Sweep(dependencies, records, holds)
        self.repair, self.recount = sweep.repair, sweep.recount
        self.link_histories = sweep.link_histories
        self.sweep_files = partial(self.attachments.sweep, transactions)
        self.wake, self.report, self.settle, self.once = (
            transactions.wake, transactions.report, transactions.settle, transactions.once,
        )  # fmt: skip

    def _join_queries(self, dependencies: Dependencies, queries: Queries) -> None:
        self.get, self.list, self.page = queries.get, queries.list, queries.page
        self.conversation, self.history = queries.conversation, queries.history
        self.state, self.drawing, self.explain = queries.state, queries.drawing, queries.explain
        self.counts, self.statuses = queries.counts, queries.statuses
        self.statuses_by_move, self.together = queries.statuses_by_move, queries.together
        self.chains = queries.chains
        self.lifecycles, self.ways_in = queries.lifecycles, queries.ways_in
        self.count, self.letter = queries.count, queries.letter
        self.saved_views = SavedViews(dependencies)
        self.canned_responses = CannedResponses(dependencies)
        self.follow_up = FollowUps(dependencies).follow_up
        self.search = Search(dependencies).search
        self.news = Presences(dependencies).news
        self.mentionable = Mentions(dependencies).suggested
        own = OwnCases(dependencies, queries)
        self.own, self.shared = own.list, own.shared

    def _join_commands(self, dependencies: Dependencies, commands: Commands) -> None:
        self.act, self.take = commands.act, commands.take
        self.deliver, self.comment = commands.deliver, commands.comment
        self.preview = commands.preview
        self.send, self.undo, self.send_now = commands.send, commands.undo, commands.send_now
        unsent = Unsent(dependencies)
        self.keep_unsent, self.discard_unsent = unsent.keep, unsent.discard
        self.with_unsent = unsent.among
        self.update, self.claim = commands.update, commands.claim
        leaving = Leaving(dependencies, commands)
        self.end_access, self.hand_over = leaving.end_access, leaving.hand_over
        self.set_roles = leaving.set_roles

    def _join_people(self, dependencies: Dependencies, participants: Participants) -> None:
        self.copies, self.copy = participants.copies, participants.copy
        self.company, self.set_company = participants.company, participants.set_company
        self.let_colleagues = participants.let_colleagues

        feedback = Feedback(dependencies, self.transactions)
        self.rate, self.rating, self.ratings = feedback.rate, feedback.of_case, feedback.listed
