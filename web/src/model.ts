// Who depends on whom, and in which context everything lies once some modules were moved.

import { type Data, type Division, type Finding, SHARED, type Severity, worse } from "./data";
import type { Move, State } from "./state";

/** A division after moves. modules, tables: number -> context; moved: numbers of nodes that lie elsewhere than in the division itself. */
export interface Sides {
  division: Division;
  place: number;
  contexts: string[];
  modules: Int32Array;
  tables: Int32Array;
  moved: Set<number>;
}

export interface Model {
  data: Data;
  moduleCount: number;
  moduleOfFile: Map<string, number>;
  tableOfName: Map<string, number>;
  /** Node -> places that tie it to others. */
  ties: Int32Array;
  ofPair: Map<string, Finding[]>;
  ofContext: Map<string, Finding[]>;
}

export function modelOf(data: Data): Model {
  const moduleCount = data.modules.names.length;
  const ties = new Int32Array(moduleCount + data.tables.names.length);
  const { sources, targets } = data.links;
  for (let link = 0; link < sources.length; link++) {
    ties[sources[link]!]!++;
    ties[targets[link]!]!++;
  }
  const ofPair = new Map<string, Finding[]>();
  const ofContext = new Map<string, Finding[]>();
  for (const finding of data.findings) {
    if (finding.accepted || !finding.source) continue;
    if (finding.target) push(ofPair, pair(finding.source, finding.target), finding);
    else push(ofContext, finding.source, finding);
  }
  return {
    data,
    moduleCount,
    moduleOfFile: new Map(data.modules.files.map((file, module) => [data.files[file]!, module])),
    tableOfName: new Map(data.tables.names.map((name, table) => [name, table])),
    ties,
    ofPair,
    ofContext,
  };
}

export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

export function pair(source: string, target: string): string {
  return `${source}>${target}`;
}

export function sidesOf(model: Model, state: Pick<State, "base">, moves: Move[]): Sides {
  const { data } = model;
  const place = Math.max(0, data.divisions.findIndex((division) => division.id === state.base));
  const division = data.divisions[place]!;
  const contexts = [...division.contexts];
  const modules = Int32Array.from(division.modules);
  const tables = Int32Array.from(division.tables);
  const moved = new Set<number>();
  for (const move of moves) {
    const going = new Set(coveredBy(model, move.name));
    if (!going.size) continue;
    let context = contexts.indexOf(move.context);
    if (context < 0) context = contexts.push(move.context) - 1;
    data.tables.homes.forEach((home, table) => {
      if (going.has(home) && tables[table] === modules[home]) tables[table] = context;
    });
    for (const module of going) modules[module] = context;
  }
  modules.forEach((context, module) => context !== division.modules[module] && moved.add(module));
  tables.forEach((context, table) => context !== division.tables[table] && moved.add(model.moduleCount + table));
  return { division, place, contexts, modules, tables, moved };
}

/** Return the module of a name, and all below it. */
export function coveredBy(model: Model, name: string): number[] {
  const found: number[] = [];
  model.data.modules.names.forEach((one, module) => (one === name || one.startsWith(`${name}.`)) && found.push(module));
  return found;
}

export function contextOf(model: Model, sides: Sides, node: number): number {
  return node < model.moduleCount ? sides.modules[node]! : sides.tables[node - model.moduleCount]!;
}

export function contextName(sides: Sides, context: number): string {
  return context === SHARED ? "shared code" : (sides.contexts[context] ?? "");
}

export function nodeName(model: Model, node: number): string {
  return node < model.moduleCount ? model.data.modules.names[node]! : model.data.tables.names[node - model.moduleCount]!;
}

/** A place that crosses between two contexts. */
export interface Crossing {
  link: number;
  source: number;
  target: number;
  remedy: number;
}

/**
 * Return what crosses. What nobody moved is as it was found. What was moved crosses where its two sides now differ, with the remedy that it had, else the one for
 * both modules alone: so a price after moves is near what `seams --assume` finds, and the price before is the same.
 */
export function crossings(model: Model, sides: Sides): Crossing[] {
  const { links, kinds } = model.data;
  const remedies = links.remedies[sides.place]!;
  const found: Crossing[] = [];
  for (let link = 0; link < links.sources.length; link++) {
    const from = links.sources[link]!;
    const to = links.targets[link]!;
    const source = contextOf(model, sides, from);
    const target = contextOf(model, sides, to);
    const known = remedies[link]!;
    if (!sides.moved.has(from) && !sides.moved.has(to)) {
      if (known >= 0) found.push({ link, source, target, remedy: known });
    } else if (source !== target) {
      const isCall = kinds[links.kinds[link]!] === "call";
      if (known >= 0) found.push({ link, source, target, remedy: known });
      else if ((wasInside(model, sides, from, to) || isCall) && !(isCall && target === SHARED)) found.push({ link, source, target, remedy: links.alone[link]! });
    }
  }
  return found;
}

/** Whether both nodes lay in one context before the moves: what lay in two and is no crossing is told by another one. */
function wasInside(model: Model, sides: Sides, from: number, to: number): boolean {
  const before = (node: number) => (node < model.moduleCount ? sides.division.modules[node] : sides.division.tables[node - model.moduleCount]);
  return before(from) === before(to);
}

export function worst(findings: Finding[] | undefined): Severity | undefined {
  return findings?.reduce<Severity | undefined>((found, finding) => worse(found, finding.severity), undefined);
}

/** The line of code of a place. */
export function source(data: Data, file: number, line: number): string {
  return data.sources[file]?.[line] ?? "";
}
