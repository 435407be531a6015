// The panel: what is selected, and the lines of code on which it rests.

import { button, clean, code, count, h, number, option } from "./dom";
import { SHARED } from "./data";
import { type Crossing, crossings } from "./crossings";
import { contextName, contextOf, coveredBy, ends, type Model, nodeName, pair, push, type Sides, sidesOf, source } from "./model";
import { type Edge, groupsOf, said } from "./picture";
import { priceOf, round } from "./price";
import type { Go, Move, State } from "./state";
import { findingItem } from "./views/findings";

/** What every view works with. */
export interface Seen {
  model: Model;
  state: State;
  sides: Sides;
  crossing: Crossing[];
  go: Go;
}

/** Places listed of one kind before somebody asks for more. */
const FIRST = 60;

export function panel(seen: Seen, edges: Edge[] = []): HTMLElement | null {
  const { selected } = seen.state;
  if (!selected) return null;
  const body = content(seen, selected, edges);
  const close = button("×", () => seen.go({ selected: "" }), { class: "close", "aria-label": "Close the panel", id: "close" });
  return h("aside", { class: "panel", "aria-label": "Selected" }, close, body);
}

function content(seen: Seen, selected: string, edges: Edge[]): (HTMLElement | null)[] {
  const [kind, name] = [selected.slice(0, 2), selected.slice(2)];
  const edge = ends(selected);
  if (edge) return edgePanel(seen, ...edge, edges);
  if (kind === "c:") return contextPanel(seen, name);
  if (kind === "p:") return packagePanel(seen, selected);
  if (kind === "m:") return modulePanel(seen, name);
  if (kind === "t:") return tablePanel(seen, name);
  return [h("p", {}, "Nothing of this name is here any more.")];
}

// Places

interface Place {
  file: number;
  line: number;
  note: string;
}

export function placeList(seen: Seen, places: Place[]): HTMLElement {
  const { data } = seen.model;
  const list = h("ul", { class: "places" });
  const add = (from: number, to: number) => {
    for (const { file, line, note } of places.slice(from, to)) {
      const text = source(data, file, line);
      list.append(
        h("li", {}, h("span", { class: "at" }, code(`${data.files[file] ?? ""}:${line}`, 90)), note && h("span", { class: "note" }, clean(note)), text && h("pre", {}, clean(text, 160))),
      );
    }
  };
  add(0, FIRST);
  if (places.length <= FIRST) return list;
  const more = button(`Show ${number(places.length - FIRST)} more places`, () => {
    add(FIRST, places.length);
    more.remove();
  });
  return h("div", {}, list, more);
}

/** Return links as places, by kind. */
function byKind(seen: Seen, links: number[], remedies?: Map<number, number>): HTMLElement[] {
  const { data } = seen.model;
  const groups = new Map<string, number[]>();
  for (const link of links) push(groups, data.kinds[data.links.kinds[link]!]!, link);
  return [...groups]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([kind, found], place) => {
      const places = found.map((link) => {
        const remedy = remedies?.get(link);
        const what = data.texts[data.links.whats[link]!]!;
        return { file: data.links.files[link]!, line: data.links.lines[link]!, note: remedy === undefined ? what : `${clean(what)} · ${data.prices.remedies[remedy]?.name ?? ""}` };
      });
      places.sort((a, b) => data.files[a.file]!.localeCompare(data.files[b.file]!, "en") || a.line - b.line);
      return h("details", { open: place === 0 || found.length < 12 }, h("summary", {}, `${kind} · ${number(found.length)}`), placeList(seen, places));
    });
}

// An edge

