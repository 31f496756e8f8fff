// Shows on the drawing where the problems are, and leads there. A diagram-js module.

const MARKER = "has-problem";
const MARGIN = 120;

export class Marking {
  static $inject = ["config.marking", "canvas", "overlays", "elementRegistry", "eventBus"];

  constructor(config, canvas, overlays, registry, eventBus) {
    Object.assign(this, { _canvas: canvas, _overlays: overlays, _registry: registry, _say: config.say });
    this._marked = [];
    eventBus.on("diagram.clear", () => (this._marked = []));
  }

  /** Marks the elements of these problems, and no others. */
  mark(problems) {
    for (const id of this._marked) if (this._registry.get(id)) this._canvas.removeMarker(id, MARKER);
    this._overlays.remove({ type: "problem" });
    const told = new Map();
    for (const one of problems) if (one.element) told.set(one.element, [...(told.get(one.element) ?? []), one.message]);
    this._marked = [...told.keys()].filter((id) => this._registry.get(id)?.parent);
    for (const id of this._marked) {
      this._canvas.addMarker(id, MARKER);
      this._overlays.add(id, "problem", { position: { top: -10, left: -10 }, html: this._badge(told.get(id)) });
    }
  }

  /** Brings an element into view. */
  show(element) {
    this._canvas.scrollToElement(element, MARGIN);
  }

  _badge(messages) {
    const badge = document.createElement("span");
    badge.className = "problem-badge";
    badge.title = [this._say("problem_here"), ...messages].join("\n");
    badge.textContent = "!";
    return badge;
  }
}

export const MarkingModule = { __init__: ["marking"], marking: ["type", Marking] };
