"""docs/commands.md is what the commands say of themselves. After a change of theirs:

python -m tests.cli.test_reference > docs/commands.md
"""

import inspect

import click

from runner.cli import main
from tests.conftest import ROOT

HEAD = """# Commands

Each works on the database that the settings name ([settings.md](settings.md)), while the server runs or not. `--help` says what stands here.
A command that fails says what happened and what to do, and ends with code 1; one that was called wrongly ends with code 2.
"""


def page() -> str:
    return "\n".join([HEAD, *(_section(*each) for each in commands(main, "caselane"))])


def commands(group: click.Group, words: str):
    """Every command with the words that call it."""
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{words} {name}")
        else:
            yield f"{words} {name}", command


def _section(words: str, command: click.Command) -> str:
    """Its synopsis, what it does, its options and an example."""
    context = click.Context(command)
    synopsis = " ".join([words, *command.collect_usage_pieces(context)])
    text = inspect.cleandoc(command.help).replace("\b\n", "")
    options = [
        record for each in command.get_params(context) if (record := each.get_help_record(context))
    ]
    listed = [
        f"| `{_cell(name)}` | {_cell(said)} |"
        for name, said in options
        if not name.endswith("--help")
    ]
    table = ["", "| option | |", "|---|---|", *listed] if listed else []
    example = command.epilog.removeprefix("Example: ")
    return "\n".join(
        [f"## {words}", "", f"`{synopsis}`", "", text, *table, "", "```sh", example, "```", ""]
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def test_the_page_is_what_the_commands_say():
    assert (ROOT / "docs/commands.md").read_text() == page(), __doc__


if __name__ == "__main__":
    print(page(), end="")
