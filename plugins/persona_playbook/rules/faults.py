"""The pages of faults: what reading and validating find of files, of YAML, of fields."""

from __future__ import annotations

from ..finding import Severity
from .registry import describe

# Files

describe(
    "unreadable-file",
    """
    A file can't be read.

    Why: Only plain files and folders may lie in a playbook. A link could show what is meant for
    other eyes, a pipe or device would keep everybody waiting, and a file without permission to
    read has nothing to show.

    Bad:

        personas/amelia.md -> /home/ann/amelia.md

    Good:

        personas/amelia.md

    Mend: Put the file itself into the folder, and give everybody permission to read it.
    """,
    essential=True,
)
describe(
    "unsafe-name",
    """
    A file or folder has a name that not every computer can have, show or type.

    Why: One such name, and the playbook can't be fetched on Windows, or shows another name than
    it has. That concerns control signs and those that turn the direction of a text, `< > : " | ? *`
    and backslashes, a space at the beginning, a dot or space at the end, the names of devices
    (`con`, `nul`, `com1`), and names of more than 200 bytes. The file is not read.

    Bad:

        # personas/why her?.md
        kind: persona

    Good:

        # personas/why-her.md
        kind: persona

    Mend: Rename it: letters, digits, hyphens and dots are fine everywhere.
    """,
    essential=True,
)
describe(
    "same-name",
    """
    The names of two files differ only in capitals, or in how an accent is spelled.

    Why: On most computers with macOS or Windows they are one name: one of the two files would be
    lost without a word. The second is not read.

    Bad:

        # personas/Amelia.md, beside personas/amelia.md
        kind: persona

    Good:

        # personas/amelia-stone.md, beside personas/amelia.md
        kind: persona

    Mend: Rename one of the two, or delete it.
    """,
    essential=True,
)
describe(
    "misnamed-file",
    """
    A file's name keeps it from being read.

    Why: Documents end in `.md`, `.yml` or `.yaml`, in small letters, and the settings are called
    `playbook.yml`. What has another name would be left out without a word. Notepad adds `.txt`
    to names, and Windows hides it.

    Bad:

        # personas/amelia.markdown
        kind: persona
        name: Amelia Hart

    Good:

        # personas/amelia.md
        kind: persona
        name: Amelia Hart

    Mend: Rename the file as the message says.
    """,
    essential=True,
)
describe(
    "not-utf-8",
    """
    A file is not saved as UTF-8.

    Why: UTF-8 is the one encoding in which letters of all languages mean the same everywhere.
    Read as anything else, `Zoë` becomes `ZoÃ«`.

    Bad:

        saved as Latin-1, Windows-1252, UTF-16

    Good:

        saved as UTF-8

    Mend: Open the file in your editor and save it with the encoding UTF-8.
    """,
    essential=True,
)
describe(
    "control-character",
    """
    A file contains an invisible character that does not belong in a text.

    Why: Such characters come in when text is pasted from other programs. They break pages and
    searches, and nobody sees them.

    Bad:

        name: Amelia<U+0007> Hart

    Good:

        name: Amelia Hart

    Mend: Delete the character at the place that is reported, or type the line anew.
    """,
    essential=True,
)
describe(
    "too-large",
    """
    A document is larger than a document may be, or a playbook has more files than it may have.

    Why: A document of a million characters or twenty thousand values is mostly not one, but an
    export or a mistake, and would hold up everybody's site. The same is true of a line of 200,000
    characters, of twenty thousand files, and of a text of more than 200,000 characters, 5,000
    lines, or 500 headings, notes, definitions and blocks of code.

    Bad:

        findings: [ … 30,000 answers … ]

    Good:

        findings: [The ten things that we learned]
        links: [{title: All answers, url: "https://example.com/survey"}]

    Mend: Split the document, or keep what matters and link to the rest.
    """,
    essential=True,
)

# Front matter and YAML

