// What the graph shows: contexts, or what is inside of those that are open, and what ties them.

import { type Data, EDGE_KINDS, SHARED, type Severity } from "./data";
import type { Crossing } from "./crossings";
import { contextName, contextOf, ends, type Model, pair, push, type Sides, worst } from "./model";
import { count } from "./dom";
import { finish } from "./narrow";
import type { State } from "./state";

/** Modules or packages shown in one open context, and tables beside them. */
export const MAX_INSIDE = 24;
const MAX_TABLES = 8;

export type Kind = "context" | "package" | "module" | "table" | "service" | "channel" | "database" | "outside" | "library";

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

/** Finds under which key a module or table is seen. */
class Shown {
  readonly clusters = new Map<string, string>();
  readonly boxes = new Map<string, Box>();
  private readonly keys: string[] = [];

  constructor(
    private readonly model: Model,
    private readonly sides: Sides,
    private readonly open: Set<string>,
  ) {
    const members = new Map<number, number[]>();
    for (let node = 0; node < model.ties.length; node++) push(members, contextOf(model, sides, node), node);
    for (const [context, nodes] of members) this.place(context, nodes);
  }

  key(node: number): string {
    return this.keys[node] ?? "";
  }

  private place(context: number, nodes: number[]): void {
    if (context === SHARED) return;
    const name = contextName(this.sides, context);
    const key = `c:${name}`;
    if (!this.open.has(key)) {
      const modules = nodes.filter((node) => node < this.model.moduleCount).length;
      const tables = nodes.length - modules;
      const detail = [modules && count(modules, "module"), tables && count(tables, "table")].filter(Boolean).join(" · ");
      const moved = nodes.some((node) => this.sides.moved.has(node));
      this.boxes.set(key, { key, kind: "context", label: name, detail, inside: "", moved, severity: worst(this.model.ofContext.get(name)) });
      for (const node of nodes) this.keys[node] = key;
      return;
    }
    const tied = nodes.filter((node) => this.model.ties[node]! > 0).sort((a, b) => this.model.ties[b]! - this.model.ties[a]! || a - b);
    const modules = tied.filter((node) => node < this.model.moduleCount);
    const tables = tied.filter((node) => node >= this.model.moduleCount);
    this.clusters.set(key, name);
    if (modules.length <= MAX_INSIDE) this.modules(modules, key);
    else this.packages(modules, key, name);
    for (const node of tables.slice(0, MAX_TABLES)) {
      this.add(node, { key: `t:${this.model.data.tables.names[node - this.model.moduleCount]}`, kind: "table", inside: key });
    }
    this.left(key, "table", tables.length - MAX_TABLES);
  }

  readonly notices: string[] = [];

  private left(key: string, word: string, many: number): void {
    if (many > 0) this.notices.push(`${count(many, word)} of ${this.clusters.get(key)} with fewer ties left out`);
  }

  private add(node: number, box: Omit<Box, "label" | "detail">): void {
    const { data } = this.model;
    const label = node < this.model.moduleCount ? data.modules.names[node]! : data.tables.names[node - this.model.moduleCount]!;
    this.boxes.set(box.key, { ...box, label, detail: "", moved: this.sides.moved.has(node) });
    this.keys[node] = box.key;
  }

  private modules(modules: number[], inside: string): void {
    const { data } = this.model;
    for (const node of modules.slice(0, MAX_INSIDE)) {
      this.add(node, { key: `m:${data.files[data.modules.files[node]!]}`, kind: "module", inside });
    }
    this.left(inside, "module", modules.length - MAX_INSIDE);
  }

  private packages(modules: number[], inside: string, context: string): void {
    const groups = groupsOf(this.model.data, modules);
    const order = [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
    for (const [name, members] of order.slice(0, MAX_INSIDE)) {
      const key = `p:${context}|${name}`;
      if (this.open.has(key) || members.length === 1) {
        this.modules(members, inside);
        continue;
      }
      const moved = members.some((node) => this.sides.moved.has(node));
      this.boxes.set(key, { key, kind: "package", label: name, detail: count(members.length, "module"), inside, moved });
      for (const node of members) this.keys[node] = key;
    }
    this.left(inside, "package", order.length - MAX_INSIDE);
  }
}

/** Return modules by package; where there are more packages than can be shown, by the packages above. */
export function groupsOf(data: Data, modules: number[]): Map<string, number[]> {
  const packageOf = (module: number) => {
    const name = data.modules.names[module]!;
    return data.modules.packages[module] ? name : name.replace(/\.[^.]*$/, "");
  };
  const deepest = Math.max(...modules.map((module) => packageOf(module).split(".").length));
  for (let depth = deepest; ; depth--) {
    const groups = new Map<string, number[]>();
    for (const module of modules) push(groups, packageOf(module).split(".").slice(0, depth).join("."), module);
    if (groups.size <= MAX_INSIDE || depth <= 1) return groups;
  }
}

export function pictureOf(model: Model, sides: Sides, crossing: Crossing[], state: State): Picture {
  const shown = new Shown(model, sides, new Set(state.open));
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
    if (!one) found.set(key, (one = { edge: { source, target, from, to, weights: {}, weight: 0, links: [], against: false }, places: new Map(), between: new Map() }));
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
  const rank = new Map(sides.division.order.map((context, place) => [contextName(sides, context), place]));
  const context = (key: string) => (shown.boxes.get(key)?.inside || key).slice(2);
  const edges = [...found.values()].map(({ edge, places, between }) => {
    const heaviest = [...between].reduce((best, one) => (one[1] > best[1] || (one[1] === best[1] && one[0] < best[0]) ? one : best));
    [edge.from, edge.to] = ends(heaviest[0])!;
    for (const kind of EDGE_KINDS) if (places.has(kind)) edge.weights[kind] = places.get(kind)!.size;
    edge.weight = Object.values(edge.weights).reduce((sum, count) => sum + count, 0);
    const [source, target] = [context(edge.source), context(edge.target)];
    edge.against = source !== target && (rank.get(source) ?? 0) > (rank.get(target) ?? 0);
    edge.severity = source !== target && sides.division.id === "today" ? worst(model.ofPair.get(pair(source, target))) : undefined;
    return edge;
  });
  return edges.sort((a, b) => b.weight - a.weight || (pair(a.source, a.target) < pair(b.source, b.target) ? -1 : 1));
}

/** What stands at an edge in words. */
export function said(weights: Record<string, number>): string {
  const one: Record<string, string> = { imports: "import", calls: "call", "foreign-keys": "foreign key", events: "event" };
  return Object.entries(weights)
    .map(([kind, count]) => `${count.toLocaleString("en")} ${count === 1 ? (one[kind] ?? kind) : kind.replace("-", " ")}`)
    .join(", ");
}
