// The page of `krait graph`, in an editor tab.

import { execFile } from "node:child_process";
import * as vscode from "vscode";

const LARGEST_PAGE = 256 * 1024 * 1024;

function run(command: string, words: string[], folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, words, { cwd: folder, maxBuffer: LARGEST_PAGE }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr.trim() || error.message));
      else resolve(stdout);
    });
  });
}

export async function showGraph(command: string, words: string[], folder: string): Promise<void> {
  const title = "Krait: reading the imports";
  const page = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    run(command, ["graph", "--format", "html", ...words], folder),
  );
  const panel = vscode.window.createWebviewPanel("krait.graph", "Cycles of Imports", vscode.ViewColumn.Active, {
    enableScripts: true, // the page's own; it loads nothing
    retainContextWhenHidden: true,
  });
  panel.webview.html = page;
}
