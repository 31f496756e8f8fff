// The keyboard route: everything that dragging does, without dragging. A diagram-js module.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { isOne } from "./panel/kinds.js";
import { targetOf } from "./offered.js";

const BEFORE_LIBRARY = 2000; // the library's own keys come later
const GAP = 60; // between an element and one that is created beside it
const MENU = { width: 300, search: true };

export class Keys {
  static $inject = [
    "config.keys", "keyboard", "popupMenu", "canvas", "selection", "elementRegistry", "elementFactory", "modeling", "rules", "panel", "panelGroups",
  ]; // prettier-ignore

  constructor(config, keyboard, popupMenu, canvas, selection, registry, factory, modeling, rules, panel, groups) {
    Object.assign(this, { _menu: popupMenu, _canvas: canvas, _selection: selection, _registry: registry });
    Object.assign(this, {
      _factory: factory,
      _modeling: modeling,
      _rules: rules,
      _panel: panel,
      _groups: groups,
      _say: config.say,
    });
    const acts = {
      n: () => this._create(),
      a: () => this._append(),
      c: () => this._connect(),
      p: () => panel.focus(),
      "]": () => this._step(1),
      "[": () => this._step(-1),
    };
    keyboard.addListener(BEFORE_LIBRARY, ({ keyEvent }) => {
      const act = keyboard.hasModifier(keyEvent) ? undefined : acts[keyEvent.key.toLowerCase()];
      if (act === undefined) return undefined;
      keyEvent.preventDefault();
      act();
      return true;
    });
    popupMenu.registerProvider("bpmn-create", 90, { getPopupMenuEntries: () => (entries) => this._placing(entries) });
    popupMenu.registerProvider("connect-to", {
      getPopupMenuEntries: (source) => this._targets(source),
      getEmptyPlaceholder: () => this._say("nothing_to_connect"),
    });
  }

  _one() {
    const selected = this._selection.get();
    return selected.length === 1 ? (selected[0].labelTarget ?? selected[0]) : null;
  }

  _create() {
    this._menu.open(this._canvas.getRootElement(), "bpmn-create", this._beside(this._one()), {
      title: this._say("key_create"),
      ...MENU,
    });
  }

  _append() {
    const one = this._one();
    if (!one?.width || this._menu.isEmpty(one, "bpmn-append")) this._create();
    else this._menu.open(one, "bpmn-append", this._beside(one), { title: this._say("key_append"), ...MENU });
  }

  _connect() {
    const one = this._one();
    if (one) this._menu.open(one, "connect-to", this._beside(one), { title: this._say("connect_title"), ...MENU });
  }

  /** Selects the element after the selected one, in the order from left to right. */
  _step(by) {
    const all = this._registry.filter(
      (one) =>
        one.parent &&
        one.type !== "label" &&
        !one.hidden &&
        this._canvas.findRoot(one) === this._canvas.getRootElement(),
    );
    const place = (one) => [one.x ?? one.waypoints[0].x, one.y ?? one.waypoints[0].y];
    all.sort((a, b) => place(a)[0] - place(b)[0] || place(a)[1] - place(b)[1]);
    const at = all.indexOf(this._one());
    const next = all[at === -1 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length];
    if (!next) return;
    this._selection.select(next);
    this._canvas.scrollToElement(next, 120);
  }

  /** Where a menu opens: at the element, else in the middle of the view. */
  _beside(one) {
    const frame = this._canvas.getContainer().getBoundingClientRect();
    if (!one) return { x: frame.left + frame.width / 2 - 150, y: frame.top + frame.height / 4 };
    const box = this._canvas.getAbsoluteBBox(one);
    const x = Math.min(Math.max(frame.left + box.x + box.width + 10, frame.left), frame.right - 320);
    return { x, y: Math.min(Math.max(frame.top + box.y, frame.top), frame.bottom - 120) };
  }

  /** Entries of the create menu that, chosen by key, put the element down instead of handing it to the mouse. */
  _placing(entries) {
    const placed = Object.entries(entries).map(([id, entry]) => {
      const target = targetOf(id);
      const click = entry.action.click;
      if (!target) return [id, entry];
      const act = (event, ...rest) =>
        event instanceof KeyboardEvent || event?.detail === 0 ? this._put(target) : click(event, ...rest);
      return [id, { ...entry, action: { ...entry.action, click: act } }];
    });
    return Object.fromEntries(placed);
  }

  _put(target) {
    this._menu.close();
    const shape =
      target.type === "bpmn:Participant"
        ? this._factory.createParticipantShape(target)
        : this._factory.create("shape", target);
    const one = this._one();
    const view = this._canvas.viewbox();
    const position = one?.width
      ? { x: one.x + one.width + GAP + shape.width / 2, y: one.y + one.height / 2 }
      : { x: Math.round(view.x + view.width / 2), y: Math.round(view.y + view.height / 2) };
    const parent = this._parentAt(shape, position);
    if (!parent) return;
    const made = this._modeling.createShape(shape, position, parent);
    this._selection.select(made);
    this._canvas.scrollToElement(made, 120);
    this._canvas.focus();
  }

  /** The innermost element at a place that may hold the shape; else any that may. */
  _parentAt(shape, position) {
    const holds = (one) => this._rules.allowed("shape.create", { shape, target: one, position }) === true;
    const around = (one) =>
      one.width &&
      position.x > one.x &&
      position.x < one.x + one.width &&
      position.y > one.y &&
      position.y < one.y + one.height;
    const holders = this._registry
      .filter((one) => isOne(one, "Participant", "SubProcess", "Lane") && one.type !== "label")
      .reverse();
    return [...holders.filter(around), this._canvas.getRootElement(), ...holders].find(holds) ?? null;
  }

  _targets(source) {
    const targets = this._registry.filter(
      (one) =>
        one.parent &&
        one.type !== "label" &&
        one !== source &&
        one.width &&
        this._rules.allowed("connection.create", { source, target: one }),
    );
    const entries = targets.map((target) => {
      const label = this._groups.nameOf(target);
      const click = () => {
        this._menu.close();
        const made = this._modeling.connect(source, target);
        this._selection.select(made ?? source);
        this._canvas.focus();
      };
      return [
        `connect-${getBusinessObject(target).id}`,
        { label, description: this._groups.kindOf(target), action: click },
      ];
    });
    return Object.fromEntries(entries);
  }
}

export const KeysModule = { __init__: ["keys"], keys: ["type", Keys] };
