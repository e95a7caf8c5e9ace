// Krait's packaged extension in a real VS Code workbench: code-server in headless Chromium, driven as a
// person drives it. What a server that is being built can't do yet is told and left out: its own
// answer to `initialize` says what it can.
//
//     node workbench.cjs FOLDER KRAIT VSIX     FOLDER: of install.sh; screenshots go to FOLDER/screenshots
//
// Each step waits for the state that it wants and fails with a picture of the one it got.

const { spawn, execFileSync } = require("child_process");
const fs = require("fs");
const net = require("net");
const os = require("os");
const path = require("path");

const [home, krait, vsix] = process.argv.slice(2).map((one) => path.resolve(one));
const { chromium } = require(path.join(home, "node_modules/playwright-core"));
const pictures = path.join(home, "screenshots");
const PATIENCE = 60000;

const FILES = {
  "shop.py": `"""What the shop sells."""
from dataclasses import dataclass


@dataclass
class Article:
    """Something with a price."""
    name: str
    price: float


def cheapest(articles: list[Article]) -> Article:
    """The article that costs least."""
    return min(articles, key=lambda article: article.price)
`,
  "main.py": `from shop import Article, cheapest

tea = Article("tea", 2.5)
coffee = Article("coffee", "3.5")
best = cheapest([tea, coffee])
print(best.name.upper())
`,
};

const cell = (...source) => ({ cell_type: "code", execution_count: null, metadata: {}, outputs: [], source });
FILES["book.ipynb"] = JSON.stringify({
  cells: [
    cell("%matplotlib inline\n", "from shop import Article"),
    { cell_type: "markdown", metadata: {}, source: ["# Prices"] },
    cell("milk = Article('milk', '4.5')"),
  ],
  metadata: { language_info: { name: "python" } }, nbformat: 4, nbformat_minor: 5,
});

const started = Date.now();
const say = (...words) => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s `, ...words);

function freePort() {
  return new Promise((resolve) => {
    const socket = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

/** What the server says that it can do. */
function capabilities() {
  const params = { processId: process.pid, rootUri: null, capabilities: {} };
  const frame = (message) => {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
  };
  const input = [{ id: 1, method: "initialize", params }, { id: 2, method: "shutdown" }, { method: "exit" }];
  const output = execFileSync(krait, ["server"], { input: input.map(frame).join(""), stdio: ["pipe", "pipe", "ignore"] });
  const [first] = output.toString().split("Content-Length:").slice(1);
  return JSON.parse(first.slice(first.indexOf("{"))).result.capabilities;
}

class Workbench {
  constructor(page) {
    this.page = page;
  }
  async open(name) {
    await this.page.keyboard.press("Control+P");
    await this.page.waitForSelector(".quick-input-widget input", { timeout: PATIENCE });
    await this.page.keyboard.type(name);
    // The row that Enter takes: before the list is filtered it has all files.
    await this.page.waitForSelector(`.quick-input-list .monaco-list-row.focused:has-text("${name}")`, { timeout: PATIENCE });
    await this.page.keyboard.press("Enter");
    await this.activeTab(name);
  }
  activeTab(name) {
    return this.page.waitForSelector(`.tab.active:has-text("${name}")`, { timeout: PATIENCE });
  }
  async command(title) {
    await this.page.keyboard.press("F1");
    await this.page.waitForSelector(".quick-input-widget input", { timeout: PATIENCE });
    await this.page.keyboard.type(title);
    await this.page.waitForSelector(`.quick-input-list .monaco-list-row:has-text("${title}")`, { timeout: PATIENCE });
    await this.page.keyboard.press("Enter");
  }
  /** Puts the cursor at a place: lines and columns count from 1. */
  async goTo(line, column) {
    await this.page.click(".monaco-editor .view-lines", { position: { x: 300, y: 8 } });
    await this.page.keyboard.press("Control+G");
    await this.page.waitForSelector(".quick-input-widget input", { timeout: PATIENCE });
    await this.page.keyboard.type(`${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await this.page.waitForFunction(
      ([l, c]) => document.body.innerText.includes(`Ln ${l}, Col ${c}`),
      [line, column],
      { timeout: PATIENCE },
    );
  }
  text() {
    return this.page.$$eval(".monaco-editor .view-lines .view-line", (lines) =>
      lines
        .map((line) => ({ top: parseInt(line.style.top, 10), text: line.textContent.replace(/\u00a0/g, " ") }))
        .sort((a, b) => a.top - b.top)
        .map((line) => line.text),
    );
  }
  textHas(part) {
    return this.page.waitForFunction(
      (wanted) => [...document.querySelectorAll(".monaco-editor .view-line")].some((line) => line.textContent.replace(/\u00a0/g, " ").includes(wanted)),
      part,
      { timeout: PATIENCE },
    );
  }
  problems() {
    return this.page.$$eval(".markers-panel .monaco-list-row", (rows) => rows.map((row) => row.innerText.replace(/\s+/g, " ")));
  }
  problemHas(part, there = true) {
    return this.page.waitForFunction(
      ([wanted, expected]) =>
        [...document.querySelectorAll(".markers-panel .monaco-list-row")].some((row) => row.innerText.replace(/\s+/g, " ").includes(wanted)) === expected,
      [part, there],
      { timeout: PATIENCE, polling: 20 },
    );
  }
  async picture(name) {
    await this.page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))).then(() => undefined));
    return this.page.screenshot({ path: path.join(pictures, `${name}.png`) });
  }
}

