// Which `krait` is started. The one of the selected Python environment comes before the one that
// the extension brought, so that a project which pins Krait sees in the editor what its CI says.

import * as path from "node:path";

export interface Surroundings {
  /** The setting krait.path, with its variables replaced; empty: none. */
  configured: string;
  /** The selected interpreter, if there is one that may be trusted. */
  interpreter: string | undefined;
  extensionFolder: string;
  /** $PATH */
  searchPath: string;
  isFile(path: string): boolean;
}

export interface Server {
  command: string;
  /** Where it is from, for the person who asks. */
  origin: "setting" | "environment" | "extension" | "PATH";
}

/** The server to start; nothing if there is none. A configured one is believed in any case. */
export function findServer(at: Surroundings): Server | undefined {
  if (at.configured !== "") return { command: at.configured, origin: "setting" };
  const candidates: Server[] = [];
  if (at.interpreter !== undefined) {
    candidates.push({ command: path.join(path.dirname(at.interpreter), "krait"), origin: "environment" });
  }
  candidates.push({ command: path.join(at.extensionFolder, "server/bin/krait"), origin: "extension" });
  for (const folder of at.searchPath.split(path.delimiter)) {
    if (folder !== "") candidates.push({ command: path.join(folder, "krait"), origin: "PATH" });
  }
  return candidates.find((one) => at.isFile(one.command));
}
