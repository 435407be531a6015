// Places: file, line, and the line of code.

import { button, clean, code, h, number } from "./dom";
import { push, source } from "./model";
import type { Seen } from "./seen";

/** Places listed of one kind before somebody asks for more. */
const FIRST = 60;

export interface Place {
  file: number;
  line: number;
  note: string;
}

export function placeList(seen: Seen, places: Place[]): HTMLElement {
  const { data } = seen.model;
  const list = h("ul", { class: "places" });
  const add = (from: number, to: number) => {
    for (const { file, line, note } of places.slice(from, to)) {
      const text = source(data, file, line);
      list.append(
        h(
          "li",
          {},
          h("span", { class: "at" }, code(`${data.files[file] ?? ""}:${line}`, 90)),
          note && h("span", { class: "note" }, clean(note)),
          text && h("pre", {}, clean(text, 160)),
        ),
      );
    }
  };
  add(0, FIRST);
  if (places.length <= FIRST) return list;
  const more = button(`Show ${number(places.length - FIRST)} more places`, () => {
    add(FIRST, places.length);
    more.remove();
  });
  return h("div", {}, list, more);
}

/** Return links as places, by kind. */
export function byKind(seen: Seen, links: number[], remedies?: Map<number, number>): HTMLElement[] {
  const { data } = seen.model;
  const groups = new Map<string, number[]>();
  for (const link of links) push(groups, data.kinds[data.links.kinds[link]!]!, link);
  return [...groups]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([kind, found], place) => {
      const places = found.map((link) => {
        const remedy = remedies?.get(link);
        const what = data.texts[data.links.whats[link]!]!;
        return {
          file: data.links.files[link]!,
          line: data.links.lines[link]!,
          note: remedy === undefined ? what : `${clean(what)} · ${data.prices.remedies[remedy]?.name ?? ""}`,
        };
      });
      places.sort((a, b) => data.files[a.file]!.localeCompare(data.files[b.file]!, "en") || a.line - b.line);
      return h(
        "details",
        { open: place === 0 || found.length < 12 },
        h("summary", {}, `${kind} · ${number(found.length)}`),
        placeList(seen, places),
      );
    });
}

/** Return what is only made once its details are opened. */
export function lazy(make: () => HTMLElement[]): HTMLElement {
  const place = h("div", {});
  queueMicrotask(() => {
    place.parentElement?.addEventListener("toggle", () => place.childElementCount === 0 && place.append(...make()), {
      once: true,
    });
  });
  return place;
}
