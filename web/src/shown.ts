// Under which key a module or table is seen: as its context, its package or itself, by what is open.

import { type Data, SHARED } from "./data";
import { count } from "./dom";
import { foundIn } from "./found";
import { key } from "./keys";
import { contextName, contextOf, fileOf, type Model, nodeName, push, type Sides } from "./model";
import type { Box } from "./picture";

/** Modules or packages shown in one open context, and tables beside them. */
const MAX_INSIDE = 24;
const MAX_TABLES = 8;

export class Shown {
  readonly clusters = new Map<string, string>();
  readonly boxes = new Map<string, Box>();
  readonly notices: string[] = [];
  private readonly keys: string[] = [];

  /** selected: the key of what must be seen where its context is open. */
  constructor(
    private readonly model: Model,
    private readonly sides: Sides,
    private readonly open: Set<string>,
    private readonly selected: string,
  ) {
    const members = new Map<number, number[]>();
    for (let node = 0; node < model.ties.length; node++) push(members, contextOf(model, sides, node), node);
    for (const [context, nodes] of members) if (context !== SHARED) this.place(contextName(sides, context), nodes);
  }

  /** Return the key of the box in which a node is seen, "" where it is not. */
  key(node: number): string {
    return this.keys[node] ?? "";
  }

  private place(name: string, nodes: number[]): void {
    const own = key("c", name);
    if (!this.open.has(own)) {
      const modules = nodes.filter((node) => node < this.model.moduleCount).length;
      const tables = nodes.length - modules;
      const detail = [modules && count(modules, "module"), tables && count(tables, "table")]
        .filter(Boolean)
        .join(" · ");
      this.group(
        { key: own, kind: "context", label: name, detail, inside: "", severity: foundIn(this.model, this.sides, name) },
        nodes,
      );
      return;
    }
    this.clusters.set(own, name);
    const tied = nodes
      .filter((node) => this.model.ties[node]! > 0)
      .sort((a, b) => this.first(b) - this.first(a) || this.model.ties[b]! - this.model.ties[a]! || a - b);
    const modules = tied.filter((node) => node < this.model.moduleCount);
    const tables = tied.filter((node) => node >= this.model.moduleCount);
    if (modules.length <= MAX_INSIDE) this.alone(modules, own, "module");
    else this.packages(modules, own, name);
    this.alone(tables, own, "table");
  }

  private first(node: number): number {
    return Number(this.selected === keyOf(this.model, node));
  }

  private group(box: Box, nodes: number[]): void {
    this.boxes.set(box.key, { ...box, moved: nodes.some((node) => this.sides.moved.has(node)) });
    for (const node of nodes) this.keys[node] = box.key;
  }

  /** Show nodes one by one, the first of them. */
  private alone(nodes: number[], inside: string, kind: "module" | "table"): void {
    const most = kind === "table" ? MAX_TABLES : MAX_INSIDE;
    for (const node of nodes.slice(0, most))
      this.group({ key: keyOf(this.model, node), kind, label: nodeName(this.model, node), detail: "", inside }, [node]);
    this.left(inside, kind, nodes.length - most);
  }

  private packages(modules: number[], inside: string, context: string): void {
    const order = [...groupsOf(this.model.data, modules)].sort(
      (a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1),
    );
    for (const [name, members] of order.slice(0, MAX_INSIDE)) {
      const own = key("p", context, name);
      if (this.open.has(own) || members.length === 1) this.alone(members, inside, "module");
      else
        this.group(
          { key: own, kind: "package", label: name, detail: count(members.length, "module"), inside },
          members,
        );
    }
    this.left(inside, "package", order.length - MAX_INSIDE);
  }

  private left(context: string, word: string, many: number): void {
    if (many > 0) this.notices.push(`${count(many, word)} of ${this.clusters.get(context)} with fewer ties left out`);
  }
}

function keyOf(model: Model, node: number): string {
  return node < model.moduleCount ? key("m", fileOf(model, node)) : key("t", nodeName(model, node));
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

/** Return the keys of the context, and of the package where there are packages, that must be open for a node to be seen. */
export function keysAround(model: Model, sides: Sides, node: number): string[] {
  const context = contextOf(model, sides, node);
  if (context === SHARED) return [];
  const name = contextName(sides, context);
  const tied = [...sides.modules.keys()].filter((one) => sides.modules[one] === context && model.ties[one]! > 0);
  if (node >= model.moduleCount || tied.length <= MAX_INSIDE) return [key("c", name)];
  const group = [...groupsOf(model.data, tied)].find(([, members]) => members.includes(node));
  return group ? [key("c", name), key("p", name, group[0])] : [key("c", name)];
}

/** Return what is open once one thing was closed: with a context its packages are. */
export function closed(open: string[], one: string): string[] {
  const inside = `p:${one.slice(2)}|`;
  return open.filter((other) => other !== one && !(one.startsWith("c:") && other.startsWith(inside)));
}
