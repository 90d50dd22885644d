"""What editors ask for: schemas, findings while somebody types, completion, places. No editor's
protocol is known here; `language_server` speaks it."""
