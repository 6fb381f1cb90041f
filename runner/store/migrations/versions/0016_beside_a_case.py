"""What is beside a case: tags, links to cases with the same problem, how satisfied its customer
was, who gets copies, and the company of its customer."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant

revision = "0016"
down_revision = "0015"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_tags",
        sa.Column("case_id", _ID, sa.ForeignKey("cases.id", name="fk_case_tags_case_id")),
        sa.Column("tag", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "tag", name="pk_case_tags"),
    )
    op.create_index("ix_case_tags_tag_case_id", "case_tags", ["tag", "case_id"])
    op.create_table(
        "case_links",
        sa.Column("case_id", _ID, sa.ForeignKey("cases.id", name="fk_case_links_case_id")),
        sa.Column("other_id", _ID, sa.ForeignKey("cases.id", name="fk_case_links_other_id")),
        sa.PrimaryKeyConstraint("case_id", "other_id", name="pk_case_links"),
    )
    op.create_index("ix_case_links_other_id", "case_links", ["other_id"])
    op.create_table(
        "satisfaction",
        sa.Column("case_id", _ID, sa.ForeignKey("cases.id", name="fk_satisfaction_case_id")),
        sa.Column("good", sa.Boolean, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("answered_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_satisfaction"),
    )
    op.create_table(
        "case_copies",
        sa.Column("case_id", _ID, sa.ForeignKey("cases.id", name="fk_case_copies_case_id")),
        sa.Column("person_id", _ID, sa.ForeignKey("people.id", name="fk_case_copies_person_id")),
        sa.Column("may_decide", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("added_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "person_id", name="pk_case_copies"),
    )
    op.create_index("ix_case_copies_person_id_case_id", "case_copies", ["person_id", "case_id"])
    op.create_table(
        "companies",
        sa.Column("id", _ID, autoincrement=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("shares_cases", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_companies"),
        sa.UniqueConstraint("name", name="uq_companies_name"),
    )
    op.create_table(
        "company_people",
        sa.Column("person_id", _ID, sa.ForeignKey("people.id", name="fk_company_people_person_id")),
        sa.Column(
            "company_id", _ID, sa.ForeignKey("companies.id", name="fk_company_people_company_id"),
            nullable=False,
        ),
        sa.Column("shares_cases", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("person_id", name="pk_company_people"),
    )  # fmt: skip
    op.create_index("ix_company_people_company_id", "company_people", ["company_id"])
