"""The language server: what `editor` knows, said in the Language Server Protocol over stdio."""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from . import __version__
from .catalog import Catalog
from .check import final
from .editor import completion, hover, jumps, renames
from .editor.completion import Proposal, Sort
from .editor.jumps import Place
from .editor.positions import UTF_16, Lines, units
from .editor.workspace import Workspace
from .finding import Finding, Severity
from .frontmatter import Document
from .moves import CanNotMove, Plan
from .settings import folder_of

_PAUSE = 0.01  # seconds
_MOST = 200  # proposals at once; the editor asks again as more is typed
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
}
_SORTS = {
    Sort.FIELD: types.CompletionItemKind.Property,
    Sort.VALUE: types.CompletionItemKind.EnumMember,
    Sort.REFERENCE: types.CompletionItemKind.Reference,
    Sort.TERM: types.CompletionItemKind.Constant,
    Sort.FILE: types.CompletionItemKind.File,
    Sort.DOCUMENT: types.CompletionItemKind.Snippet,
}


class _AtPlace(Protocol):
    """The parameters of a request about a place."""

    text_document: types.TextDocumentIdentifier
    position: types.Position


class Asked(NamedTuple):
    """What a request is about: a playbook, and a place as `editor` takes it."""

    workspace: Workspace
    place: tuple[Catalog, str, str, int]  # with path, text and offset

    @property
    def text(self) -> str:
        """The text around the place."""
        return self.place[2]


class Server(LanguageServer):
    """A server for all playbooks of which an editor opens a document; it writes nothing."""

    def __init__(self) -> None:
        # Whole texts: pygls (2.1) ends lines at signs at which editors and documents do not.
        super().__init__(
            "playbook", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self._workspaces: dict[Path, Workspace] = {}
        self._shown: dict[Path, dict[str, list[Finding]]] = {}
        self._checks: dict[Path, asyncio.Task[None]] = {}

    @property
    def encoding(self) -> str:
        """The units in which the editor counts."""
        chosen = self.server_capabilities.position_encoding
        return str(getattr(chosen, "value", chosen or UTF_16))

    def find(self, uri: str) -> tuple[Workspace, str] | None:
        """The playbook of a file, and the file's path in it; None if it belongs to none."""
        name = to_fs_path(uri)
        # As it is written, without following links: `..` leads to another playbook or to none.
        path = Path(os.path.normpath(name)) if name else None
        folder = folder_of(path.parent) if path else None
        if path is None or folder is None:
            return None
        if folder not in self._workspaces:
            self._workspaces[folder] = Workspace(folder)
        return self._workspaces[folder], path.relative_to(folder).as_posix()

    def asked(self, params: _AtPlace) -> Asked | None:
        """What a request is about; None if the file belongs to no playbook."""
        if not (found := self.find(params.text_document.uri)):
            return None
        workspace, path = found
        text, position = workspace.text(path), params.position
        offset = Lines(text, self.encoding).offset(position.line, position.character)
        return Asked(workspace, (workspace.catalog, path, text, offset))

    def check(self, workspace: Workspace) -> None:
        """Check a playbook from the beginning; a check of what was there before is given up."""
        if running := self._checks.get(workspace.folder):
            running.cancel()
        self._checks[workspace.folder] = asyncio.ensure_future(self._check(workspace))

    async def _check(self, workspace: Workspace) -> None:
        found: list[Finding] = []
        # What is asked right behind a change, as completion is, comes first.
        await asyncio.sleep(_PAUSE)
        try:
            for some in workspace.findings():
                found += some
                await asyncio.sleep(0)  # somebody may have asked for something, or typed on
        except (OSError, ValueError) as error:
            words = types.LogMessageParams(types.MessageType.Error, f"can't be checked: {error}")
            self.window_log_message(words)
            return
        by_path: dict[str, list[Finding]] = defaultdict(list)
        for finding in final(found):
            by_path[finding.path].append(finding)
        self._show(workspace, by_path)

    def _show(self, workspace: Workspace, findings: dict[str, list[Finding]]) -> None:
        """Tell the editor of files whose findings are others than before."""
        shown = self._shown.get(workspace.folder, {})
        self._shown[workspace.folder] = findings
        catalog = workspace.catalog
        documents = {one.path: one for one in (catalog.settings.document, *catalog.documents)}
        for path in sorted(findings.keys() | shown.keys() | workspace.texts.keys()):
            if path not in workspace.texts and findings.get(path) == shown.get(path):
                continue
            document = documents.get(path) or Document(path)
            diagnostics = [self._diagnostic(document, one) for one in findings.get(path, ())]
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(self.uri(workspace, path), diagnostics)
            )

    def uri(self, workspace: Workspace, path: str) -> str:
        """The address of a file of a playbook."""
        return str(from_fs_path(str(workspace.folder / path)))

    def range(self, text: str, start: int, end: int) -> types.Range:
        """A part of a text as the editor counts."""
        lines = Lines(text, self.encoding)
        first, last = lines.position(start), lines.position(end)
        return types.Range(types.Position(*first), types.Position(*last))

    def _diagnostic(self, document: Document, finding: Finding) -> types.Diagnostic:
        def position(line: int, column: int) -> types.Position:
            before = document.line(line)[: column - 1]
            return types.Position(line - 1, units(before, self.encoding))

        return types.Diagnostic(
            range=types.Range(
                position(finding.line, finding.column),
                position(finding.end_line, finding.end_column),
            ),
            message=f"{finding.message}\n{finding.help}" if finding.help else finding.message,
            severity=_SEVERITIES[finding.severity],
            code=finding.rule,
            source="playbook",
        )

    def location(self, workspace: Workspace, place: Place) -> types.Location:
        """A place as the editor names it."""
        uri = self.uri(workspace, place.document.path)
        return types.Location(uri, self.range(place.document.text, place.start, place.end))

    def changes(self, workspace: Workspace, plan: Plan) -> types.WorkspaceEdit:
        """What a rename changes, for the editor to carry out: texts first, then the file's name."""
        texts = {one.path: one.text for one in workspace.catalog.documents}
        changes: list[types.TextDocumentEdit | types.RenameFile] = [
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(
                    self.uri(workspace, path), workspace.versions.get(path)
                ),
                [
                    types.TextEdit(self.range(texts[path], one.start, one.end), one.text)
                    for one in edits
                ],
            )
            for path, edits in plan.edits.items()
        ]
        if plan.move:
            old, new = (self.uri(workspace, path) for path in plan.move)
            changes.append(types.RenameFile(old, new))
        return types.WorkspaceEdit(document_changes=list(changes))

    def item(self, text: str, order: int, proposal: Proposal) -> types.CompletionItem:
        """A proposal as the editor shows it."""
        snippets = _takes_snippets(self.client_capabilities)
        insert = proposal.insert if snippets else proposal.insert.replace("$1", "")
        about = types.MarkupContent(types.MarkupKind.Markdown, proposal.about)
        return types.CompletionItem(
            label=proposal.label,
            kind=_SORTS[proposal.sort],
            detail=proposal.title or None,
            documentation=about if proposal.about else None,
            # What stands there is compared with these words, so that titles are found, too.
            filter_text=proposal.words or proposal.label,
            sort_text=f"{order:05}",
            insert_text_format=types.InsertTextFormat.Snippet
            if snippets
            else types.InsertTextFormat.PlainText,
            text_edit=types.TextEdit(self.range(text, proposal.start, proposal.end), insert),
        )


