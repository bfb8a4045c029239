"""`handoff`: the command line. Listing the commands imports none of them, so that help is instant."""

from __future__ import annotations

import importlib
import sys

import click

COMMANDS = {
    "connect": ("setup:connect", "Connect a CRM account."),
    "demo": ("demo:demo", "Watch a deal being held, mended and let through, on this machine."),
    "doctor": ("setup:doctor", "Find out why something does not work."),
    "draft": ("draft:draft", "Propose what call notes say; list what stays to be asked."),
    "evaluate": ("evaluate:evaluate", "Judge handoffs from a file."),
    "events": ("operate:events", "List events of a deal; retry what could not be handled."),
    "gates": ("gates:gates", "Show or change stages, gates and modes."),
    "install": ("setup:install", "Create what the product needs in the CRM."),
    "judge": ("judge:judge", "Judge single texts, and say how they could be put."),
    "mapping": ("mapping:mapping", "Check, export, import or compare an account's document."),
    "migrate": ("operate:migrate", "Bring the database to this version's schema."),
    "override": ("people:override", "Let one deal pass one gate, with a reason."),
    "report": ("report:report", "Gaps, fields, trial, promises and appeals."),
    "review": ("people:review", "The review queue; one deal's agenda; engineering's decision."),
    "stop-gates": ("operate:stop_gates", "Open all gates at once, without the CRM."),
    "sync": ("operate:sync", "Read what changed in the CRM and handle it."),
    "template": ("evaluate:template", "Show or check the template."),
    "uninstall": ("setup:uninstall", "Take the product out of the CRM again."),
    "web": ("operate:web", "Run the web process (webhooks, health, metrics)."),
    "worker": ("operate:worker", "Run the worker."),
}


class LazyGroup(click.Group):
    """Knows its commands by name; imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(f"integration.commands.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """An unknown command is told with the nearest known one."""
        import difflib

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            ctx.fail(f"no command “{args[0]}”{hint}. See handoff --help.")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Holds a deal's stage in the CRM until the facts engineering needs are on the record."""


def main() -> None:
    """Run a command; problems with settings, accounts, CRM or database are one line and exit code 1."""
    try:
        cli(prog_name="handoff")
    except Exception as error:
        from integration.commands.common import told

        text = told(error)
        if text is None:
            raise
        click.echo(text, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
