// What every view works with.

import type { Crossing } from "./crossings";
import type { Model, Sides } from "./model";
import type { Go, State } from "./state";

/** What every view works with. */
export interface Seen {
  model: Model;
  state: State;
  sides: Sides;
  crossing: Crossing[];
  go: Go;
}
