"""Two versions of a document → what was added, removed and changed in it, as values."""
