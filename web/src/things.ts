// What the panel tells of a context, a package, a module or a table.

import { SHARED } from "./data";
import { button, clean, code, count, h, number } from "./dom";
import { contextName, contextOf, nodeName, push } from "./model";
import { moveForm } from "./move";
import { groupsOf } from "./picture";
import { byKind, lazy, placeList } from "./places";
import { priceOf } from "./price";
import type { Seen } from "./seen";
import { findingItem } from "./views/findings";

export function contextPanel(seen: Seen, name: string): (HTMLElement | null)[] {
  const { model, sides, state, go, crossing } = seen;
  const key = `c:${name}`;
  const context = sides.contexts.indexOf(name);
  if (context < 0) return [h("p", {}, "This division has no such context.")];
  const inside = (node: number) => contextOf(model, sides, node) === context;
  const modules = [...sides.modules.keys()].filter((node) => inside(node));
  const tables = [...sides.tables.keys()].filter((table) => sides.tables[table] === context);
  const isOpen = state.open.includes(key);
  const price = priceOf(model, crossing.filter((one) => one.source === context || one.target === context));
  const findings = model.data.findings.filter((one) => !one.accepted && (one.source === name || one.target === name));
  const toggle = () => go({ view: "graph", open: isOpen ? state.open.filter((one) => one !== key && !one.startsWith(`p:${name}|`)) : [...state.open, key] });
  return [
    h("h2", {}, code(name, 60)),
    h("p", {}, `context · ${count(modules.length, "module")} · ${count(tables.length, "table")} · to cut out: ${count(price.total, "point")}`),
    h(
      "p",
      { class: "actions" },
      button(isOpen ? "Close" : "Open", toggle, { id: "toggle" }),
      button(state.focus === key ? "Show all contexts" : "Only its neighbours", () => go({ view: "graph", focus: state.focus === key ? "" : key }), { id: "focus" }),
    ),
    findings.length ? h("p", {}, button(count(findings.length, "finding"), () => go({ view: "findings", text: name, rule: "", severity: "" }))) : null,
    ...tiesOf(seen, inside),
    listOf(seen, "Modules", modules, (node) => `m:${model.data.files[model.data.modules.files[node]!]}`),
    listOf(seen, "Tables", tables.map((table) => table + model.moduleCount), (node) => `t:${nodeName(model, node)}`),
  ];
}

export function packagePanel(seen: Seen, key: string): (HTMLElement | null)[] {
  const { model, sides, state, go } = seen;
  const [context = "", name = ""] = [key.slice(2, key.indexOf("|")), key.slice(key.indexOf("|") + 1)];
  const place = sides.contexts.indexOf(context);
  const own = [...sides.modules.keys()].filter((node) => sides.modules[node] === place && model.ties[node]! > 0);
  const modules = (own.length ? groupsOf(model.data, own).get(name) : []) ?? [];
  const members = new Set(modules);
  const isOpen = state.open.includes(key);
  return [
    h("h2", {}, code(name, 60)),
    h("p", {}, `package of ${clean(context, 60)} · ${count(modules.length, "module")}`),
    h("p", { class: "actions" }, button(isOpen ? "Close" : "Open", () => go({ view: "graph", open: isOpen ? state.open.filter((one) => one !== key) : [...new Set([...state.open, `c:${context}`, key])] }), { id: "toggle" })),
    moveForm(seen, name),
    ...tiesOf(seen, (node) => members.has(node)),
    listOf(seen, "Modules", modules, (node) => `m:${model.data.files[model.data.modules.files[node]!]}`),
  ];
}

export function modulePanel(seen: Seen, file: string): (HTMLElement | null)[] {
  const { model, sides } = seen;
  const node = model.moduleOfFile.get(file);
  if (node === undefined) return [h("p", {}, "There is no such module.")];
  const findings = model.data.findings.filter((one) => !one.accepted && one.evidence.some((place) => model.data.files[place.file] === file));
  return [
    h("h2", {}, code(nodeName(model, node), 60)),
    h("p", {}, `module of ${clean(contextName(sides, sides.modules[node]!), 60)} · `, code(file, 80)),
    inGraph(seen, sides.modules[node]!),
    moveForm(seen, nodeName(model, node)),
    findings.length ? h("details", {}, h("summary", {}, count(findings.length, "finding")), h("ul", { class: "findings" }, findings.slice(0, 30).map((one) => findingItem(seen, one)))) : null,
    ...tiesOf(seen, (one) => one === node),
  ];
}

