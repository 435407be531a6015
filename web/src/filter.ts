// What lists are filtered by.

import { h } from "./dom";
import type { Seen } from "./seen";

/** The form above a list: what it must contain, and more. */
export function filters({ state, go }: Seen, ...more: HTMLElement[]): HTMLElement {
  const type = (event: Event) => go({ text: (event.target as HTMLInputElement).value });
  return h(
    "form",
    { class: "filters", role: "search", onsubmit: (event: Event) => event.preventDefault() },
    h("label", { for: "text" }, "Containing "),
    h("input", { id: "text", type: "search", value: state.text, oninput: type }),
    more,
  );
}
