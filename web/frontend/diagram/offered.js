// Which kinds of element the menus offer: those that the engine runs. The server's check refuses the others
// (processes/engine/lint.py); a file that has them keeps them.

import { is } from "bpmn-js/lib/util/ModelUtil";
import { PopupEntries } from "bpmn-js/lib/features/popup-menu/PopupEntries";

const MENUS = ["bpmn-create", "bpmn-append", "bpmn-replace"];
const BEFORE_ID = /^(?:(?:create|append|replace-with|replace)[-.])+/;
const NEVER = [
  /ad-hoc/, // and the engine's other traps
  /^transaction/,
  /^event-subprocess/,
  /^complex-gateway/,
  /^data-store/,
  /^conditional-(start|intermediate|boundary)/,
  /^condition-intermediate/,
  /^compensation-/,
  /^link-/,
  /^cancel-/,
  /^(error|escalation)-start/,
  /^non-interrupting-.*-start/,
  /^non-interrupting-conditional/,
  /^none-boundary-event/,
  /^toggle-(participant-multiplicity|is-collection)/,
];
const REPEATING = /^toggle-(parallel-mi|sequential-mi|loop)$/;
const OTHER_NAMES = {
  "none-start": "none-start-event",
  "none-end": "none-end-event",
  "none-intermediate-throw": "none-intermediate-throwing",
  subprocess: "expanded-subprocess",
};

/** Whether an entry of a menu or of the palette leads to a kind that the engine runs. */
export function isOffered(entryId) {
  const id = entryId.replace(BEFORE_ID, "");
  return !NEVER.some((pattern) => pattern.test(id));
}

/** What a menu entry makes: {type, …}, or undefined. */
export function targetOf(entryId) {
  const id = entryId.replace(BEFORE_ID, "");
  return PopupEntries[OTHER_NAMES[id] ?? id]?.target;
}

/** Only a user task is done for each of many; what else repeats, from a file, can be taken away. */
function mayToggle(id, entry, target) {
  if (!REPEATING.test(id) || entry.active) return true;
  return id !== "toggle-loop" && !Array.isArray(target) && is(target, "bpmn:UserTask");
}

const chosen = (entries, isChosen) => Object.fromEntries(Object.entries(entries).filter((one) => isChosen(...one)));
const withoutRefused = (entries) => chosen(entries, isOffered);
const togglesOf = (target) => (entries) =>
  chosen(entries, (id, entry) => isOffered(id) && mayToggle(id, entry, target));

class Offered {
  static $inject = ["popupMenu", "palette", "contextPad"];

  constructor(popupMenu, palette, contextPad) {
    const menu = { getPopupMenuEntries: () => withoutRefused, getPopupMenuHeaderEntries: togglesOf };
    for (const name of MENUS) popupMenu.registerProvider(name, 100, menu);
    palette.registerProvider(100, { getPaletteEntries: () => withoutRefused });
    contextPad.registerProvider(100, { getContextPadEntries: () => withoutRefused });
  }
}

export const OfferedModule = { __init__: ["offered"], offered: ["type", Offered] };
