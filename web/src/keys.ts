// Keys of what can be selected: "c:billing" a context, "p:billing|shop.billing" a package in one, "m:shop/billing/models.py" a module, "t:billing_invoice" a table,
// "s:service|web" what runs; two with ">" between are an edge. They stand in the address, so what parts them is escaped in names.

export type KeyKind = "c" | "p" | "m" | "t" | "s";

export function key(kind: KeyKind, ...names: string[]): string {
  return `${kind}:${names.map(escaped).join("|")}`;
}

/** Return the names in a key: of a package its context first. */
export function namesOf(one: string): string[] {
  return one.slice(2).split("|").map(plain);
}

export function nameOf(one: string): string {
  return namesOf(one).at(-1) ?? "";
}

export function pair(source: string, target: string): string {
  return `${source}>${target}`;
}

/** Return the two keys of an edge, undefined where a key is of none. */
export function ends(one: string): [string, string] | undefined {
  const [source, target] = one.split(">");
  return source === undefined || target === undefined ? undefined : [source, target];
}

/** Return a name without what parts keys, and moves. */
export function escaped(name: string): string {
  return name.replace(/[%|>]/g, encodeURIComponent);
}

export function plain(text: string): string {
  return text.replace(/%(?:25|7C|3E)/g, decodeURIComponent);
}