const DOES = ["reads", "writes", "deletes from", "locks"];

export function tablePanel(seen: Seen, name: string): (HTMLElement | null)[] {
  const { model, sides, go } = seen;
  const { data } = model;
  const table = model.tableOfName.get(name);
  if (table === undefined) return [h("p", {}, "There is no such table.")];
  const groups = new Map<string, { file: number; line: number; note: string }[]>();
  data.uses.tables.forEach((one, use) => {
    if (one !== table) return;
    const module = data.uses.modules[use]!;
    const context = module < 0 ? "shared code" : contextName(sides, sides.modules[module]!);
    const does = DOES[data.uses.ops[use]!]!;
    push(groups, `${context} ${does} it`, { file: data.uses.files[use]!, line: data.uses.lines[use]!, note: module < 0 ? "" : data.modules.names[module]! });
  });
  const home = data.tables.homes[table]!;
  const declared = data.tables.lines[table] ? [{ file: data.tables.files[table]!, line: data.tables.lines[table]!, note: "declared here" }] : [];
  return [
    h("h2", {}, code(name, 60)),
    h("p", {}, "table of ", clean(contextName(sides, sides.tables[table]!), 60)),
    inGraph(seen, sides.tables[table]!),
    declared.length ? placeList(seen, declared) : null,
    home >= 0 ? h("p", { class: "actions" }, button(`Its module ${clean(data.modules.names[home]!, 50)}`, () => go({ selected: `m:${data.files[data.modules.files[home]!]}` }))) : null,
    ...[...groups].sort((a, b) => b[1].length - a[1].length).map(([words, places], at) => h("details", { open: at < 2 }, h("summary", {}, `${clean(words, 80)} · ${count(places.length, "place")}`), placeList(seen, places))),
    groups.size ? null : h("p", {}, "Nobody was seen to read or write it."),
  ];
}

function tiesOf(seen: Seen, inside: (node: number) => boolean): HTMLElement[] {
  const { model, sides } = seen;
  const { sources, targets } = model.data.links;
  const out = new Map<string, number[]>();
  const into = new Map<string, number[]>();
  const crosses = new Set(seen.crossing.map((one) => one.link));
  for (let link = 0; link < sources.length; link++) {
    const [from, to] = [inside(sources[link]!), inside(targets[link]!)];
    if (from === to) continue;
    const other = contextOf(model, sides, from ? targets[link]! : sources[link]!);
    const own = contextOf(model, sides, from ? sources[link]! : targets[link]!);
    if (own !== other && !crosses.has(link)) continue;
    push(from ? out : into, other === own ? "its own context" : contextName(sides, other), link);
  }
  const part = (words: string, groups: Map<string, number[]>) =>
    groups.size
      ? h(
          "details",
          { open: true },
          h("summary", {}, `${words} ${count(groups.size, "context")}`),
          [...groups]
            .sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
            .slice(0, 30)
            .map(([name, links]) => h("details", { class: "inner" }, h("summary", {}, clean(name, 60), ` · ${count(links.length, "place")}`), lazy(() => byKind(seen, links)))),
        )
      : h("p", {}, `${words} nothing.`);
  return [part("Depends on", out), part("Is used by", into)];
}

function listOf(seen: Seen, heading: string, nodes: number[], key: (node: number) => string): HTMLElement | null {
  if (!nodes.length) return null;
  const items = () => [
    h(
      "ul",
      { class: "names" },
      nodes
        .slice(0, 1000)
        .map((node) => h("li", {}, button(clean(nodeName(seen.model, node), 80), () => seen.go({ selected: key(node) }), { class: "link" }))),
    ),
  ];
  return h("details", {}, h("summary", {}, `${heading} · ${number(nodes.length)}`), lazy(items));
}

/** The button that shows what is selected in the graph, within its context. */
function inGraph(seen: Seen, context: number): HTMLElement | null {
  const { state, sides, go } = seen;
  if (state.view === "graph" || context === SHARED) return null;
  const key = `c:${contextName(sides, context)}`;
  return h("p", { class: "actions" }, button("Show in the graph", () => go({ view: "graph", open: [...new Set([...state.open, key])], focus: "", selected: state.selected })));
}
