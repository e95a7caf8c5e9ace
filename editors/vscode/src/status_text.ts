// What the status item says.

export type State =
  | { kind: "starting" }
  | { kind: "ready" }
  | { kind: "checking"; percentage?: number; message?: string }
  | { kind: "stopped"; reason: string };

export interface Shown {
  text: string;
  tooltip: string;
  isProblem: boolean;
}

export function shownFor(state: State, server: string): Shown {
  switch (state.kind) {
    case "starting":
      return { text: "$(sync~spin) Krait", tooltip: `Starting ${server}`, isProblem: false };
    case "ready":
      return { text: "$(check) Krait", tooltip: server, isProblem: false };
    case "checking": {
      const percent = state.percentage === undefined ? "" : ` ${state.percentage} %`;
      const message = state.message ?? "";
      return {
        text: `$(sync~spin) Krait${percent}`,
        tooltip: message === "" ? "Checking" : `Checking: ${message}`,
        isProblem: false,
      };
    }
    case "stopped":
      return { text: "$(error) Krait", tooltip: state.reason, isProblem: true };
  }
}
