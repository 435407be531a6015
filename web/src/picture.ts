// What the graph shows: contexts, or what is inside of those that are open, and what ties them.

import { againstOrder } from "./against";
import type { Crossing } from "./crossings";
import { EDGE_KINDS, SHARED, type Severity } from "./data";
import { foundBetween } from "./found";
import { ends, nameOf, pair } from "./keys";
import { contextOf, type Model, type Sides, worst } from "./model";
import { finish } from "./narrow";
import { Shown } from "./shown";
import type { State } from "./state";

export type Kind =
  | "context"
  | "package"
  | "module"
  | "table"
  | "service"
  | "channel"
  | "database"
  | "outside"
  | "library";

export interface Box {
  key: string;
  kind: Kind;
  label: string;
  detail: string;
  /** Key of the open context in which it stands. */
  inside: string;
  severity?: Severity;
  moved?: boolean;
}

/** source, target: keys of boxes, or of open contexts; from, to: the boxes between which the line is drawn. */
export interface Edge {
  source: string;
  target: string;
  from: string;
  to: string;
  weights: Record<string, number>;
  weight: number;
  links: number[];
  /** Against the order of the contexts: without such edges no cycle is left. */
  against: boolean;
  severity?: Severity;
}

export interface Picture {
  boxes: Box[];
  edges: Edge[];
  /** Key of an open context -> its title. */
  clusters: Map<string, string>;
  notices: string[];
}

export function pictureOf(model: Model, sides: Sides, crossing: Crossing[], state: State): Picture {
  const shown = new Shown(model, sides, new Set(state.open), state.selected);
  const edges = edgesOf(model, sides, crossing, shown, new Set(state.kinds));
  let boxes = [...shown.boxes.values()];
  const notices = [...shown.notices];
  if (state.focus) {
    const near = (key: string) => key === state.focus || shown.boxes.get(key)?.inside === state.focus;
    const kept = edges.filter((edge) => near(edge.source) || near(edge.target));
    const ends = new Set(kept.flatMap((edge) => [edge.from, edge.to]));
    boxes = boxes.filter((box) => near(box.key) || ends.has(box.key));
    return finish({ boxes, edges: kept, clusters: shown.clusters, notices }, state, state.focus);
  }
  return finish({ boxes, edges, clusters: shown.clusters, notices }, state, "");
}

/** Return the edges between what is shown, the heaviest first. */
function edgesOf(model: Model, sides: Sides, crossing: Crossing[], shown: Shown, kinds: Set<string>): Edge[] {
  const { links, edges: edgeOf } = model.data;
  const inside = (key: string) => shown.boxes.get(key)!.inside;
  const found = new Map<string, { edge: Edge; places: Map<string, Set<number>>; between: Map<string, number> }>();
  const tie = (link: number) => {
    const from = shown.key(links.sources[link]!);
    const to = shown.key(links.targets[link]!);
    const kind = edgeOf[links.kinds[link]!]!;
    if (!from || !to || from === to || (kinds.size && !kinds.has(kind))) return;
    // what leaves an open context is one edge for the whole of it: else nobody sees anything
    const [source, target] = inside(from) === inside(to) ? [from, to] : [inside(from) || from, inside(to) || to];
    const key = pair(source, target);
    let one = found.get(key);
    if (!one)
      found.set(
        key,
        (one = {
          edge: { source, target, from, to, weights: {}, weight: 0, links: [], against: false },
          places: new Map(),
          between: new Map(),
        }),
      );
    one.edge.links.push(link);
    one.between.set(pair(from, to), (one.between.get(pair(from, to)) ?? 0) + 1);
    let places = one.places.get(kind);
    if (!places) one.places.set(kind, (places = new Set()));
    places.add(links.files[link]! * 1_048_576 + links.lines[link]!);
  };
  for (const { link } of crossing) tie(link);
  if (shown.clusters.size) {
    for (let link = 0; link < links.sources.length; link++) {
      const from = contextOf(model, sides, links.sources[link]!);
      if (from !== SHARED && from === contextOf(model, sides, links.targets[link]!)) tie(link);
    }
  }
  const contextAt = (one: string) => nameOf(shown.boxes.get(one)?.inside || one);
  const isAgainst = againstOrder(
    sides,
    [...found.values()].map(({ edge }) => [contextAt(edge.source), contextAt(edge.target)]),
  );
  const edges = [...found.values()].map(({ edge, places, between }) => {
    const heaviest = [...between].reduce((best, one) =>
      one[1] > best[1] || (one[1] === best[1] && one[0] < best[0]) ? one : best,
    );
    [edge.from, edge.to] = ends(heaviest[0])!;
    for (const kind of EDGE_KINDS) if (places.has(kind)) edge.weights[kind] = places.get(kind)!.size;
    edge.weight = Object.values(edge.weights).reduce((sum, count) => sum + count, 0);
    const [source, target] = [contextAt(edge.source), contextAt(edge.target)];
    edge.against = source !== target && isAgainst(source, target);
    edge.severity = source !== target ? worst(foundBetween(model, sides, source, target)) : undefined;
    return edge;
  });
  return edges.sort((a, b) => b.weight - a.weight || (pair(a.source, a.target) < pair(b.source, b.target) ? -1 : 1));
}

/** What stands at an edge in words. */
export function said(weights: Record<string, number>): string {
  const one: Record<string, string> = {
    imports: "import",
    calls: "call",
    "foreign-keys": "foreign key",
    events: "event",
  };
  return Object.entries(weights)
    .map(
      ([kind, count]) => `${count.toLocaleString("en")} ${count === 1 ? (one[kind] ?? kind) : kind.replace("-", " ")}`,
    )
    .join(", ");
}
