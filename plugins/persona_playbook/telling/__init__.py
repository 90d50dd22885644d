"""What changed between two versions of a playbook → text, Markdown, and data for programs."""
