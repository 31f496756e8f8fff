// The extensions of BPMN that the model knows by name; all others it keeps as they are.

import { spiffworkflow } from "./spiffworkflow.js";
import { steward } from "./steward.js";

export const MODDLE = { spiffworkflow, steward };