describe(
    "missing-front-matter",
    """
    A document does not begin with its fields.

    Why: The fields at the top say what a document is. Without them it is a text that no page can
    be made of. Only README.md is left alone.

    Bad:

        # Amelia Hart

    Good:

        ---
        kind: persona
        name: Amelia Hart
        ---

    Mend: Begin the file with a line of three hyphens, the fields, and a line of three hyphens.
    """,
    essential=True,
)
describe(
    "unclosed-front-matter",
    """
    The fields at the top of a document have no end.

    Why: Without the second line of hyphens nobody can tell where the fields end and the text
    begins.

    Bad:

        ---
        kind: persona
        name: Amelia Hart

        She commutes by train.

    Good:

        ---
        kind: persona
        name: Amelia Hart
        ---

        She commutes by train.

    Mend: Put a line of three hyphens between the last field and the text.
    """,
    essential=True,
)
describe(
    "yaml-syntax",
    """
    The fields are not written as YAML.

    Why: A colon, a quotation mark or a bracket in the wrong place, and the rest can't be told
    apart any more. So nothing of the document is used until it is mended.

    Bad:

        summary: Her rule: be on time

    Good:

        summary: "Her rule: be on time"

    Mend: Put texts with a colon, a hash, quotation marks or brackets in quotes. Indent with
    spaces, and let what belongs together begin in one column.
    """,
    essential=True,
)
describe(
    "duplicate-key",
    """
    A field stands twice in one place.

    Why: Only one of the two can count, and the other would be lost without a word.

    Bad:

        goals: [Be on time]
        goals: [Stay dry]

    Good:

        goals: [Be on time, Stay dry]

    Mend: Make one field of the two.
    """,
)
describe(
    "yaml-reference",
    """
    A value is written as a reference to another one (`&`, `*`, `<<`).

    Why: These marks of YAML make a text hard to read for all who don't know them, and a few lines
    can blow up to gigabytes.

    Bad:

        goals: &goals [Be on time]
        needs: *goals

    Good:

        goals: [Be on time]
        needs: [Be on time]

    Mend: Write the value out. If it is a text that begins with `&` or `*`, put it in quotes.
    """,
)
describe(
    "misread-text",
    """
    A text without quotes goes on, or ends, where its author did not mean it.

    Why: In YAML, a `#` after a space begins a comment, so the rest of the line is lost. And an
    indented line with a hyphen below a text is not a list of its own: it becomes part of the text.
    So does an item without a space behind its hyphen, or with another sign, as word processors
    write it (`•`, `–`, a no-break space). And their quotation marks (`“ ”`, `„ “`, `« »`) are
    not YAML's: a comma in brackets, a colon or a `#` cuts the text between them.

    Bad:

        escalation:
          - tier: Team lead
            hand_over: Post in #team-leads

    Good:

        escalation:
          - tier: Team lead
            hand_over: "Post in #team-leads"

    Mend: Put the text in straight quotes. If it is a comment, write a space after the `#`. If it is
    an item, write `- ` before it, in the column of the other items.
    """,
)
describe(
    "yaml-tag",
    """
    A value has a YAML tag (`!…`).

    Why: Tags tell programs how to read a value, up to running code. A playbook is read as data
    only.

    Bad:

        name: !!str Amelia

    Good:

        name: Amelia

    Mend: Delete the tag. If it is a text that begins with an exclamation mark, put it in quotes.
    """,
)
describe(
    "several-documents",
    """
    A file holds more than one YAML document.

    Why: One file is one document: its id is the name of the file.

    Bad:

        kind: segment
        title: Commuters
        ---
        kind: segment
        title: Students

    Good:

        kind: segment
        title: Commuters

    Mend: Put each document in a file of its own.
    """,
    essential=True,
)
describe(
    "too-deep",
    """
    Values are nested deeper than anybody could follow.

    Why: More than 32 levels are mostly a forgotten bracket.

    Bad:

        goals: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[Be on time]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]

    Good:

        goals: [Be on time]

    Mend: Write it flatter.
    """,
    essential=True,
)
describe(
    "not-fields",
    """
    There is a text or a list where fields are expected.

    Why: Fields are what pages, lists and links are made of.

    Bad:

        - Amelia Hart
        - 34

    Good:

        name: Amelia Hart
        about: {Age: 34}

    Mend: Write each field as `name: value` on a line of its own.
    """,
    essential=True,
)

# What a document is

