// The drawing with its panel: an editor of the diagram, or a viewer where the file can only be looked at.

import Modeler from "bpmn-js/lib/Modeler";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import SelectionModule from "diagram-js/lib/features/selection";
import { CreateAppendAnythingModule } from "bpmn-js-create-append-anything";

import { EnglishModule } from "./english.js";
import { KeysModule } from "./keys.js";
import { MarkingModule } from "./marking.js";
import { OfferedModule } from "./offered.js";
import { MODDLE } from "./moddle/extensions.js";
import { NamingModule } from "./naming.js";
import { PanelModule } from "./panel/groups.js";
import { translation } from "./translating.js";
import { restoreVariables, VariablesModule } from "./variables.js";

const MARGIN = 40;
const PALETTE = 110; // what the palette covers at the left
const SMALLEST = 0.7; // below it nothing can be read

export class Drawing {
  /** stage: {canvas, panel} nodes; say, language, choices: for the panel; onChange(): something was changed. */
  constructor({ stage, say, language, choices, readOnly, onChange }) {
    const { module, misses } = translation(language);
    this.misses = misses;
    this.readOnly = readOnly;
    const shared = [module, MarkingModule, ...(language === "en" ? [EnglishModule] : [])];
    const editing = [CreateAppendAnythingModule, OfferedModule, PanelModule, KeysModule, NamingModule, VariablesModule];
    const options = {
      container: stage.canvas,
      moddleExtensions: MODDLE,
      panel: { node: stage.panel, say, language, choices, readOnly },
      keys: { say },
      marking: { say },
    };
    this._library = readOnly
      ? new NavigatedViewer({ ...options, additionalModules: [...shared, SelectionModule] })
      : new Modeler({ ...options, additionalModules: [...shared, ...editing] });
    if (!readOnly) this._library.on("commandStack.changed", ({ trigger }) => trigger !== "clear" && onChange());
  }

  get(service) {
    return this._library.get(service, false);
  }

  /** Shows a file's text: {warnings: of what could not be drawn, base: the model as text before it was drawn, made:
   *  whether drawing gave it sheets of its own}. */
  async show(text) {
    let [base, sheets] = [null, 0];
    this.get("eventBus").once("import.parse.complete", (read) => {
      const { definitions } = read;
      if (!definitions) return;
      restoreVariables(this.get("moddle"), read);
      sheets = definitions.get("diagrams").length;
      base = this._written(definitions);
    });
    const { warnings } = await this._library.importXML(text);
    this._lookFrom();
    return { warnings, base: await base, made: this.definitions.get("diagrams").length > sheets };
  }

  get definitions() {
    return this._library.getDefinitions();
  }

  /** The model as text. Not by the library's `saveXML`, which would put all shapes into the order of drawing. */
  async exported() {
    return this._written(this.definitions);
  }

  async _written(definitions) {
    return (await this.get("moddle").toXML(definitions, { format: true })).xml;
  }

  /** The latest command that is in force, or null: the same one means the same diagram. */
  get top() {
    const stack = this.get("commandStack");
    return stack?._stack[stack._stackIdx] ?? null;
  }

  select(id) {
    const element = this.get("elementRegistry").get(id);
    if (!element) return;
    this.get("selection").select(element);
    this.get("marking").show(element);
  }

  destroy() {
    this._library.destroy();
  }

  zoom(step) {
    const canvas = this.get("canvas");
    if (step === 0) canvas.zoom("fit-viewport", "auto");
    else canvas.zoom(Math.min(4, Math.max(0.1, canvas.zoom() * (step > 0 ? 1.25 : 0.8))));
  }

  /** The first look: as high as the pane, from the left; a wide diagram is not made too small to read. */
  _lookFrom() {
    const canvas = this.get("canvas");
    const { inner, outer } = canvas.viewbox();
    if (!inner.width || !outer.width || !outer.height) return;
    const left = this.readOnly ? MARGIN : PALETTE + MARGIN;
    const fits = Math.min((outer.width - left - MARGIN) / inner.width, (outer.height - 2 * MARGIN) / inner.height);
    const scale = Math.min(1, Math.max(SMALLEST, fits));
    const width = outer.width / scale;
    const height = outer.height / scale;
    canvas.viewbox({ x: inner.x - left / scale, y: inner.y - MARGIN / scale, width, height });
  }
}
