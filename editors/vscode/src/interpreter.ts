// The interpreter that a person selected with the Python extension, if they have it. Only the little
// of its interface that is used is declared here.

import * as vscode from "vscode";

interface ResolvedEnvironment {
  executable: { uri: vscode.Uri | undefined };
}

interface PythonApi {
  environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): unknown;
    resolveEnvironment(path: unknown): Promise<ResolvedEnvironment | undefined>;
    onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

async function pythonApi(): Promise<PythonApi | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi>("ms-python.python");
  if (extension === undefined) return undefined;
  const api = extension.isActive ? extension.exports : await extension.activate();
  return api?.environments === undefined ? undefined : api;
}

/** Selected for `resource`; nothing without the extension, or if the workspace isn't trusted. */
export async function selectedInterpreter(resource?: vscode.Uri): Promise<string | undefined> {
  if (!vscode.workspace.isTrusted) return undefined;
  try {
    const api = await pythonApi();
    const chosen = api?.environments.getActiveEnvironmentPath(resource);
    const environment = chosen === undefined ? undefined : await api?.environments.resolveEnvironment(chosen);
    if (environment?.executable.uri !== undefined) return environment.executable.uri.fsPath;
  } catch {
    // Whatever is wrong with the other extension: Krait looks for an interpreter itself.
  }
  const usual = vscode.workspace.getConfiguration("python", resource).inspect<string>("defaultInterpreterPath");
  return usual?.workspaceFolderValue ?? usual?.workspaceValue ?? usual?.globalValue;
}

/** Calls `changed` when another interpreter is selected. */
export async function onInterpreterChange(changed: () => void): Promise<vscode.Disposable | undefined> {
  try {
    return (await pythonApi())?.environments.onDidChangeActiveEnvironmentPath(changed);
  } catch {
    return undefined;
  }
}
