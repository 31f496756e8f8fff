// For a reader of English the drawing shows English labels, and naming on the drawing names in English. A diagram-js
// module. Where there is no English name the Chinese one is shown; the file is never touched by it.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { isOne } from "./panel/kinds.js";

const BEFORE_LIBRARY = 1500;
const LABEL_WIDTH = 90; // the library's own for new labels; those in the file may be cut for Chinese ones

class EnglishLabels {
  static $inject = ["eventBus", "bpmnRenderer", "injector"];

  constructor(eventBus, renderer, injector) {
    eventBus.on("render.shape", BEFORE_LIBRARY, (event, { gfx, element, attrs }) => {
      const english = englishOf(element);
      if (!english || !renderer.canRender(element)) return undefined;
      return element.labelTarget
        ? drawLabel(renderer, gfx, element, english)
        : renderer.drawShape(gfx, shownAs(element, english), attrs);
    });
    eventBus.on("element.changed", ({ element }) => {
      if (element.label) eventBus.fire("element.changed", { element: element.label });
    });
    const naming = injector.get("labelEditingProvider", false);
    if (naming) this._nameInEnglish(naming, injector.get("modeling"));
  }

  _nameInEnglish(naming, modeling) {
    const [activate, update] = [naming.activate.bind(naming), naming.update.bind(naming)];
    naming.activate = (element) => {
      const context = activate(element);
      const english = englishOf(element);
      return context && english ? { ...context, text: english } : context;
    };
    naming.update = (element, text, before, bounds) => {
      const named = element.labelTarget ?? element;
      if (isOne(named, "Group")) return update(element, text, before, bounds);
      // A name is needed in Chinese too; until somebody gives one, the English stands for it.
      if (!chineseOf(named)) update(element, text, before, bounds);
      return modeling.updateProperties(named, { nameEn: text.trim() || undefined });
    };
  }
}

function englishOf(element) {
  return getBusinessObject(element)?.get?.("nameEn");
}

function chineseOf(element) {
  const object = getBusinessObject(element);
  return isOne(element, "TextAnnotation") ? object.text : object.name;
}

/** A label beside its element, about the middle that it has in the file. */
function drawLabel(renderer, gfx, element, text) {
  const width = Math.max(element.width, LABEL_WIDTH);
  const drawn = renderer.drawShape(gfx, shownAs(element, text, { width: { value: width } }));
  drawn.setAttribute("transform", `translate(${(element.width - width) / 2} 0)`);
  return drawn;
}

/** The same element under another name, for the renderer alone. */
function shownAs(element, text, more = {}) {
  const name = isOne(element, "TextAnnotation") ? "text" : "name";
  const object = Object.create(getBusinessObject(element), { [name]: { value: text } });
  return Object.create(element, { businessObject: { value: object }, ...more });
}

export const EnglishModule = { __init__: ["englishLabels"], englishLabels: ["type", EnglishLabels] };