function edgePanel(seen: Seen, from: string, to: string, edges: Edge[]): (HTMLElement | null)[] {
  const { model, crossing, sides, go } = seen;
  const edge = edges.find((one) => one.source === from && one.target === to);
  const remedies = new Map(crossing.map((one) => [one.link, one.remedy]));
  const links = edge?.links ?? crossing.filter((one) => keyOf(sides, one.source) === from && keyOf(sides, one.target) === to).map((one) => one.link);
  const among = crossing.filter((one) => links.includes(one.link));
  const price = among.length ? priceOf(model, among) : null;
  const back = () => go({ selected: pair(to, from) });
  const findings = from.startsWith("c:") && to.startsWith("c:") ? (model.ofPair.get(pair(from.slice(2), to.slice(2))) ?? []) : [];
  return [
    h("h2", {}, code(title(seen, from), 60), " → ", code(title(seen, to), 60)),
    h("p", {}, edge ? said(edge.weights) : count(links.length, "place"), price && ` · to cut: ${count(price.total, "point")}`),
    h("p", { class: "actions" }, button("The other way", back), button(`Select ${clean(title(seen, from), 30)}`, () => go({ selected: from })), button(`Select ${clean(title(seen, to), 30)}`, () => go({ selected: to }))),
    findings.length ? h("section", {}, h("h3", {}, count(findings.length, "finding")), h("ul", { class: "findings" }, findings.slice(0, 20).map((one) => findingItem(seen, one)))) : null,
    h("h3", {}, "Evidence"),
    ...(links.length ? byKind(seen, links, remedies) : [h("p", {}, "Nothing ties the two in this direction.")]),
  ];
}

function keyOf(sides: Sides, context: number): string {
  return context === SHARED ? "" : `c:${contextName(sides, context)}`;
}

export function title(seen: Seen, key: string): string {
  const name = key.slice(2);
  if (key.startsWith("m:")) {
    const module = seen.model.moduleOfFile.get(name);
    return module === undefined ? name : seen.model.data.modules.names[module]!;
  }
  return key.startsWith("p:") ? name.slice(name.indexOf("|") + 1) : name;
}

// Things

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

/** Return what is only made once its details are opened. */
function lazy(make: () => HTMLElement[]): HTMLElement {
  const place = h("div", {});
  queueMicrotask(() => {
    place.parentElement?.addEventListener("toggle", () => place.childElementCount === 0 && place.append(...make()), { once: true });
  });
  return place;
}

function contextPanel(seen: Seen, name: string): (HTMLElement | null)[] {
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

function packagePanel(seen: Seen, key: string): (HTMLElement | null)[] {
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

function modulePanel(seen: Seen, file: string): (HTMLElement | null)[] {
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

/** The form that moves modules to another context, and tells what that would change. */
function moveForm(seen: Seen, name: string): HTMLElement | null {
  const { model, sides, state, go, crossing } = seen;
  const modules = coveredBy(model, name);
  if (!modules.length || sides.contexts.length < 2) return null;
  const here = contextName(sides, sides.modules[modules[0]!]!);
  const others = sides.contexts.filter((name) => name !== here).sort();
  const told = h("output", { class: "told", "aria-live": "polite" });
  const choice = h("select", { id: "move-to", onchange: () => tell() }, option("", "choose a context", true), others.map((name) => option(name, clean(name, 60), false)));
  const moves = (): Move[] => [...state.moves.filter((move) => move.name !== name), { name, context: choice.value }];
  const tell = () => {
    act.disabled = !choice.value;
    if (!choice.value) return told.replaceChildren();
    const before = priceOf(model, crossing).total;
    const after = priceOf(model, crossings(model, sidesOf(model, state, moves()))).total;
    told.replaceChildren(change(before, after));
  };
  const act = button("Move", () => go({ moves: moves() }), { id: "move", disabled: true });
  return h("form", { class: "move", onsubmit: (event: Event) => event.preventDefault() }, h("label", { for: "move-to" }, modules.length > 1 ? `What if its ${number(modules.length)} modules moved to ` : "What if it moved to "), choice, " ", act, told);
}

export function change(before: number, after: number): HTMLElement {
  const difference = round(after - before);
  const words = difference === 0 ? "nothing changes" : difference < 0 ? `${number(-difference)} points cheaper` : `${number(difference)} points dearer`;
  return h("span", { class: difference < 0 ? "better" : difference > 0 ? "worse" : "" }, ` all cuts: ${number(before)} → ${number(after)} points, ${words}`);
}

/** The button that shows what is selected in the graph, within its context. */
function inGraph(seen: Seen, context: number): HTMLElement | null {
  const { state, sides, go } = seen;
  if (state.view === "graph" || context === SHARED) return null;
  const key = `c:${contextName(sides, context)}`;
  return h("p", { class: "actions" }, button("Show in the graph", () => go({ view: "graph", open: [...new Set([...state.open, key])], focus: "", selected: state.selected })));
}

const DOES = ["reads", "writes", "deletes from", "locks"];

function tablePanel(seen: Seen, name: string): (HTMLElement | null)[] {
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
