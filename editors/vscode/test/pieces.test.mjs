// The parts that need no editor. `npm test` compiles them into dist/test first.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import test from "node:test";

const require = createRequire(import.meta.url);
const { findServer } = require("../dist/test/server_path.js");
const { forServer, serverArguments, withVariables } = require("../dist/test/settings.js");
const { shownFor } = require("../dist/test/status_text.js");

const VARIABLES = { workspaceFolder: "/w", userHome: "/home/me", environment: { X: "x" } };

function found(files, more = {}) {
  return findServer({
    configured: "",
    interpreter: "/w/.venv/bin/python",
    extensionFolder: "/ext",
    searchPath: "/usr/bin:/opt/bin",
    isFile: (path) => files.includes(path),
    ...more,
  });
}

test("a configured server is the one", () => {
  assert.deepEqual(found([], { configured: "/my/krait" }), { command: "/my/krait", origin: "setting" });
});

test("then the selected environment's, the extension's, and the one on PATH", () => {
  const all = ["/w/.venv/bin/krait", "/ext/server/bin/krait", "/opt/bin/krait"];
  assert.equal(found(all).command, all[0]);
  assert.equal(found(all.slice(1)).command, all[1]);
  assert.deepEqual(found(all.slice(2)), { command: "/opt/bin/krait", origin: "PATH" });
  assert.equal(found([]), undefined);
});

test("an environment that isn't known is not looked into", () => {
  assert.equal(found(["/w/.venv/bin/krait"], { interpreter: undefined }), undefined);
});

test("variables in settings are replaced", () => {
  assert.equal(withVariables("${workspaceFolder}/a/${env:X}${env:Y}", VARIABLES), "/w/a/x");
  assert.equal(withVariables("~/krait", VARIABLES), "/home/me/krait");
  assert.equal(withVariables("a~/${other}", VARIABLES), "a~/${other}");
});

test("a written interpreter comes before a selected one", () => {
  assert.equal(forServer({ pythonExecutable: "${userHome}/py" }, "/py", VARIABLES).pythonExecutable, "/home/me/py");
  assert.equal(forServer({ pythonExecutable: "" }, "/py", VARIABLES).pythonExecutable, "/py");
  assert.deepEqual(forServer({}, undefined, VARIABLES), {
    arguments: [], pythonExecutable: "", diagnosticMode: "workspace",
  });
});

test("workers are left to the server unless they are given", () => {
  assert.deepEqual(serverArguments(0, "info"), ["server", "--log-level", "info"]);
  assert.deepEqual(serverArguments(2, "debug"), ["server", "--log-level", "debug", "--num-workers", "2"]);
});

test("the status item shows how far a check is, and what is wrong", () => {
  assert.equal(shownFor({ kind: "checking", percentage: 40, message: "2 of 5" }, "krait").text, "$(sync~spin) Krait 40 %");
  assert.equal(shownFor({ kind: "stopped", reason: "gone" }, "krait").isProblem, true);
  assert.equal(shownFor({ kind: "ready" }, "/bin/krait").tooltip, "/bin/krait");
});

test("every command and setting that the code names is described", () => {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const code = readFileSync(new URL("../src/extension.ts", import.meta.url), "utf8");
  const commands = manifest.contributes.commands.map((one) => one.command).sort();
  const registered = [...code.matchAll(/command\("(krait\.\w+)"/g)].map((match) => match[1]).sort();
  assert.deepEqual(registered, commands);
  for (const [name, setting] of Object.entries(manifest.contributes.configuration.properties)) {
    assert.ok(setting.markdownDescription, name);
    assert.notEqual(setting.default, undefined, name);
  }
});
