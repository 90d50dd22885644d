"""Values → inline SVG, made at build time and escaped by construction."""
