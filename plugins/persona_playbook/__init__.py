"""Persona Playbook: personas, journeys, messages and service guidelines, checked and linked."""

__version__ = "0.1.0"
