"""What if: the desk on a virtual clock, fitted from its history."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import orjson

from runner.bpmn.package import read_package
from runner.cli.application import open_app, person_of
from runner.cli.group import VERSION, command, counted, main, say, utc
from runner.cli.progress import progress_bar
from runner.deployment.simulation import SimulationOrder
from runner.insight.simulation.figure_names import name_of, value_of
from runner.insight.simulation.what_if import WhatIf


@command(main, "simulate", "caselane simulate --add 1 --target first_response/P1=PT15M")
@click.argument("package", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--version", type=VERSION, help="Go by this version of the diagram.")
@click.option("--arrivals", type=float, default=1.0, help="So many times as many cases come.")
@click.option("--work", type=float, default=1.0, help="Work takes so many times as long.")
@click.option("--add", "added", type=int, default=0, help="So many more agents.")
@click.option("--hours", default="", help="The calendar that they work by.")
@click.option(
    "--without", "leaving", multiple=True, metavar="KEY",
    help="Without this agent, by the key that the report shows; may be given several times.",
)  # fmt: skip
@click.option(
    "--target", "targets", multiple=True, metavar="MILESTONE/PRIORITY=DURATION",
    help="Another target, such as first_response/P1=PT15M; may be given several times.",
)  # fmt: skip
@click.option("--weeks", type=int, default=4, help="How long it goes on from the end of history.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="History ends on this day (UTC).")
@click.option("--months", type=int, default=6, help="How much of history it is fitted from.")
@click.option("--repetitions", type=int, default=20, help="How many times it is lived through.")
@click.option(
    "--longest-work", type=float, default=4.0,
    help="Hours that work on one step takes at most; 0: no limit (docs/what-if.md).",
)  # fmt: skip
@click.option("--seed", type=int, default=1, help="The same seed gives the same figures.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="How many processes share the repetitions. Default: one for each processor.",
)
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text")
@click.option("--as", "email", metavar="EMAIL", help="Act as this person; else as the operator.")
def simulate(
    package: Path | None, jobs: int | None, output_format: str, email: str | None, **asked: Any
) -> None:
    """Lives through the next weeks of the desk many times, as it is and with changes.

    How cases arrive, what people do next, how long it takes them and who works when are fitted from
    history. PACKAGE, which need not be deployed, or --version is another diagram. The report says
    how far the last whole month was from what would have been predicted for it.
    """
    order = _order(asked)
    brought = read_package(package) if package else None
    with open_app("check") as app, progress_bar("Simulating") as watch:
        report = app.simulation.run(person_of(app, email), order, brought, jobs, watch)
    document = report.document()
    if output_format == "json":
        click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2))
    else:
        _print(document)


def _order(asked: Mapping[str, Any]) -> SimulationOrder:
    pairs = [text.partition("=") for text in asked["targets"]]
    if any(not (key and "/" in key and value) for key, _, value in pairs):
        raise click.UsageError("--target is MILESTONE/PRIORITY=DURATION: first_response/P1=PT15M.")
    targets = {key: value for key, _, value in pairs}
    what = WhatIf(
        asked["arrivals"], asked["work"], asked["leaving"], asked["added"], asked["hours"], targets
    )
    until = utc(asked["until"])
    names = ("version", "weeks", "months", "repetitions", "longest_work", "seed")
    return SimulationOrder(what, until=until, **{name: asked[name] for name in names})


def _print(report: Mapping[str, Any]) -> None:
    fitted = report["fitted"]
    say(f"'{report['process']}' from {report['from'][:10]} to {report['until'][:10]}, "
        f"{report['repetitions']} times; {counted(report['cases'], 'case')} simulated")  # fmt: skip
    for sentence in report["changes"]:
        say(sentence)
    say(f"Fitted from {counted(fitted['cases'], 'case')} since {fitted['from'][:10]}; "
        f"{fitted['a_week']:.1f} come in a week")  # fmt: skip
    say("People: key, share of days there, acts, hours")
    for one in fitted["people"]:
        who = f"{one['name']}, {one['hours']}"
        say(f"  {one['key']:>6} {one['presence']:5.0%} {one['acts']:7,}  {who}")
    say("As it is, and with the changes (where most repetitions lie); * is told apart")
    for one in report["figures"]:
        base, changed = _spread(one["key"], one["base"]), _spread(one["key"], one["changed"])
        say(f"{'*' if one['apart'] else ' '} {name_of(one['key']):50} {base:28} {changed}")
    say("Load: share of the shifts with work")
    for one in report["load"]:
        base, changed = _share(one["base"]), _share(one["changed"])
        say(f"  {one['name']:40} {base:>5} {changed:>5}")
    _print_back_test(report["back_test"])
    for sentence in (*report["assumed"], *report["not_known"]):
        say(sentence)


def _print_back_test(found: Mapping[str, Any]) -> None:
    if "why_not" in found:
        say(f"No back-test: the history {found['why_not']}")
        return
    say(f"Back-test: {found['from'][:10]} to {found['until'][:10]}, predicted from what was before")
    error, shares = found["error"], found["error_of_shares"]
    said = f"half are off by at most {error:.0%}" if error is not None else "no error can be said"
    if shares is not None:
        said += f", half of the shares by {100 * shares:.0f} points"
    say(f"{found['inside']} of {found['of']} figures lie where they were predicted; {said}")
    for one in found["figures"]:
        mark = " " if one["inside"] else "!"
        actual = value_of(one["key"], one["actual"])
        predicted = _spread(one["key"], one["predicted"])
        say(f"{mark} {name_of(one['key']):50} {predicted:28} was {actual}")


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _spread(key: str, one: Mapping[str, float] | None) -> str:
    if one is None:
        return "–"
    mean, low, high = (value_of(key, one[name]) for name in ("mean", "low", "high"))
    return f"{mean} ({low} to {high})"
