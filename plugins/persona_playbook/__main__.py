"""`python -m persona_playbook` is `playbook`."""

from .cli import main

main(prog_name="playbook")
