"""Code actions as somebody uses them: asked for at a place, taken, and the program checked again."""

from __future__ import annotations

from workspace import Workspace, WorkspaceTest, edited

from lsp_client import Json

CAPABILITIES: Json = {
    "textDocument": {
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
        "publishDiagnostics": {"relatedInformation": True},
        "diagnostic": {},
    },
    "workspace": {"diagnostics": {"refreshSupport": True}},
}


def resolving(capabilities: Json) -> Json:
    """The same for a client that asks for edits when they are wanted."""
    support = {"dataSupport": True, "resolveSupport": {"properties": ["edit"]}}
    action = {**capabilities["textDocument"]["codeAction"], **support}
    return {**capabilities, "textDocument": {**capabilities["textDocument"], "codeAction": action}}


def changes_of(edit: Json) -> dict[str, list[Json]]:
    """By URI, whichever form they came in."""
    if "documentChanges" in edit:
        return {one["textDocument"]["uri"]: one["edits"] for one in edit["documentChanges"]}
    return dict(edit["changes"])


class ActionTest(WorkspaceTest):
    def workspace(self, files: dict[str, str] | str, capabilities: Json | None = None) -> Workspace:
        return super().workspace(files, capabilities or CAPABILITIES)

    def diagnostics(self, at: Workspace, name: str = "a.py") -> list[Json]:
        at.client.ask("krait/waitUntilIdle")
        answer = at.client.ask("textDocument/diagnostic", {"textDocument": {"uri": at.uri(name)}})
        return list(answer["result"]["items"])

    def messages(self, at: Workspace) -> list[str]:
        return [f"{name}: {one['message']}" for name in at.texts for one in self.diagnostics(at, name)]

    def offers(self, at: Workspace, mark: str = "", only: str = "") -> list[Json]:
        """At a mark, with the diagnostics that touch it; without one, about the whole of a.py."""
        name = at.marks[mark][0] if mark else "a.py"
        place = at.position(mark) if mark else {"line": 0, "character": 0}
        span = {"start": place, "end": place if mark else {"line": 9999, "character": 0}}
        key = lambda point: (point["line"], point["character"])
        touching = [one for one in self.diagnostics(at, name)
                    if key(one["range"]["start"]) <= key(span["end"]) and key(span["start"]) <= key(one["range"]["end"])]
        context = {"diagnostics": touching, **({"only": [only]} if only else {})}
        params = {"textDocument": {"uri": at.uri(name)}, "range": span, "context": context}
        answer = at.client.ask("textDocument/codeAction", params)
        assert "result" in answer, answer
        return list(answer["result"])

    def titles(self, at: Workspace, mark: str = "", only: str = "") -> list[str]:
        """But for those that every error has."""
        return [one["title"] for one in self.offers(at, mark, only) if not one["title"].startswith("Ignore ")]

    def take(self, at: Workspace, action: Json) -> None:
        """Its edits are made in the editor."""
        if "data" in action:
            action = at.client.ask("codeAction/resolve", action)["result"]
        for uri, edits in changes_of(action["edit"]).items():
            name = at.name(uri)
            at.texts[name] = edited(at.texts[name], edits)
            at.versions[name] = at.versions.get(name, 1) + 1
            at.client.change(uri, at.versions[name], {"text": at.texts[name]})

    def takes(self, at: Workspace, title: str, mark: str = "", only: str = "") -> str:
        """Takes the action whose title has this text. What it is for is settled, and nothing new comes."""
        action = next(one for one in self.offers(at, mark, only) if title in one["title"])
        before = self.messages(at)
        self.take(at, action)
        after = self.messages(at)
        self.assertEqual([one for one in after if one not in before], [], at.texts)
        for settled in action.get("diagnostics", []):
            self.assertLess(sum(settled["message"] in one for one in after),
                            sum(settled["message"] in one for one in before), at.texts)
        return at.texts["a.py"]
