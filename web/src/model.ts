// Who depends on whom, and in which context everything lies once some modules were moved.

import { type Data, type Division, type Finding, type Severity, SHARED, worse } from "./data";
import { key, pair } from "./keys";
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
  /** By key of the edge between contexts, and by name of a context, what is found there today. */
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
    if (finding.target) push(ofPair, pair(key("c", finding.source), key("c", finding.target)), finding);
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

export function sidesOf(model: Model, state: Pick<State, "base">, moves: Move[]): Sides {
  const { data } = model;
  const place = Math.max(
    0,
    data.divisions.findIndex((division) => division.id === state.base),
  );
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

export function fileOf(model: Model, module: number): string {
  return model.data.files[model.data.modules.files[module]!]!;
}

/** Return the number of places that links stand for: a line counts once for each kind of edge. */
export function placesOf(data: Data, links: Iterable<number>): number {
  const found = new Set<string>();
  for (const link of links)
    found.add(`${data.edges[data.links.kinds[link]!]} ${data.links.files[link]}:${data.links.lines[link]}`);
  return found.size;
}

export function nodeName(model: Model, node: number): string {
  return node < model.moduleCount
    ? model.data.modules.names[node]!
    : model.data.tables.names[node - model.moduleCount]!;
}

export function worst(findings: Finding[] | undefined): Severity | undefined {
  return findings?.reduce<Severity | undefined>((found, finding) => worse(found, finding.severity), undefined);
}

/** The line of code of a place. */
export function source(data: Data, file: number, line: number): string {
  return data.sources[file]?.[line] ?? "";
}
