"""Every feature that the server offers, asked for by a client that knows nothing of Krait: see run.sh.

lsprotocol reads each answer into the types of LSP's meta-model; what doesn't fit fails the test.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any, AsyncIterator, List

import pytest
import pytest_lsp
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

SHOP = '''\
"""What the shop sells."""


class Article:
    """Something with a price."""

    def __init__(self, name: str, price: float) -> None:
        self.name = name
        self.price = price


def cheapest(articles: list[Article]) -> Article:
    """The one that costs least."""
    return min(articles, key=lambda article: article.price)
'''
MAIN = '''\
from shop import Article, cheapest

tea = Article("tea", "2.5")
best = cheapest([tea])
'''
ERROR_LINE = 2
PATIENCE = 60


@pytest_lsp.fixture(
    params=["visual_studio_code", "neovim"],
    config=ClientServerConfig(server_command=[os.environ["KRAIT"], "server"]),
)
async def client(request: Any, lsp_client: LanguageClient, tmp_path: Path) -> AsyncIterator[None]:
    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(_: types.RegistrationParams) -> None:
        return None

    for name, text in (("shop.py", SHOP), ("main.py", MAIN)):
        Path(tmp_path, name).write_text(text)
    capabilities = client_capabilities(request.param)
    if request.param == "visual_studio_code":  # as today's does; the library knows an older one
        assert capabilities.workspace is not None and capabilities.text_document is not None
        capabilities.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
        capabilities.text_document.diagnostic = types.DiagnosticClientCapabilities()
    folder = types.WorkspaceFolder(uri=tmp_path.as_uri(), name="shop")
    result = await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities, process_id=os.getpid(),
            root_uri=tmp_path.as_uri(), workspace_folders=[folder],
        )
    )
    lsp_client.can = result.capabilities
    lsp_client.folder = tmp_path
    for name, text in (("shop.py", SHOP), ("main.py", MAIN)):
        item = types.TextDocumentItem(uri=uri(lsp_client, name), language_id="python", version=1, text=text)
        lsp_client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
    yield
    await lsp_client.shutdown_session()


def uri(client: Any, name: str) -> str:
    return str(Path(client.folder, name).as_uri())


def document(client: Any, name: str = "main.py") -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(uri=uri(client, name))


def place(client: Any, line: int, character: int) -> Any:
    return {"text_document": document(client), "position": types.Position(line, character)}


async def diagnostics(client: Any, name: str = "main.py") -> List[types.Diagnostic]:
    """Pulled if the server offers that, else waited for."""
    if client.can.diagnostic_provider:
        report = await client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(text_document=document(client, name)))
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return list(report.items)
    await asyncio.wait_for(client.protocol.send_request_async("krait/waitUntilIdle", None), PATIENCE)
    return list(client.diagnostics.get(uri(client, name), []))


async def has(asked: Any, wanted: Any) -> Any:
    """The answer, asked for again until it is there: interfaces come as they are done."""
    for _ in range(PATIENCE * 10):
        try:
            answer = await asked()
        except JsonRpcException as refused:  # "There is no name here", as long as it isn't known
            answer = refused
        if answer and wanted in str(answer):
            return answer
        await asyncio.sleep(0.1)
    raise AssertionError(f"never came: {wanted}; last: {answer}")


@pytest.mark.asyncio
async def test_diagnostics_follow_the_text(client: LanguageClient) -> None:
    [found] = await diagnostics(client)
    assert (found.range.start.line, found.code, found.source) == (ERROR_LINE, "arg-type", "krait")
    change = types.TextDocumentContentChangePartial(
        range=types.Range(types.Position(2, 21), types.Position(2, 26)), text="2.5")
    client.text_document_did_change(types.DidChangeTextDocumentParams(
        text_document=types.VersionedTextDocumentIdentifier(uri=uri(client, "main.py"), version=2),
        content_changes=[change]))
    assert await diagnostics(client) == []


@pytest.mark.asyncio
async def test_the_workspace_is_pulled(client: LanguageClient) -> None:
    if not client.can.diagnostic_provider:
        pytest.skip("this client is pushed to")
    report = await client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(previous_result_ids=[]))
    by_uri = {item.uri: item for item in report.items}
    assert isinstance(by_uri[uri(client, "main.py")], types.WorkspaceFullDocumentDiagnosticReport)


@pytest.mark.asyncio
async def test_hover(client: LanguageClient) -> None:
    ask = lambda: client.text_document_hover_async(types.HoverParams(**place(client, 3, 8)))
    hover = await has(ask, "costs least")
    assert "Article" in str(hover.contents)


@pytest.mark.asyncio
async def test_definitions(client: LanguageClient) -> None:
    for name, params in (("definition", types.DefinitionParams), ("declaration", types.DeclarationParams)):
        method = getattr(client, f"text_document_{name}_async")
        await has(lambda: method(params(**place(client, 3, 8))), "shop.py")
    ask = lambda: client.text_document_type_definition_async(types.TypeDefinitionParams(**place(client, 3, 1)))
    await has(ask, "shop.py")


@pytest.mark.asyncio
async def test_outline(client: LanguageClient) -> None:
    symbols = await client.text_document_document_symbol_async(
        types.DocumentSymbolParams(text_document=document(client, "shop.py")))
    assert symbols is not None
    assert [symbol.name for symbol in symbols if isinstance(symbol, types.DocumentSymbol)] == ["Article", "cheapest"]


@pytest.mark.asyncio
async def test_folds_and_selections(client: LanguageClient) -> None:
    folds = await client.text_document_folding_range_async(
        types.FoldingRangeParams(text_document=document(client, "shop.py")))
    assert folds is not None and (3, 8) in [(fold.start_line, fold.end_line) for fold in folds]
    selections = await client.text_document_selection_range_async(types.SelectionRangeParams(
        text_document=document(client), positions=[types.Position(3, 8), types.Position(0, 0)]))
    assert selections is not None and len(selections) == 2 and selections[0].parent is not None


@pytest.mark.asyncio
async def test_semantic_tokens(client: LanguageClient) -> None:
    full = await client.text_document_semantic_tokens_full_async(
        types.SemanticTokensParams(text_document=document(client)))
    assert full is not None and len(full.data) % 5 == 0 and full.result_id
    delta = await client.text_document_semantic_tokens_full_delta_async(
        types.SemanticTokensDeltaParams(text_document=document(client), previous_result_id=full.result_id))
    assert isinstance(delta, types.SemanticTokensDelta) and list(delta.edits) == []
    part = await client.text_document_semantic_tokens_range_async(types.SemanticTokensRangeParams(
        text_document=document(client), range=types.Range(types.Position(0, 0), types.Position(1, 0))))
    assert part is not None and part.data == full.data[:len(part.data)]


def new_texts(edit: Any) -> List[str]:
    """What an edit writes, in whichever form it came."""
    assert isinstance(edit, types.WorkspaceEdit)
    changes = [change.edits for change in edit.document_changes or []] or list((edit.changes or {}).values())
    return [one.new_text for edits in changes for one in edits]


async def actions(client: Any, params: types.CodeActionParams) -> List[types.CodeAction]:
    """With their edits, those that are made on demand included."""
    found = await client.text_document_code_action_async(params)
    return [action if action.edit else await client.code_action_resolve_async(action) for action in found or []]


@pytest.mark.asyncio
async def test_code_actions(client: LanguageClient) -> None:
    found = await diagnostics(client)
    [action] = await actions(client, types.CodeActionParams(
        text_document=document(client), range=found[0].range, context=types.CodeActionContext(diagnostics=found)))
    assert new_texts(action.edit) == ["  # type: ignore[arg-type]"]


@pytest.mark.asyncio
async def test_rewritings_and_imports_in_order(client: LanguageClient) -> None:
    start = types.Range(types.Position(3, 0), types.Position(3, 0))
    params = types.CodeActionParams(
        text_document=document(client), range=start,
        context=types.CodeActionContext(diagnostics=[], only=[types.CodeActionKind.RefactorRewrite]))
    await has(lambda: client.text_document_code_action_async(params), "Annotate")
    [action] = await actions(client, params)
    assert new_texts(action.edit) == [": Article"]
    change = types.TextDocumentContentChangePartial(range=types.Range(types.Position(0, 0), types.Position(0, 0)),
                                                    text="import sys\nimport os\n")
    client.text_document_did_change(types.DidChangeTextDocumentParams(
        text_document=types.VersionedTextDocumentIdentifier(uri=uri(client, "main.py"), version=2),
        content_changes=[change]))
    [action] = await actions(client, types.CodeActionParams(
        text_document=document(client), range=start,
        context=types.CodeActionContext(diagnostics=[], only=[types.CodeActionKind.SourceOrganizeImports])))
    assert new_texts(action.edit) == ["import os\nimport sys\n\nfrom shop import Article, cheapest"]


@pytest.mark.asyncio
async def test_a_renamed_file_takes_its_imports_along(client: LanguageClient) -> None:
    assert client.can.workspace and client.can.workspace.file_operations
    assert client.can.workspace.file_operations.will_rename
    params = types.RenameFilesParams(files=[
        types.FileRename(old_uri=uri(client, "shop.py"), new_uri=uri(client, "store.py"))])
    edit = await has(lambda: client.workspace_will_rename_files_async(params), "store")
    assert new_texts(edit) == ["store"]


@pytest.mark.asyncio
async def test_completion(client: LanguageClient) -> None:
    change = types.TextDocumentContentChangePartial(
        range=types.Range(types.Position(4, 0), types.Position(4, 0)), text="best.")
    client.text_document_did_change(types.DidChangeTextDocumentParams(
        text_document=types.VersionedTextDocumentIdentifier(uri=uri(client, "main.py"), version=2),
        content_changes=[change]))
    ask = lambda: client.text_document_completion_async(types.CompletionParams(**place(client, 4, 5)))
    answer = await has(ask, "price")
    items = answer.items if isinstance(answer, types.CompletionList) else answer
    chosen = next(item for item in items if item.label == "price")
    resolved = await client.completion_item_resolve_async(chosen)
    assert resolved.label == "price"


@pytest.mark.asyncio
async def test_references_and_highlights(client: LanguageClient) -> None:
    ask = lambda: client.text_document_references_async(types.ReferenceParams(
        **place(client, 3, 8), context=types.ReferenceContext(include_declaration=True)))
    found = await has(ask, "shop.py")
    assert len(found) == 3
    marks = await client.text_document_document_highlight_async(types.DocumentHighlightParams(**place(client, 3, 8)))
    assert marks is not None and len(marks) == 2


@pytest.mark.asyncio
async def test_rename(client: LanguageClient) -> None:
    await has(lambda: client.text_document_prepare_rename_async(types.PrepareRenameParams(**place(client, 3, 8))), "3")
    edit = await has(
        lambda: client.text_document_rename_async(types.RenameParams(**place(client, 3, 8), new_name="best_buy")),
        "shop.py")
    assert isinstance(edit, types.WorkspaceEdit)


@pytest.mark.asyncio
async def test_signatures_and_hints(client: LanguageClient) -> None:
    if not client.can.signature_help_provider:
        pytest.skip("this server has none yet")
    ask = lambda: client.text_document_signature_help_async(types.SignatureHelpParams(**place(client, 3, 16)))
    signature = await has(ask, "articles")
    assert signature.active_parameter in (None, 0)
    everything = types.Range(types.Position(0, 0), types.Position(9, 0))
    hints = await has(
        lambda: client.text_document_inlay_hint_async(
            types.InlayHintParams(text_document=document(client), range=everything)),
        "Article")
    assert all(isinstance(hint, types.InlayHint) for hint in hints)


@pytest.mark.asyncio
async def test_symbols_of_the_workspace(client: LanguageClient) -> None:
    ask = lambda: client.workspace_symbol_async(types.WorkspaceSymbolParams(query="cheap"))
    assert "cheapest" in [symbol.name for symbol in await has(ask, "cheapest")]


@pytest.mark.asyncio
async def test_hierarchies(client: LanguageClient) -> None:
    ask_calls = lambda: client.text_document_prepare_call_hierarchy_async(
        types.CallHierarchyPrepareParams(**place(client, 3, 8)))
    [function] = await has(ask_calls, "cheapest")
    calls = await client.call_hierarchy_incoming_calls_async(types.CallHierarchyIncomingCallsParams(item=function))
    assert calls is None or all(isinstance(call, types.CallHierarchyIncomingCall) for call in calls)
    ask_types = lambda: client.text_document_prepare_type_hierarchy_async(
        types.TypeHierarchyPrepareParams(**place(client, 2, 8)))
    [cls] = await has(ask_types, "Article")
    above = await client.type_hierarchy_supertypes_async(types.TypeHierarchySupertypesParams(item=cls))
    assert above is None or all(isinstance(one, types.TypeHierarchyItem) for one in above)


@pytest.mark.asyncio
async def test_folders_come_and_go(client: LanguageClient) -> None:
    assert client.can.workspace.workspace_folders.supported
    other = Path(client.folder.parent, client.folder.name + "-other")
    other.mkdir()
    Path(other, "shop.py").write_text("def cheapest_of_all() -> int:\n    return 1\n")
    folder = types.WorkspaceFolder(uri=other.as_uri(), name="other")
    for event in (types.WorkspaceFoldersChangeEvent(added=[folder], removed=[]),
                  types.WorkspaceFoldersChangeEvent(added=[], removed=[folder])):
        client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event=event))
        await client.protocol.send_request_async("krait/waitUntilIdle", None)
        found = await client.workspace_symbol_async(types.WorkspaceSymbolParams(query="cheapest"))
        assert [one.name for one in found or []] == ["cheapest", "cheapest_of_all"][: 1 + len(event.added)]


@pytest.mark.asyncio
async def test_commands(client: LanguageClient) -> None:
    assert {"krait.restart", "krait.showGraph"} <= set(client.can.execute_command_provider.commands)
    restart = types.ExecuteCommandParams(command="krait.restart")
    assert await client.workspace_execute_command_async(restart) is None
    page = await client.workspace_execute_command_async(types.ExecuteCommandParams(command="krait.showGraph"))
    path = Path(str(page).removeprefix("file://"))
    assert "<html" in path.read_text()
    path.unlink()


@pytest.mark.asyncio
async def test_notebooks(client: LanguageClient) -> None:
    selector = client.can.notebook_document_sync.notebook_selector[0]
    assert selector.notebook == "jupyter-notebook" and selector.cells[0].language == "python"
    uris = ["vscode-notebook-cell:/book.ipynb#1", "vscode-notebook-cell:/book.ipynb#2"]
    texts = ["%matplotlib inline\nfrom shop import cheapest, Article", "best = cheapest([Article('tea', '2.5')])\nbest"]
    cells = [types.NotebookCell(kind=types.NotebookCellKind.Code, document=one) for one in uris]
    book = types.NotebookDocument(
        uri=uri(client, "book.ipynb"), notebook_type="jupyter-notebook", version=1, cells=cells)
    items = [types.TextDocumentItem(uri=one, language_id="python", version=1, text=text) for one, text in zip(uris, texts)]
    client.notebook_document_did_open(types.DidOpenNotebookDocumentParams(notebook_document=book, cell_text_documents=items))
    second = {"text_document": types.TextDocumentIdentifier(uri=uris[1]), "position": types.Position(1, 1)}
    hover = await has(lambda: client.text_document_hover_async(types.HoverParams(**second)), "Article")
    assert hover.range == types.Range(types.Position(1, 0), types.Position(1, 4))
    second["position"] = types.Position(0, 9)
    found = await has(lambda: client.text_document_definition_async(types.DefinitionParams(**second)), "shop.py")
    assert found[0].range.start.line == 11
    await client.protocol.send_request_async("krait/waitUntilIdle", None)
    if client.can.diagnostic_provider:
        report = await client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(text_document=second["text_document"]))
        wrong = list(report.items)
    else:
        wrong = list(client.diagnostics.get(uris[1], []))
    assert [(one.code, one.range.start.line) for one in wrong] == [("arg-type", 0)]
    change = types.NotebookDocumentChangeEvent(cells=types.NotebookDocumentCellChanges(
        structure=types.NotebookDocumentCellChangeStructure(
            array=types.NotebookCellArrayChange(start=0, delete_count=1), did_close=[types.TextDocumentIdentifier(uris[0])])))
    client.notebook_document_did_change(types.DidChangeNotebookDocumentParams(
        notebook_document=types.VersionedNotebookDocumentIdentifier(uri=book.uri, version=2), change=change))
    second["position"] = types.Position(0, 1)
    names = await client.text_document_document_symbol_async(types.DocumentSymbolParams(second["text_document"]))
    assert "best" in str(names)
    client.notebook_document_did_close(types.DidCloseNotebookDocumentParams(
        notebook_document=types.NotebookDocumentIdentifier(book.uri), cell_text_documents=[]))
