"""The command line, ``thousand-days``: each command in a file of its own, loaded only when it is used."""

import importlib

import click

_COMMANDS = {
    "access-report": ("app.commands.privacy", "access_report"),
    "chat": ("app.commands.talking", "chat"),
    "courses": ("app.commands.courses", "courses"),
    "db": ("app.commands.databases", "db"),
    "demo": ("app.commands.talking", "demo"),
    "export": ("app.commands.exporting", "export"),
    "forget": ("app.commands.privacy", "forget"),
    "import": ("app.commands.importing", "import_files"),
    "interpret": ("app.commands.interpreting", "interpret"),
    "presence": ("app.commands.presence", "presence"),
    "purge": ("app.commands.privacy", "purge"),
    "serve": ("app.commands.serving", "serve"),
    "staff": ("app.commands.staffing", "staff"),
    "texts": ("app.commands.wordings", "texts"),
}
"""Command → module and name: heavy imports wait until their command is called."""


class Commands(click.Group):
    """Finds a command's module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, by name."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="thousand-days")
def main() -> None:
    """Thousand Days: outreach and booking for municipal health visiting.

    Exit status: 0 done, 1 a refusal explained in one sentence, 2 wrong usage.
    """


if __name__ == "__main__":
    main(prog_name="thousand-days")
