// Services as they run: who calls whom, which channels and databases they use.

import { button, clean, code, count, h } from "../dom";
import { key, nameOf, pair } from "../keys";
import { push, worst } from "../model";
import { aside as panelOf } from "../panel";
import { placeList } from "../places";
import type { Seen } from "../seen";
import { finish } from "../narrow";
import { type Box, type Edge, type Kind, said } from "../picture";
import { framed, legend } from "./graph";

export function services(seen: Seen, canDraw: boolean): HTMLElement {
  const { data } = seen.model;
  const { nodes, places } = data.services;
  if (!nodes.length)
    return h(
      "section",
      {},
      h("h1", {}, "Services"),
      h("p", { class: "empty" }, "No services were found: the program runs as one, or its manifests are not here."),
    );
  const keys = nodes.map((node) => key("s", node.kind, node.name));
  const found = new Map<string, Edge & { at: { file: number; line: number; note: string }[] }>();
  for (const [from, to, kind, file, line] of places) {
    const tied = pair(keys[from]!, keys[to]!);
    const edge = found.get(tied) ?? {
      source: keys[from]!,
      target: keys[to]!,
      from: keys[from]!,
      to: keys[to]!,
      weights: {},
      weight: 0,
      links: [],
      against: false,
      at: [],
    };
    found.set(tied, edge);
    edge.weights[kind] = (edge.weights[kind] ?? 0) + 1;
    edge.weight++;
    edge.at.push({ file, line, note: kind });
  }
  const used = new Set([...found.values()].flatMap((edge) => [edge.source, edge.target]));
  const boxes: Box[] = nodes.map((node, place) => ({
    key: keys[place]!,
    kind: node.kind as Kind,
    label: node.label || node.name,
    detail: clean(node.detail, 30),
    inside: "",
    severity: node.kind === "service" ? worst(seen.model.ofContext.get(node.name)) : undefined,
  }));
  const edges = [...found.values()].sort(
    (a, b) => b.weight - a.weight || (pair(a.source, a.target) < pair(b.source, b.target) ? -1 : 1),
  );
  const shown = boxes.filter((box) => box.kind === "service" || used.has(box.key));
  for (const edge of edges)
    edge.severity = worst(seen.model.ofPair.get(pair(key("c", nameOf(edge.source)), key("c", nameOf(edge.target)))));
  const picture = finish(
    { boxes: shown, edges, clusters: new Map(), notices: [] },
    { all: true, selected: seen.state.selected },
    "",
    "the list below the picture has all",
  );
  const { frame, aside } = framed(
    seen,
    picture,
    canDraw,
    `Services of ${clean(data.project, 60)}`,
    told(seen, boxes, [...found.values()]),
  );
  return h(
    "section",
    { class: "graph" },
    h("h1", { class: "unseen" }, "Services"),
    h(
      "p",
      { class: "crumbs" },
      picture.notices.map((text) => h("span", { class: "notice" }, text)),
    ),
    h("div", { class: "beside" }, frame, aside),
    legend(picture),
    picture.boxes.length < shown.length ? byName(seen, shown) : null,
  );
}

function byName(seen: Seen, boxes: Box[]): HTMLElement {
  const order = [...boxes].sort((a, b) => (a.label < b.label ? -1 : 1));
  const items = order.map((box) =>
    h(
      "li",
      {},
      button(`${clean(box.label, 60)} (${box.kind})`, () => seen.go({ selected: box.key }), { class: "link" }),
    ),
  );
  return h(
    "details",
    {},
    h("summary", {}, `All ${count(boxes.length, "thing")} by name`),
    h("ul", { class: "names" }, items),
  );
}

function told(
  seen: Seen,
  boxes: Box[],
  edges: (Edge & { at: { file: number; line: number; note: string }[] })[],
): HTMLElement | null {
  const { selected } = seen.state;
  const { data } = seen.model;
  const label = (key: string) => boxes.find((box) => box.key === key)?.label ?? key;
  const edge = edges.find((one) => pair(one.source, one.target) === selected);
  const place = boxes.findIndex((box) => box.key === selected);
  if (!edge && place < 0) return null;
  if (edge)
    return panelOf(seen, [
      h("h2", {}, code(label(edge.source), 60), " → ", code(label(edge.target), 60)),
      h("p", {}, said(edge.weights)),
      placeList(seen, edge.at),
    ]);
  const node = data.services.nodes[place]!;
  const groups = new Map<string, Edge[]>();
  for (const one of edges) {
    if (one.source === selected) push(groups, "Uses", one);
    if (one.target === selected) push(groups, "Is used by", one);
  }
  const findings = data.findings.filter(
    (one) => !one.accepted && (one.source === node.name || one.target === node.name),
  );
  return panelOf(seen, [
    h("h2", {}, code(label(selected), 60)),
    h("p", {}, `${node.kind} ${clean(node.detail, 60)}`),
    node.line ? placeList(seen, [{ file: node.file, line: node.line, note: "declared here" }]) : null,
    findings.length
      ? h(
          "p",
          {},
          h(
            "button",
            {
              type: "button",
              onclick: () => seen.go({ view: "findings", about: node.name, text: "", rule: "", severity: "" }),
            },
            count(findings.length, "finding"),
          ),
        )
      : null,
    ...[...groups].map(([words, some]) =>
      h(
        "details",
        { open: true },
        h("summary", {}, `${words} ${count(some.length, "thing")}`),
        h(
          "ul",
          { class: "names" },
          some.map((one) =>
            h(
              "li",
              {},
              h(
                "button",
                { type: "button", class: "link", onclick: () => seen.go({ selected: pair(one.source, one.target) }) },
                `${clean(label(words === "Uses" ? one.target : one.source), 50)}: ${said(one.weights)}`,
              ),
            ),
          ),
        ),
      ),
    ),
  ]);
}