describe(
    "missing-kind",
    """
    A document does not say what it is.

    Why: The kind decides which fields there are, and where the page stands.

    Bad:

        name: Amelia Hart

    Good:

        kind: persona
        name: Amelia Hart

    Mend: Add the kind: persona, profile, segment, journey, messaging, service, evidence, or one
    of your own from `playbook.yml`.
    """,
    essential=True,
)
describe(
    "unknown-kind",
    """
    There is no kind of this name.

    Why: The kind decides which fields there are, and where the page stands.

    Bad:

        kind: persna

    Good:

        kind: persona

    Mend: Write one of the kinds that the message names, or add a kind of your own to
    `playbook.yml`.
    """,
    essential=True,
)
describe(
    "invalid-id",
    """
    The name of a file can't serve as an id.

    Why: The id is the page's address and the name in references: letters, digits, dots, hyphens
    and underscores. `index` is the address of the list.

    Bad:

        personas/Amelia Hart (new).md

    Good:

        personas/amelia-hart.md

    Mend: Rename the file, or add the `id` that the message proposes: the one that others use
    already, if there is one.
    """,
)
describe(
    "place-taken",
    """
    Two pages, kinds, fields or words of a list want the same place.

    Why: Only one of them could be shown, and the other would vanish without a word.

    Bad:

        # playbook.yml
        kinds:
          journey: {title: Trip}

    Good:

        # playbook.yml
        kinds:
          trip: {title: Trip}

    Mend: Rename the kind, the field, the folder or the page that is yours; take a word out of its
    list that stands there twice.
    """,
)

describe(
    "empty-audience",
    """
    A site is built for an audience for whom there is no document.

    Why: Whoever reads it finds a playbook without anything in it, and takes that for all there is.

    Bad:

        # mkdocs.yml says `audience: public`
        kind: persona
        name: Amelia

    Good:

        # mkdocs.yml says `audience: public`
        kind: persona
        name: Amelia
        visibility: public

    Mend: Give the documents that this audience may read its level, or set `default_visibility` in
    `playbook.yml`.
    """,
    severity=Severity.WARNING,
)

# Fields and values

describe(
    "missing-field",
    """
    A field is missing without which the rest has no meaning.

    Why: Almost nothing is required. What is, names the thing: a persona's name, a document's
    title, the text of a statement.

    Bad:

        goals:
          - why: Her shift begins at six

    Good:

        goals:
          - text: Be at work on time
            why: Her shift begins at six

    Mend: Add the field that the message names.
    """,
)
describe(
    "unknown-field",
    """
    There is no field of this name here.

    Why: A misspelt field would be left out of every page, and nobody would miss it.

    Bad:

        gaols: [Be on time]

    Good:

        goals: [Be on time]

    Mend: Write the field that the message proposes. Add a field of your own to `playbook.yml`, or
    let its name begin with `x-`. Fields for other tools are listed there as `ignored_keys`.
    """,
)
describe(
    "wrong-type",
    """
    A value is of another form than its field: a text where a list is expected, and the like.

    Why: A field is shown and searched as what it is. A list squeezed into a text is neither.

    Bad:

        personas: {first: amelia}

    Good:

        personas: [amelia]

    Mend: Write the value as the example in the message shows.
    """,
)
describe(
    "unknown-value",
    """
    A field allows certain words only, and this is none of them.

    Why: These words are compared, counted and coloured. A word of one's own would fall through.

    Bad:

        status: finished

    Good:

        status: active

    Mend: Write one of the words that the message names.
    """,
)
describe(
    "out-of-range",
    """
    A number is smaller or larger than the field allows.

    Why: A scale has two ends, or numbers can't be compared.

    Bad:

        steps:
          - {action: Waits for the parcel, emotion: -5}

    Good:

        steps:
          - {action: Waits for the parcel, emotion: -2}

    Mend: Choose a number within the bounds that the message names.
    """,
)
describe(
    "empty-value",
    """
    A value holds nothing.

    Why: An empty text looks filled in to a program and is a gap to a reader.

    Bad:

        summary: ""

    Good:

        summary: Commutes by train

    Mend: Fill it in, or delete the field.
    """,
)
describe(
    "wrong-format",
    """
    A text does not have the form of its field: a date, a duration, an address, an id.

    Why: Dates and durations are calculated with, addresses and ids are linked.

    Bad:

        last_reviewed: 1 May 2026

    Good:

        last_reviewed: 2026-05-01

    Mend: Write it as the message shows.
    """,
)

# Rules

describe(
    "unknown-rule",
    """
    There is no rule of this name, or it can't be changed here.

    Why: A misspelt rule would be neither turned off nor excused, and nobody would notice.

    Bad:

        # playbook.yml
        rules: {orphans: "off"}

    Good:

        # playbook.yml
        rules: {orphan: "off"}

    Mend: Write the name as it stands in brackets at the end of a message. What reading a file
    finds can't be excused, only mended.
    """,
)
describe(
    "unused-excuse",
    """
    A document excuses itself from a rule that it does not break.

    Why: The reason has gone, and the excuse would hide the next fault.

    Bad:

        owner: marketing
        excuses: {missing-owner: The team is being formed}

    Good:

        owner: marketing

    Mend: Delete the excuse.
    """,
    severity=Severity.WARNING,
)
