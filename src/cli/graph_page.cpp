// graph_page.cpp
//
// A list of cycles on the left; on the right the chosen cycle's modules on a circle with the
// imports between them, or the critical path as bars. A circle because it shows thirty modules as
// readably as three hundred, needs no layout that runs for seconds, and is the same every time.

#include "cli/graph_page.h"

namespace krait::cli {

const char* const kGraphPageBefore = R"html(<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Module graph</title>
<style>
  :root { color-scheme: light dark; --line: #8884; --soft: #888; --mark: #d33; --own: #27c; }
  body { font: 14px/1.4 system-ui, sans-serif; margin: 0; display: grid; height: 100vh;
         grid-template: auto 1fr / minmax(18rem, 26rem) 1fr; }
  header { grid-column: 1 / 3; padding: .6rem 1rem; border-bottom: 1px solid var(--line); }
  h1 { font-size: 1rem; display: inline; margin-right: 1rem; }
  nav { overflow: auto; border-right: 1px solid var(--line); }
  nav button { display: block; width: 100%; text-align: left; font: inherit; color: inherit;
               background: none; border: 0; border-bottom: 1px solid var(--line);
               padding: .5rem 1rem; cursor: pointer; }
  nav button[aria-current=true] { background: #8882; }
  small { color: var(--soft); display: block; overflow-wrap: anywhere; }
  main { overflow: auto; padding: 1rem; }
  svg { width: 100%; height: auto; max-height: 85vh; display: block; }
  svg text { font-size: 11px; fill: currentColor; }
  svg path { fill: none; stroke: var(--soft); stroke-opacity: .35; }
  svg path.cut { stroke: var(--mark); stroke-opacity: 1; stroke-width: 2; }
  svg.picked path { stroke-opacity: .06; }
  svg path.out { stroke: var(--own); stroke-opacity: .9 !important; }
  svg path.in { stroke: #293; stroke-opacity: .9 !important; }
  svg g { cursor: pointer; }
  table { border-collapse: collapse; }
  td { padding: .1rem .6rem .1rem 0; white-space: nowrap; }
  .bar { background: var(--own); height: .8rem; min-width: 1px; }
  .cut { color: var(--mark); }
</style>
<header><h1>Module graph</h1><span id="summary"></span></header>
<nav id="list"></nav>
<main id="view"></main>
<script>
"use strict";
const data = )html";

const char* const kGraphPageAfter = R"html(;
const svgName = "http://www.w3.org/2000/svg";
const view = document.getElementById("view");
const list = document.getElementById("list");
const ms = value => value.toFixed(1) + " ms";

function add(parent, tag, properties = {}, text = "") {
  const element = parent.namespaceURI === svgName || tag === "svg"
    ? document.createElementNS(svgName, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) element.setAttribute(name, value);
  element.append(text);
  parent.append(element);
  return element;
}

function showCycle(cycle) {
  view.replaceChildren();
  for (const cut of cycle.cuts) {
    const left = cut.largest_left === 1 ? "no cycle is left" : `largest cycle left: ${cut.largest_left}`;
    add(view, "div", {class: cut === cycle.cuts[0] ? "cut" : ""}, `without ${cut.text}: ${left}`);
  }
  if (!cycle.cuts.length) add(view, "div", {}, "No single import would make this cycle smaller.");
  const count = cycle.modules.length;
  const radius = Math.max(120, count * 2.6);
  const size = radius * 2 + 440;
  const svg = add(view, "svg", {viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`});
  const place = new Map(cycle.modules.map((module, i) => [module, i]));
  const angle = i => 2 * Math.PI * i / count;
  const arrows = [];
  cycle.modules.forEach((module, i) => {
    for (const item of data.modules[module].imports) {
      const k = place.get(item.module);
      if (k === undefined || k === i) continue;
      const [x, y] = [radius * Math.cos(angle(i)), radius * Math.sin(angle(i))];
      const [u, v] = [radius * Math.cos(angle(k)), radius * Math.sin(angle(k))];
      const cut = cycle.cuts.length && cycle.cuts[0].from === module && cycle.cuts[0].to === item.module;
      const path = add(svg, "path", {d: `M${x} ${y}Q${(x + u) / 5} ${(y + v) / 5} ${u} ${v}`,
                                     class: cut ? "cut" : ""});
      arrows.push({from: i, to: k, path});
    }
  });
  cycle.modules.forEach((module, i) => {
    const turned = angle(i) > Math.PI / 2 && angle(i) < Math.PI * 1.5;
    const group = add(svg, "g", {transform: `rotate(${angle(i) * 180 / Math.PI}) translate(${radius + 6} 4)` +
                                            (turned ? " rotate(180)" : "")});
    add(group, "text", {"text-anchor": turned ? "end" : "start"}, data.modules[module].name);
    add(group, "title", {}, `${data.modules[module].path}, ${ms(data.modules[module].milliseconds)}`);
    group.addEventListener("click", () => {
      svg.classList.add("picked");
      for (const arrow of arrows) {
        arrow.path.classList.toggle("out", arrow.from === i);
        arrow.path.classList.toggle("in", arrow.to === i);
      }
    });
  });
  add(view, "small", {}, "Click a module: blue is what it imports, green is what imports it. " +
                         "Red is the import whose removal breaks the cycle best.");
}

function showPath() {
  view.replaceChildren();
  add(view, "p", {}, `${ms(data.critical_path_milliseconds)} of ${ms(data.all_milliseconds)} in all, ` +
      (data.measured ? "as measured." : "guessed from the sizes of the files.") +
      " Each of these waits for the one above it.");
  const table = add(view, "table");
  const longest = Math.max(...data.critical_path.map(step => step.milliseconds), 1e-9);
  for (const step of data.critical_path) {
    const row = add(table, "tr");
    add(row, "td", {}, data.modules[step.module].name +
        (step.modules > 1 ? ` and the ${step.modules - 1} of its cycle` : ""));
    add(row, "td", {}, ms(step.milliseconds));
    add(add(row, "td"), "div", {class: "bar", style: `width: ${step.milliseconds / longest * 20}rem`});
  }
}

function entry(title, details, show) {
  const button = add(list, "button", {}, title);
  add(button, "small", {}, details);
  button.addEventListener("click", () => {
    for (const other of list.children) other.setAttribute("aria-current", other === button);
    show();
  });
  return button;
}

document.getElementById("summary").textContent =
  `${data.modules.length} modules, ${data.own_modules} of them the program's own; ${data.imports} imports; ` +
  `${data.cycles.length} cycles with own modules, ${data.library_cycles} in libraries alone`;
const buttons = [entry("Critical path", `${data.critical_path.length} steps, ` +
                       ms(data.critical_path_milliseconds), showPath)];
for (const cycle of data.cycles) {
  const names = cycle.modules.slice(0, 6).map(module => data.modules[module].name).join(", ");
  buttons.push(entry(`${cycle.modules.length} modules, ${ms(cycle.milliseconds)}`,
                     names + (cycle.modules.length > 6 ? ", ..." : ""), () => showCycle(cycle)));
}
buttons[Math.min(1, buttons.length - 1)].click();
</script>
</html>
)html";

}  // namespace krait::cli