def create() -> Server:
    """A server that answers what it is asked, as soon as it is started."""
    server = Server()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        if found := server.find(params.text_document.uri):
            workspace, path = found
            workspace.look_again()
            workspace.put(path, params.text_document.text, params.text_document.version)
            server.check(workspace)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        if (found := server.find(params.text_document.uri)) and params.content_changes:
            workspace, path = found
            workspace.put(path, params.content_changes[-1].text, params.text_document.version)
            server.check(workspace)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        if found := server.find(params.text_document.uri):
            workspace, path = found
            workspace.close(path)
            server.check(workspace)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        look_again([params.text_document.uri])

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def changed_on_disk(params: types.DidChangeWatchedFilesParams) -> None:
        look_again([change.uri for change in params.changes])

    def look_again(uris: Sequence[str]) -> None:
        workspaces = {found[0].folder: found[0] for uri in uris if (found := server.find(uri))}
        for workspace in workspaces.values():
            workspace.look_again()
            server.check(workspace)

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=[" ", "[", "{", ",", '"', "'", "-"]),
    )
    def complete(params: types.CompletionParams) -> types.CompletionList:
        if not (asked := server.asked(params)):
            return types.CompletionList(is_incomplete=False, items=[])
        proposals = completion.complete(*asked.place)
        fitting = completion.fitting(proposals, *asked.place[2:])
        items = [server.item(asked.text, n, one) for n, one in enumerate(fitting[:_MOST])]
        return types.CompletionList(is_incomplete=len(fitting) > _MOST, items=items)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover_(params: types.HoverParams) -> types.Hover | None:
        if not (asked := server.asked(params)):
            return None
        found = hover.hover(*asked.place)
        if found is None:
            return None
        words = types.MarkupContent(types.MarkupKind.Markdown, found.markdown)
        return types.Hover(words, server.range(asked.text, found.start, found.end))

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(params: types.DefinitionParams) -> types.Location | None:
        if not (asked := server.asked(params)):
            return None
        place = jumps.definition(*asked.place)
        return server.location(asked.workspace, place) if place else None

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def references(params: types.ReferenceParams) -> list[types.Location]:
        if not (asked := server.asked(params)):
            return []
        places = jumps.references(*asked.place)
        return [server.location(asked.workspace, place) for place in places]

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        if not (asked := server.asked(params)):
            return None
        try:
            plan = renames.rename(*asked.place, params.new_name)
        except CanNotMove as error:
            raise JsonRpcException(str(error), code=types.LSPErrorCodes.RequestFailed) from None
        if plan.move and not _renames_files(server.client_capabilities):
            words = f"your editor can't rename files: playbook rename {plan.entry.kind.name} …"
            raise JsonRpcException(words, code=types.LSPErrorCodes.RequestFailed)
        return server.changes(asked.workspace, plan)

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        if not (asked := server.asked(params)):
            return None
        found = renames.renameable(*asked.place)
        if found is None or found.entry is None:
            return None
        return types.PrepareRenamePlaceholder(
            server.range(asked.text, found.start, found.end), found.entry.id
        )

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        if not (found := server.find(params.text_document.uri)):
            return []
        workspace, path = found
        return [
            types.DocumentSymbol(
                name=one.name,
                detail=one.detail,
                kind=types.SymbolKind.Field,
                range=server.range(one.key.document.text, one.key.start, one.end),
                selection_range=server.range(one.key.document.text, one.key.start, one.key.end),
            )
            for one in jumps.outline(workspace.catalog, path)
        ]

    return server


def _takes_snippets(capabilities: types.ClientCapabilities) -> bool:
    document = capabilities.text_document
    item = document.completion.completion_item if document and document.completion else None
    return bool(item and item.snippet_support)


def _renames_files(capabilities: types.ClientCapabilities) -> bool:
    workspace = capabilities.workspace
    edit = workspace.workspace_edit if workspace else None
    operations = edit.resource_operations if edit and edit.document_changes else None
    return types.ResourceOperationKind.Rename in (operations or ())
