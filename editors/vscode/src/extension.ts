// Krait in VS Code: finds the server, starts it, tells it the settings and the selected interpreter,
// and shows how it is doing. All knowledge of Python is the server's.

import * as fs from "node:fs";
import * as os from "node:os";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  LanguageClientOptions,
  State as ClientState,
  WorkDoneProgressBegin,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
} from "vscode-languageclient/node";
import { showGraph } from "./graph";
import { onInterpreterChange, selectedInterpreter } from "./interpreter";
import { Server, findServer } from "./server_path";
import { ServerSettings, Variables, forServer, serverArguments, withVariables } from "./settings";
import { State, shownFor } from "./status_text";

type Progress = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

const RESTARTS_BY_ITSELF = 3;

function isFile(path: string): boolean {
  try {
    return fs.statSync(path).isFile();
  } catch {
    return false;
  }
}

function configuration(resource?: vscode.Uri): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration("krait", resource);
}

function firstFolder(): vscode.WorkspaceFolder | undefined {
  return vscode.workspace.workspaceFolders?.[0];
}

function variables(resource?: vscode.Uri): Variables {
  const folder = (resource && vscode.workspace.getWorkspaceFolder(resource)) ?? firstFolder();
  return { workspaceFolder: folder?.uri.fsPath ?? "", userHome: os.homedir(), environment: process.env };
}

async function settingsFor(resource?: vscode.Uri): Promise<ServerSettings> {
  const section = configuration(resource);
  const written: ServerSettings = {
    arguments: section.get("arguments"),
    pythonExecutable: section.get("pythonExecutable"),
    diagnosticMode: section.get("diagnosticMode"),
  };
  return forServer(written, await selectedInterpreter(resource ?? firstFolder()?.uri), variables(resource));
}

/** One window's server, from start to stop, as often as that happens. */
class Krait {
  private readonly output = vscode.window.createOutputChannel("Krait");
  private readonly item = vscode.window.createStatusBarItem("krait.status", vscode.StatusBarAlignment.Right, 100);
  private client: LanguageClient | undefined;
  private server: Server | undefined;
  private crashes = 0;

  constructor(private readonly context: vscode.ExtensionContext) {
    this.item.name = "Krait";
    this.item.command = "krait.showOutput";
    context.subscriptions.push(this.output, this.item);
  }

  showOutput(): void {
    this.output.show(true);
  }

