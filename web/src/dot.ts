// A picture in the language of Graphviz, which lays it out. Names are texts in quotes; what is styled by kind is left to the style sheet.

import { clean } from "./dom";
import type { Kind, Picture } from "./picture";

const SHAPES: Record<Kind, string> = {
  context: "shape=box",
  library: "shape=box",
  service: "shape=component",
  package: "shape=tab",
  module: "shape=box",
  table: "shape=cylinder",
  channel: "shape=cds",
  database: "shape=cylinder",
  outside: "shape=box",
};

/** Characters of a name in a box. */
const MAX_NAME = 34;

/** Boxes of one column. */
const COLUMN = 8;

export function dotOf(picture: Picture): string {
  const id = new Map(picture.boxes.map((box, place) => [box.key, `n${place}`]));
  const many = picture.boxes.length > 12;
  const lines = [
    "digraph {",
    `graph [rankdir=LR, bgcolor=transparent, compound=true, nodesep=${many ? 0.16 : 0.3}, ranksep=0.9, mclimit=0.5, nslimit=4, nslimit1=4, fontname="Helvetica", fontsize=13]`,
    'node [fontname="Helvetica", fontsize=12, margin="0.16,0.08", height=0.4, penwidth=1.2]',
    'edge [fontname="Helvetica", fontsize=10, arrowsize=0.7]',
  ];
  const inside = new Map<string, string[]>();
  for (const box of picture.boxes) {
    const words = [clean(box.label, MAX_NAME), box.detail].filter(Boolean).map(quoted).join("\\n");
    const marks = [box.kind, box.severity, box.moved && "moved"].filter(Boolean).join(" ");
    const line = `${id.get(box.key)} [id="${id.get(box.key)}", class="${marks}", label="${words}", ${SHAPES[box.kind]}]`;
    inside.set(box.inside, [...(inside.get(box.inside) ?? []), line]);
  }
  for (const [cluster, nodes] of inside) {
    if (!cluster) lines.push(...nodes);
    else
      lines.push(
        `subgraph cluster_${clusterId(picture, cluster)} { id="${clusterId(picture, cluster)}"; class="open"; margin=14; label="${quoted(clean(picture.clusters.get(cluster) ?? "", MAX_NAME))}"`,
        ...nodes,
        "}",
      );
  }
  const steps = staggered(picture);
  picture.edges.forEach((edge, place) => {
    const marks = [edge.severity, edge.against && "against"].filter(Boolean).join(" ");
    const width = (0.8 + 0.75 * Math.log2(1 + edge.weight) * 0.6).toFixed(2);
    const pull = edge.against ? "constraint=false" : `weight=${1 + Math.round(Math.log2(1 + edge.weight))}`;
    const ends = [
      edge.source !== edge.from && `ltail=cluster_${clusterId(picture, edge.source)}, `,
      edge.target !== edge.to && `lhead=cluster_${clusterId(picture, edge.target)}, `,
    ];
    lines.push(
      `${id.get(edge.from)} -> ${id.get(edge.to)} [${ends.filter(Boolean).join("")}id="e${place}", class="${marks}", label="${edge.weight.toLocaleString("en")}", penwidth=${width}, ${pull}${steps.get(edge.source) ?? ""}]`,
    );
  });
  return [...lines, ...rows(picture, id), "}"].join("\n");
}

/** Boxes of a row of those that are tied to nothing. */
const ROW = 5;

/** Return unseen edges that put what is tied to nothing into rows: in one column it would be as high as all the rest. */
function rows(picture: Picture, id: Map<string, string>): string[] {
  const tied = new Set(picture.edges.flatMap((edge) => [edge.from, edge.to]));
  const alone = picture.boxes.filter((box) => !tied.has(box.key) && !box.inside);
  return alone.flatMap((box, place) =>
    place % ROW ? [`${id.get(alone[place - 1]!.key)} -> ${id.get(box.key)} [style=invis]`] : [],
  );
}

/** Return how far those on whom nobody depends stand away, where they are too many for one column: in turn one step, two, three. */
function staggered(picture: Picture): Map<string, string> {
  const used = new Set(picture.edges.filter((edge) => !edge.against).map((edge) => edge.target));
  const users = [...new Set(picture.edges.filter((edge) => !edge.against).map((edge) => edge.source))].filter(
    (key) => !used.has(key),
  );
  const columns = Math.min(3, Math.ceil(users.length / COLUMN));
  return new Map(users.map((key, place) => [key, columns > 1 ? `, minlen=${1 + (place % columns)}` : ""]));
}

export function clusterId(picture: Picture, key: string): string {
  return `k${[...picture.clusters.keys()].indexOf(key)}`;
}

/** Return text within quotes: neither an escape of the language nor an entity of HTML. */
function quoted(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", " ");
}
