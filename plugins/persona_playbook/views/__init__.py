"""Catalog → what a page shows: frozen values of the authors' words, neither Markdown nor HTML."""
