// Places: file, line, and the line of code.

import { clean, code, h, number, inParts } from "./dom";
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
  const item = ({ file, line, note }: Place) => {
    const text = source(data, file, line);
    return h(
      "li",
      {},
      h("span", { class: "at" }, code(`${data.files[file] ?? ""}:${line}`, 90)),
      note && h("span", { class: "note" }, clean(note)),
      text && h("pre", {}, clean(text, 160)),
    );
  };
  return h("div", {}, inParts(h("ul", { class: "places" }), places, FIRST, item));
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
