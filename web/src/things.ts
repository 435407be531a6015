// What the panel tells of a context, a package, a module or a table.

import { foundAbout } from "./found";
import { key, namesOf } from "./keys";
import { button, clean, code, count, h, number } from "./dom";
import { contextName, contextOf, coveredBy, fileOf, nodeName, placesOf, push } from "./model";
import { moveForm } from "./move";
import { closed, groupsOf, keysAround } from "./shown";
import { byKind, lazy, placeList } from "./places";
import { priceOf } from "./price";
import type { Seen } from "./seen";
import { findingItem } from "./views/findings";

export function contextPanel(seen: Seen, name: string): (HTMLElement | null)[] {
  const { model, sides, state, go, crossing } = seen;
  const own = key("c", name);
  const context = sides.contexts.indexOf(name);
  if (context < 0) return [h("p", {}, "This division has no such context.")];
  const inside = (node: number) => contextOf(model, sides, node) === context;
  const modules = [...sides.modules.keys()].filter((node) => inside(node));
  const tables = [...sides.tables.keys()].filter((table) => sides.tables[table] === context);
  const isOpen = state.open.includes(own);
  const price = priceOf(
    model,
    crossing.filter((one) => one.source === context || one.target === context),
  );
  const findings = foundAbout(model, sides, name);
  const toggle = () => go({ view: "graph", open: isOpen ? closed(state.open, own) : [...state.open, own] });
  return [
    h("h2", {}, code(name, 60)),
    h(
      "p",
      {},
      `context · ${count(modules.length, "module")} · ${count(tables.length, "table")} · to cut out: ${count(price.total, "point")}`,
    ),
    h(
      "p",
      { class: "actions" },
      button(isOpen ? "Close" : "Open", toggle, { id: "toggle" }),
      button(
        state.focus === own ? "Show all contexts" : "Only its neighbours",
        () => go({ view: "graph", focus: state.focus === own ? "" : own }),
        { id: "focus" },
      ),
    ),
    findings.length
      ? h(
          "p",
          {},
          button(`${count(findings.length, "finding")}${state.moves.length ? " before the moves" : ""}`, () =>
            go({ view: "findings", about: name, text: "", rule: "", severity: "" }),
          ),
        )
      : null,
    ...tiesOf(seen, inside),
    listOf(seen, "Modules", modules, (node) => key("m", fileOf(model, node))),
    listOf(
      seen,
      "Tables",
      tables.map((table) => table + model.moduleCount),
      (node) => key("t", nodeName(model, node)),
    ),
  ];
}

export function packagePanel(seen: Seen, own: string): (HTMLElement | null)[] {
  const { model, sides, state, go } = seen;
  const [context = "", name = ""] = namesOf(own);
  const place = sides.contexts.indexOf(context);
  const tied = [...sides.modules.keys()].filter((node) => sides.modules[node] === place && model.ties[node]! > 0);
  const modules = (tied.length ? groupsOf(model.data, tied).get(name) : []) ?? [];
  const members = new Set(modules);
  const isOpen = state.open.includes(own);
  return [
    h("h2", {}, code(name, 60)),
    h(
      "p",
      {},
      `package of ${clean(context, 60)} · ${count(coveredBy(model, name).length, "module")}, ${number(modules.length)} here with ties`,
    ),
    h(
      "p",
      { class: "actions" },
      button(
        isOpen ? "Close" : "Open",
        () =>
          go({
            view: "graph",
            open: isOpen ? closed(state.open, own) : [...new Set([...state.open, key("c", context), own])],
          }),
        { id: "toggle" },
      ),
    ),
    moveForm(seen, name),
    ...tiesOf(seen, (node) => members.has(node)),
    listOf(seen, "Modules", modules, (node) => key("m", fileOf(model, node))),
  ];
}

