// What crossings cost, in points: as `boundary_lint.seams.cuts.price`, but for chains of calls and complexity, which only the whole program tells.

import type { Crossing } from "./crossings";
import type { Model } from "./model";

export interface Task {
  remedy: number;
  source: number;
  target: number;
  kind: number;
  what: string;
  links: number[];
  points: number;
}

export interface Price {
  total: number;
  tasks: Task[];
  writers: number;
  looped: number;
  /** Points by number of remedy. */
  remedies: Map<number, number>;
}

export function priceOf(model: Model, crossings: Iterable<Crossing>): Price {
  const { data } = model;
  const { links, prices, kinds, texts } = data;
  const waits = new Set(prices.waits);
  const tasks = new Map<string, Task & { places: Set<string> }>();
  const writers = new Set<string>();
  const looped = new Set<string>();
  for (const { link, source, target, remedy, what: changed } of crossings) {
    const kind = links.kinds[link]!;
    const what = changed ?? texts[links.whats[link]!]!;
    const place = `${links.files[link]}:${links.lines[link]}`;
    const key = `${remedy} ${source} ${target} ${kind} ${what}`;
    const task = tasks.get(key) ?? {
      remedy,
      source,
      target,
      kind,
      what,
      links: [],
      points: 0,
      places: new Set<string>(),
    };
    tasks.set(key, task);
    task.links.push(link);
    task.places.add(place);
    const does = kinds[kind]!;
    const name = prices.remedies[remedy]!.name;
    if ((does === "write" || does === "delete") && name !== prices.move) writers.add(`${what} ${source}`);
    if (links.loops[link] && waits.has(does) && name !== prices.library && name !== prices.move)
      looped.add(`${place} ${what}`);
  }
  const remedies = new Map<number, number>();
  let total = writers.size * prices.two_writers + looped.size * prices.looped;
  for (const task of tasks.values()) {
    task.points = round(prices.remedies[task.remedy]!.weight * (1 + prices.place * (task.places.size - 1)));
    remedies.set(task.remedy, (remedies.get(task.remedy) ?? 0) + task.points);
    total += task.points;
  }
  const dearest = [...tasks.values()].sort(
    (a, b) => b.points - a.points || a.remedy - b.remedy || (a.what < b.what ? -1 : 1),
  );
  return { total: round(total), tasks: dearest, writers: writers.size, looped: looped.size, remedies };
}

export function round(points: number): number {
  return Math.round(points * 10) / 10;
}
