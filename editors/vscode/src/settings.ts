// What a person wrote into settings, as the server is to have it.

export interface Variables {
  workspaceFolder: string;
  userHome: string;
  environment: Record<string, string | undefined>;
}

/** `${workspaceFolder}`, `${userHome}`, `${env:NAME}` and a leading `~/` replaced. */
export function withVariables(text: string, variables: Variables): string {
  const home = text.startsWith("~/") ? variables.userHome + text.slice(1) : text;
  return home.replace(/\$\{(workspaceFolder|userHome|env:([^}]*))\}/g, (_, name: string, variable?: string) => {
    if (name === "workspaceFolder") return variables.workspaceFolder;
    if (name === "userHome") return variables.userHome;
    return variables.environment[variable ?? ""] ?? "";
  });
}

/** The section `krait` of the settings: those that are the server's. */
export interface ServerSettings {
  arguments?: string[];
  pythonExecutable?: string;
  diagnosticMode?: string;
}

/** The server's answer to workspace/configuration. `selected`: by another extension. */
export function forServer(
  written: ServerSettings,
  selected: string | undefined,
  variables: Variables,
): ServerSettings {
  const python = withVariables(written.pythonExecutable ?? "", variables);
  return {
    arguments: (written.arguments ?? []).map((argument) => withVariables(argument, variables)),
    pythonExecutable: python !== "" ? python : (selected ?? ""),
    diagnosticMode: written.diagnosticMode ?? "workspace",
  };
}

/** The arguments of `krait server`. */
export function serverArguments(workers: number, logLevel: string): string[] {
  const words = ["server", "--log-level", logLevel];
  if (workers > 0) words.push("--num-workers", String(workers));
  return words;
}