async function look(bench, can) {
  const { page } = bench;
  await bench.open("main.py");
  await page.waitForSelector(".monaco-editor .squiggly-error", { timeout: PATIENCE });
  say("ok: an error has a squiggle");
  await bench.command("Problems: Focus on Problems View");
  await bench.problemHas('Argument 2 to "Article" has incompatible type "str"; expected "float"');
  say("ok: and is in the Problems panel:", await bench.problems());
  await page.waitForSelector('.statusbar-item:has-text("Krait")', { timeout: PATIENCE });
  say("ok: the status bar shows the server");
  await bench.picture("problems");

  await bench.goTo(6, 25);
  const before = Date.now();
  await page.keyboard.type("\nwrong: int = best.name");
  await bench.problemHas('variable has type "int"');
  say(`ok: what is typed is checked at once, unsaved (${Date.now() - before} ms from the first key)`);
  for (let i = 0; i < 23; ++i) await page.keyboard.press("Backspace");
  await bench.problemHas('variable has type "int"', false);
  say("ok: and gone when it is gone");

  if (can.hoverProvider) {
    await bench.goTo(5, 9);
    await bench.command("Show or Focus Hover");
    await page.waitForSelector('.monaco-hover:not(.hidden):has-text("Article")', { timeout: PATIENCE });
    say("ok: hover says what a function is");
    await bench.picture("hover");
    await page.keyboard.press("Escape");
  }
  if (can.completionProvider) {
    await bench.goTo(6, 25);
    await page.keyboard.type("\nbest.pri");
    await page.keyboard.press("Control+Space");
    await page.waitForSelector('.suggest-widget.visible .monaco-list-row:has-text("price")', { timeout: PATIENCE });
    say("ok: completion offers an attribute");
    await bench.picture("completion");
    await page.keyboard.press("Escape");
    for (let i = 0; i < 9; ++i) await page.keyboard.press("Backspace");
  }
  if (can.codeActionProvider) {
    await bench.goTo(4, 28);
    await page.keyboard.press("Control+.");
    await page.waitForSelector('.action-widget:has-text("Ignore [arg-type] on this line")', { timeout: PATIENCE });
    say("ok: an error can be ignored from the light bulb");
    await page.keyboard.press("Escape");
  }
  if (can.renameProvider) {
    await bench.goTo(5, 9);
    await page.keyboard.press("F2");
    // The box is in the page before it is open: what is typed goes to it once it has the focus.
    await page.waitForFunction(() => document.activeElement?.closest(".rename-box") !== null, null, { timeout: PATIENCE });
    await page.keyboard.press("Control+A");
    await page.keyboard.type("best_buy");
    await page.keyboard.press("Enter");
    await bench.textHas("= best_buy([tea, coffee])"); // an inlay hint may stand before it
    await bench.open("shop.py");
    await bench.textHas("def best_buy(");
    say("ok: a rename changes both files");
    await bench.open("main.py");
  }
  if (can.definitionProvider) {
    await bench.goTo(5, 9);
    await page.keyboard.press("F12");
    await bench.activeTab("shop.py");
    say("ok: the definition is in the other file");
  }
  if (can.notebookDocumentSync) await lookAtNotebook(bench);
  for (const name of ["hover", "completion", "definition", "rename", "codeAction"]) {
    if (!can[`${name}Provider`]) say(`left out: this server has no ${name}`);
  }
  if (fs.readFileSync(path.join(bench.folder, "main.py"), "utf8") !== FILES["main.py"]) {
    throw new Error("the file on disk was changed");
  }
}

