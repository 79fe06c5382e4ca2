"""The page of commands in the documentation, from the commands themselves."""

import click

from wangge.site.door import COMMANDS, door


def commands_table() -> str:
    """Markdown: each command with its help as a person sees it."""
    context = click.Context(door, info_name="wangge")
    parts = ["# Commands", ""]
    for name in sorted(COMMANDS):
        command = door.get_command(context, name)
        if command is None:
            continue
        inner = click.Context(command, info_name=name, parent=context, terminal_width=88)
        parts += [f"## `wangge {name}`", "", "```text", command.get_help(inner), "```", ""]
        if isinstance(command, click.Group):
            for sub, child in sorted(command.commands.items()):
                below = click.Context(child, info_name=sub, parent=inner, terminal_width=88)
                parts += [f"### `wangge {name} {sub}`", "", "```text", child.get_help(below)]
                parts += ["```", ""]
    return "\n".join(parts)