export function modulePanel(seen: Seen, file: string): (HTMLElement | null)[] {
  const { model, sides } = seen;
  const node = model.moduleOfFile.get(file);
  if (node === undefined) return [h("p", {}, "There is no such module.")];
  const findings = model.data.findings.filter(
    (one) => !one.accepted && one.evidence.some((place) => model.data.files[place.file] === file),
  );
  return [
    h("h2", {}, code(nodeName(model, node), 60)),
    h("p", {}, `module of ${clean(contextName(sides, sides.modules[node]!), 60)} · `, code(file, 80)),
    inGraph(seen, node),
    moveForm(seen, nodeName(model, node)),
    findings.length
      ? h(
          "details",
          {},
          h("summary", {}, count(findings.length, "finding")),
          h(
            "ul",
            { class: "findings" },
            findings.slice(0, 30).map((one) => findingItem(seen, one)),
          ),
        )
      : null,
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
    push(groups, `${context} ${does} it`, {
      file: data.uses.files[use]!,
      line: data.uses.lines[use]!,
      note: module < 0 ? "" : data.modules.names[module]!,
    });
  });
  const home = data.tables.homes[table]!;
  const declared = data.tables.lines[table]
    ? [{ file: data.tables.files[table]!, line: data.tables.lines[table]!, note: "declared here" }]
    : [];
  return [
    h("h2", {}, code(name, 60)),
    h("p", {}, "table of ", clean(contextName(sides, sides.tables[table]!), 60)),
    inGraph(seen, model.moduleCount + table),
    declared.length ? placeList(seen, declared) : null,
    home >= 0
      ? h(
          "p",
          { class: "actions" },
          button(`Its module ${clean(data.modules.names[home]!, 50)}`, () =>
            go({ selected: key("m", fileOf(model, home)) }),
          ),
        )
      : null,
    ...[...groups]
      .sort((a, b) => b[1].length - a[1].length)
      .map(([words, places], at) =>
        h(
          "details",
          { open: at < 2 },
          h("summary", {}, `${clean(words, 80)} · ${count(places.length, "place")}`),
          placeList(seen, places),
        ),
      ),
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
    push(from ? out : into, other === own ? OWN : contextName(sides, other), link);
  }
  return [ties(seen, "Depends on", out), ties(seen, "Is used by", into)];
}

const OWN = "its own context";

/** What one side of all ties is called, with the places of each. */
function ties(seen: Seen, words: string, groups: Map<string, number[]>): HTMLElement {
  const { data } = seen.model;
  const others = [...groups.keys()].filter((name) => name !== OWN && name !== "shared code").length;
  const order = [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  const item = ([name, links]: [string, number[]]) =>
    h(
      "details",
      { class: "inner" },
      h("summary", {}, clean(name, 60), ` · ${count(placesOf(data, links), "place")}`),
      lazy(() => byKind(seen, links)),
    );
  if (!order.length) return h("p", {}, `${words} nothing.`);
  return h(
    "details",
    { open: true },
    h("summary", {}, `${words} ${others || !groups.has(OWN) ? count(others, "context") : "its own context alone"}`),
    order.slice(0, MOST).map(item),
    order.length > MOST
      ? h("p", { class: "hint" }, `and ${number(order.length - MOST)} more, with fewer places`)
      : null,
  );
}

/** Contexts told by name in one list, and names in another. */
const MOST = 30;
const MOST_NAMES = 1000;

function listOf(seen: Seen, heading: string, nodes: number[], key: (node: number) => string): HTMLElement | null {
  if (!nodes.length) return null;
  const items = () => [
    h(
      "ul",
      { class: "names" },
      nodes.slice(0, MOST_NAMES).map((node) =>
        h(
          "li",
          {},
          button(clean(nodeName(seen.model, node), 80), () => seen.go({ selected: key(node) }), { class: "link" }),
        ),
      ),
    ),
  ];
  const more =
    nodes.length > MOST_NAMES
      ? h("p", { class: "hint" }, `The first ${number(MOST_NAMES)}; search finds the others.`)
      : null;
  return h(
    "details",
    {},
    h("summary", {}, `${heading} · ${number(nodes.length)}`),
    lazy(() => [...items(), ...(more ? [more] : [])]),
  );
}

/** The button that shows what is selected in the graph, where it is not seen there. */
function inGraph(seen: Seen, node: number): HTMLElement | null {
  const { model, state, sides, go } = seen;
  const around = keysAround(model, sides, node);
  if (!around.length || (state.view === "graph" && around.every((one) => state.open.includes(one)))) return null;
  return h(
    "p",
    { class: "actions" },
    button("Show in the graph", () =>
      go({ view: "graph", open: [...new Set([...state.open, ...around])], focus: "", selected: state.selected }),
    ),
  );
}