  async start(): Promise<void> {
    if (!configuration().get<boolean>("enable", true)) {
      this.item.hide();
      return;
    }
    this.show({ kind: "starting" });
    this.server = await this.find();
    if (this.server === undefined) {
      this.show({ kind: "stopped", reason: "There is no krait program" });
      void vscode.window.showErrorMessage(
        "Krait: there is no `krait` program in the selected environment, in the extension or on PATH. " +
          "Install it with `pip install .` in a clone of Krait, or name one in the setting krait.path.",
      );
      return;
    }
    this.output.appendLine(`Starting ${this.server.command} (from: ${this.server.origin})`);
    this.client = this.makeClient(this.server);
    try {
      await this.client.start();
    } catch (error) {
      this.show({ kind: "stopped", reason: String(error) });
    }
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client !== undefined) await client.dispose().catch(() => undefined);
  }

  async restart(): Promise<void> {
    this.crashes = 0;
    await this.stop();
    await this.start();
  }

  /** The server asks for its settings when it hears this. */
  async settingsChanged(): Promise<void> {
    await this.client?.sendNotification("workspace/didChangeConfiguration", { settings: null });
  }

  async graph(): Promise<void> {
    const folder = firstFolder();
    const server = this.server ?? (await this.find());
    if (folder === undefined || server === undefined) {
      void vscode.window.showInformationMessage("Krait: a graph needs an open folder and a server.");
      return;
    }
    try {
      await showGraph(server.command, await this.commandLine(folder.uri), folder.uri.fsPath);
    } catch (error) {
      void vscode.window.showErrorMessage(`Krait: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async doctor(): Promise<void> {
    const server = this.server ?? (await this.find());
    if (server === undefined) return;
    const terminal = vscode.window.createTerminal({ name: "krait doctor", cwd: firstFolder()?.uri });
    const quoted = [server.command, "doctor", ...(await this.commandLine(firstFolder()?.uri))].map(
      (word) => `'${word.replace(/'/g, "'\\''")}'`,
    );
    terminal.show();
    terminal.sendText(quoted.join(" "));
  }

  /** mypy's arguments, for the other commands of the program. */
  private async commandLine(resource?: vscode.Uri): Promise<string[]> {
    const settings = await settingsFor(resource);
    const words = [...(settings.arguments ?? [])];
    if (settings.pythonExecutable) words.push(`--python-executable=${settings.pythonExecutable}`);
    return words;
  }

  private async find(): Promise<Server | undefined> {
    return findServer({
      configured: withVariables(configuration().get<string>("path", ""), variables()),
      interpreter: await selectedInterpreter(firstFolder()?.uri),
      extensionFolder: this.context.extensionPath,
      searchPath: process.env.PATH ?? "",
      isFile,
    });
  }

  private show(state: State): void {
    const shown = shownFor(state, this.server?.command ?? "krait");
    this.item.text = shown.text;
    this.item.tooltip = shown.tooltip;
    this.item.backgroundColor = shown.isProblem ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
    this.item.show();
  }

  private progressed(params: Progress): void {
    if (params.kind === "end") {
      this.show({ kind: "ready" });
    } else {
      this.show({ kind: "checking", percentage: params.percentage, message: params.message });
    }
  }

  private makeClient(server: Server): LanguageClient {
    const section = configuration();
    const words = serverArguments(section.get("server.workers", 0), section.get("server.logLevel", "info"));
    const run = { command: server.command, args: words };
    const client = new LanguageClient("krait", "Krait", { run, debug: run }, this.clientOptions());
    client.onDidChangeState((change) => {
      if (client !== this.client) return;
      if (change.newState === ClientState.Running) this.show({ kind: "ready" });
      if (change.newState === ClientState.Stopped) this.show({ kind: "stopped", reason: "The server has stopped" });
    });
    return client;
  }

  private clientOptions(): LanguageClientOptions {
    return {
      documentSelector: [
        { scheme: "file", language: "python" },
        { scheme: "vscode-notebook-cell", language: "python" },
      ],
      // These are the extension's own: they work without a server, too, and show the page in a tab.
      initializationOptions: { clientCommands: ["krait.restart", "krait.showGraph"] },
      outputChannel: this.output,
      traceOutputChannel: this.output,
      markdown: { supportHtml: false },
      middleware: {
        // The server's one kind of work is the check, which has a place of its own in the status item.
        handleWorkDoneProgress: (_token, params) => this.progressed(params),
        workspace: {
          configuration: (params) =>
            Promise.all(
              params.items.map((item) =>
                item.section === "krait"
                  ? settingsFor(item.scopeUri === undefined ? undefined : vscode.Uri.parse(item.scopeUri))
                  : null,
              ),
            ),
        },
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue }),
        closed: () => {
          this.crashes += 1;
          if (this.crashes <= RESTARTS_BY_ITSELF) return { action: CloseAction.Restart };
          this.show({ kind: "stopped", reason: "The server has stopped several times; krait.restart starts it again" });
          return { action: CloseAction.DoNotRestart, handled: false };
        },
      },
    };
  }
}

let krait: Krait | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const here = new Krait(context);
  krait = here;
  const command = (name: string, run: () => unknown) => vscode.commands.registerCommand(name, run);
  context.subscriptions.push(
    command("krait.restart", () => here.restart()),
    command("krait.showOutput", () => here.showOutput()),
    command("krait.showGraph", () => here.graph()),
    command("krait.doctor", () => here.doctor()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      const names = ["krait.enable", "krait.path", "krait.server"];
      if (names.some((name) => change.affectsConfiguration(name))) void here.restart();
      else if (change.affectsConfiguration("krait") || change.affectsConfiguration("python")) void here.settingsChanged();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void here.restart()),
  );
  await here.start();
  const changes = await onInterpreterChange(() => void here.settingsChanged());
  if (changes !== undefined) context.subscriptions.push(changes);
}

export async function deactivate(): Promise<void> {
  await krait?.stop();
}
