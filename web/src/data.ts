// What the page knows: the columns that `boundary_lint.draw.page.data` writes. Numbers stand for names; the lists beside say which.

export type Severity = "error" | "warning" | "info";

export interface Division {
  id: string;
  title: string;
  contexts: string[];
  modules: number[];
  tables: number[];
  order: number[];
}

export interface Finding {
  id: string;
  rule: string;
  severity: Severity;
  message: string;
  fix?: string;
  source?: string;
  target?: string;
  owner?: string;
  places: number;
  accepted?: boolean;
  evidence: { file: number; line: number; note?: string; function?: string }[];
}

export interface Remedy {
  name: string;
  weight: number;
  effort: string;
}

export interface Seam {
  context: number;
  words: string[];
  reasons: string[];
  sure: number;
  points: number;
  beyond: number;
  crossings: number;
  step: number;
}

export interface Misplaced {
  kind: string;
  name: string;
  now: string;
  better: string;
  reasons: string[];
}

export interface Running {
  kind: string;
  name: string;
  label: string;
  detail: string;
  file: number;
  line: number;
}

export interface Data {
  project: string;
  version: string;
  summary: {
    contexts: number;
    libraries: number;
    how: string;
    modules: number;
    lines: number;
    tables: number;
    accesses: number;
    resolved: number;
    recognised: number;
    services: number;
    calls: number;
    calls_known: number;
    gaps: Record<string, number>;
    files: Record<string, number>;
    unread: number;
  };
  assumed: string[];
  coverage: {
    files: Record<string, number>;
    lines: number;
    uses: Record<string, number>;
    accesses_known: number;
    accesses_unknown: number;
    sql_parsed: number;
    sql_unparsed: number;
    imports_dynamic: number;
    imports_unresolved: number;
  };
  debt: { file: string; entries: number; findings: number; new: number; stale: string[]; expired: string[] } | null;
  waived: number;
  errors: string[];
  blind: Record<string, string>;
  files: string[];
  kinds: string[];
  edges: string[];
  texts: string[];
  modules: { names: string[]; files: number[]; packages: number[] };
  tables: { names: string[]; homes: number[]; files: number[]; lines: number[] };
  divisions: Division[];
  links: {
    sources: number[];
    targets: number[];
    kinds: number[];
    files: number[];
    lines: number[];
    whats: number[];
    functions: number[];
    loops: number[];
    alone: number[];
    remedies: number[][];
  };
  transactions: { file: number; line: number; module: number; tables: number[] }[];
  uses: { tables: number[]; modules: number[]; ops: number[]; files: number[]; lines: number[] };
  prices: {
    remedies: Remedy[];
    waits: string[];
    library: string;
    move: string;
    call: string;
    batch: string;
    copy: string;
    split: string;
    saga: string;
    many_readers: number;
    place: number;
    two_writers: number;
    looped: number;
  };
  findings: Finding[];
  rules: { id: string; title: string; severity: Severity; why: string; fix: string }[];
  seams: {
    contexts: Seam[];
    misplaced: Misplaced[];
    figures: { name: string; value: number | null; better: string; between: string; source: string }[];
  } | null;
  services: { nodes: Running[]; places: [number, number, string, number, number][] };
  gaps: { kind: string; reason: string; file: number; line: number; subject: string }[];
  all_gaps: number;
  sources: Record<string, Record<string, string>>;
}

export const EDGE_KINDS = ["imports", "data", "calls", "foreign-keys", "events"] as const;

export const SEVERITIES: Severity[] = ["error", "warning", "info"];

/** In place of the number of a context: code that belongs to none. */
export const SHARED = -1;

/** Return the data of the page, which may be packed. */
export async function load(): Promise<Data> {
  const element = document.getElementById("data");
  if (element === null) throw new Error("the page has no data");
  const text = element.textContent ?? "";
  if (element.getAttribute("type") === "application/json") return JSON.parse(text) as Data;
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return (await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).json()) as Data;
}

export function worse(one: Severity | undefined, other: Severity | undefined): Severity | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return SEVERITIES[Math.min(SEVERITIES.indexOf(one), SEVERITIES.indexOf(other))];
}