async function lookAtNotebook(bench) {
  const { page } = bench;
  await bench.open("book.ipynb");
  const lastCell = ".notebookOverlay .cell-list-container .monaco-list-row.code-cell-row:last-child";
  await page.waitForSelector(".notebookOverlay .squiggly-error", { timeout: PATIENCE });
  await bench.problemHas('Argument 2 to "Article" has incompatible type "str"; expected "float"');
  say("ok: an error in a notebook's cell has a squiggle, and magics have none");
  await page.click(`${lastCell} .view-lines`);
  await page.keyboard.press("Control+End");
  const before = Date.now();
  await page.keyboard.type("\nspilt: int = milk.name");
  await bench.problemHas('variable has type "int"');
  say(`ok: what is typed in a cell is checked at once (${Date.now() - before} ms from the first key)`);
  await bench.picture("notebook");
}

async function main() {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "krait-workbench-"));
  const folder = path.join(temporary, "shop");
  const user = path.join(temporary, "user");
  for (const one of [folder, path.join(user, "User"), path.join(user, "Machine"), pictures]) fs.mkdirSync(one, { recursive: true });
  for (const [name, text] of Object.entries(FILES)) fs.writeFileSync(path.join(folder, name), text);
  const settings = {
    "krait.path": krait, "security.workspace.trust.enabled": false, "workbench.startupEditor": "none",
    "telemetry.telemetryLevel": "off", "update.mode": "none", "extensions.autoCheckUpdates": false,
    "extensions.autoUpdate": false, "workbench.tips.enabled": false, "chat.disableAIFeatures": true,
    "workbench.secondarySideBar.defaultVisibility": "hidden", "editor.accessibilitySupport": "off",
    "files.autoSave": "off", "files.refactoring.autoSave": false, "editor.minimap.enabled": false, "editor.wordBasedSuggestions": "off",
  };
  // Settings of a machine are read from Machine/ where the editor's files are on another host.
  for (const place of ["User", "Machine"]) fs.writeFileSync(path.join(user, place, "settings.json"), JSON.stringify(settings));
  const env = { ...process.env, PATH: `${path.join(home, "bin")}:${process.env.PATH}`, HOME: temporary };
  const program = path.join(home, "node_modules/.bin/code-server");
  const common = ["--user-data-dir", user, "--extensions-dir", path.join(temporary, "extensions")];
  const can = capabilities();
  execFileSync(program, [...common, "--install-extension", vsix], { env, stdio: "pipe" });
  say("the extension is installed");
  const port = await freePort();
  const words = ["--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--disable-telemetry", "--disable-update-check"];
  const server = spawn(program, [...common, ...words, "--disable-workspace-trust", folder], {
    env, stdio: ["ignore", "pipe", "pipe"], detached: true,
  });
  let output = "";
  const listening = new Promise((resolve) => {
    const read = (data) => {
      output += data;
      if (output.includes("HTTP server listening")) resolve();
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
  });
  let browser;
  let bench;
  let status = 1;
  try {
    await listening;
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
    const page = await browser.newPage({ viewport: { width: 1100, height: 640 } });
    page.setDefaultTimeout(PATIENCE);
    bench = new Workbench(page);
    bench.folder = folder;
    await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`, { waitUntil: "domcontentloaded" });
    await page.waitForSelector(".monaco-workbench", { timeout: 2 * PATIENCE });
    await page.waitForSelector('.explorer-folders-view .monaco-list-row:has-text("main.py")', { timeout: 2 * PATIENCE });
    say("the workbench is there");
    await look(bench, can);
    status = 0;
  } catch (error) {
    say("FAILED:", error.message);
    if (bench) {
      say("problems:", await bench.problems().catch(() => []), "text:", await bench.text().catch(() => []));
      await bench.picture("failure").catch(() => undefined);
    }
    console.log(output.slice(-3000));
  }
  if (browser) await browser.close().catch(() => undefined);
  process.kill(-server.pid, "SIGTERM");
  fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  say(status === 0 ? "passed" : "failed");
  process.exit(status);
}

void main();
