// What crosses between contexts, once some modules were moved.
//
// What nobody moved is as it was found. What was moved crosses where its two sides now differ. Its remedy is the one that it had, else the one for both modules
// alone; those that depend on who else reads, writes or commits are chosen again. So the price before moves is that of `boundary-lint seams`, and the one after them
// is near it.

import { SHARED } from "./data";
import { contextOf, type Model, push, type Sides } from "./model";

/** A place that crosses between two contexts. what: on which it depends, where that is no longer what the link says. */
export interface Crossing {
  link: number;
  source: number;
  target: number;
  remedy: number;
  what?: string;
}

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
      else if ((wasInside(model, sides, from, to) || isCall) && !(isCall && target === SHARED))
        found.push({ link, source, target, remedy: links.alone[link]! });
    }
  }
  return sides.moved.size ? chosenAgain(model, sides, committed(model, sides, found)) : found;
}

/** Whether both nodes lay in one context before the moves: what lay in two and is no crossing is told by another one. */
function wasInside(model: Model, sides: Sides, from: number, to: number): boolean {
  const before = (node: number) =>
    node < model.moduleCount ? sides.division.modules[node] : sides.division.tables[node - model.moduleCount];
  return before(from) === before(to);
}

/** Return crossings with those of transactions found anew where a module that opens one, or a table that is written in it, was moved. */
function committed(model: Model, sides: Sides, found: Crossing[]): Crossing[] {
  const { transactions, links, kinds, tables, prices } = model.data;
  const isMoved = (node: number) => sides.moved.has(node);
  const place = (file: number, line: number) => `${file}:${line}`;
  const anew = new Map<string, (typeof transactions)[number]>();
  for (const one of transactions)
    if (isMoved(one.module) || one.tables.some((table) => isMoved(model.moduleCount + table)))
      anew.set(place(one.file, one.line), one);
  if (!anew.size) return found;
  const example = new Map<string, number>();
  links.kinds.forEach((kind, link) => {
    const key = place(links.files[link]!, links.lines[link]!);
    if (kinds[kind] === "transaction" && anew.has(key) && !example.has(key)) example.set(key, link);
  });
  const kept = found.filter(
    ({ link }) =>
      kinds[links.kinds[link]!] !== "transaction" || !anew.has(place(links.files[link]!, links.lines[link]!)),
  );
  const saga = prices.remedies.findIndex((remedy) => remedy.name === prices.saga);
  for (const [key, one] of anew) {
    const link = example.get(key);
    if (link === undefined) continue;
    const written = new Map<number, number[]>();
    for (const table of one.tables) push(written, sides.tables[table]!, table);
    for (const [source, target] of pairs(sides.modules[one.module]!, written, one.tables.length)) {
      const both = [...(written.get(source) ?? []), ...(written.get(target) ?? [])].map(
        (table) => tables.names[table]!,
      );
      kept.push({ link, source, target, remedy: saga, what: both.sort().join(", ") });
    }
  }
  return kept;
}

/** Return whom a transaction ties: the context that opens it with each whose tables it writes; if it writes none of its own, those with each other, too. */
function pairs(home: number, written: Map<number, number[]>, tables: number): [number, number][] {
  const others = [...written.keys()].filter((context) => context !== home).sort((a, b) => a - b);
  const found: [number, number][] = [];
  if (written.has(home) || tables > 1) found.push(...others.map((other): [number, number] => [home, other]));
  if (!written.has(home))
    others.forEach((one, place) =>
      found.push(...others.slice(place + 1).map((other): [number, number] => [one, other])),
    );
  return found;
}

/** Return crossings with the remedies of reads and writes chosen again, of tables that were moved or are used by what was moved: see `boundary_lint.seams.cuts.remedies`. */
function chosenAgain(model: Model, sides: Sides, found: Crossing[]): Crossing[] {
  const { links, uses, kinds, prices } = model.data;
  const affected = new Set<number>();
  uses.tables.forEach(
    (table, use) =>
      (sides.moved.has(model.moduleCount + table) || sides.moved.has(uses.modules[use]!)) && affected.add(table),
  );
  const remedy = (name: string) => prices.remedies.findIndex((one) => one.name === name);
  const [call, batch, copy, split, move] = [prices.call, prices.batch, prices.copy, prices.split, prices.move].map(
    remedy,
  ) as [number, number, number, number, number];
  const writes = new Map<string, Set<string>>();
  uses.tables.forEach((table, use) => {
    if (!affected.has(table) || (uses.ops[use] !== 1 && uses.ops[use] !== 2)) return;
    const module = uses.modules[use]!;
    const key = `${table} ${module < 0 ? SHARED : sides.modules[module]}`;
    const places = writes.get(key) ?? new Set<string>();
    writes.set(key, places.add(`${uses.files[use]}:${uses.lines[use]}`));
  });
  const written = (table: number, context: number) => writes.get(`${table} ${context}`)?.size ?? 0;
  const readers = new Map<string, Set<number>>();
  const kindOf = (one: Crossing) => kinds[links.kinds[one.link]!]!;
  const tableOf = (one: Crossing) => links.targets[one.link]! - model.moduleCount;
  for (const one of found) {
    if (kindOf(one) !== "read" || !affected.has(tableOf(one))) continue;
    const key = `${tableOf(one)} ${one.source}`;
    readers.set(key, (readers.get(key) ?? new Set<number>()).add(links.functions[one.link]!));
  }
  return found.map((one) => {
    const kind = kindOf(one);
    const table = tableOf(one);
    if (!affected.has(table) || one.target === SHARED) return one;
    const otherwise = links.loops[one.link] ? batch : call;
    if (kind === "read")
      return { ...one, remedy: readers.get(`${table} ${one.source}`)!.size >= prices.many_readers ? copy : otherwise };
    if ((kind !== "write" && kind !== "delete") || ![call, batch, split, move].includes(one.remedy)) return one;
    if (!written(table, one.target)) return { ...one, remedy: move };
    return { ...one, remedy: written(table, one.source) > written(table, one.target) ? split : otherwise };
  });
}
