// Which groups of fields an element has, and what it is called. A diagram-js module with the panel.

import { getLabel } from "bpmn-js/lib/util/LabelUtil";
import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { aroundScriptsGroup, calledProcessGroup, decisionGroup, operationGroup, scriptGroup } from "./automatic.js";
import { Changes } from "./changes.js";
import { carriedGroup, timerGroup } from "./events.js";
import { conditionGroup } from "./flows.js";
import { documentationGroup, generalGroup, processGroup } from "./general.js";
import { kindOf } from "./kinds.js";
import { manyGroup } from "./many.js";
import { Panel } from "./panel.js";
import { fourEyesGroup, otherPropertiesGroup, peopleGroup, workGroup } from "./work.js";

const GROUPS = [
  generalGroup,
  workGroup,
  peopleGroup,
  fourEyesGroup,
  manyGroup,
  operationGroup,
  scriptGroup,
  decisionGroup,
  calledProcessGroup,
  conditionGroup,
  timerGroup,
  carriedGroup,
  otherPropertiesGroup,
  aroundScriptsGroup,
  processGroup,
  documentationGroup,
];

class PanelGroups {
  static $inject = ["config.panel", "panelChanges", "modeling", "elementRegistry", "canvas", "translate"];

  constructor(config, changes, modeling, registry, canvas, translate) {
    this._translate = translate;
    this._context = {
      say: config.say,
      language: config.language,
      choices: config.choices,
      changes,
      modeling,
      registry,
      labels: { get: getLabel },
      nameOf: (element) => this.nameOf(element),
      definitions: () => definitionsOf(getBusinessObject(canvas.getRootElement())),
    };
  }

  of(element) {
    return GROUPS.map((group) => group(this._context, element)).filter(Boolean);
  }

  kindOf(element) {
    return this._translate(kindOf(element));
  }

  /** The label in the page's language, else in the other. */
  nameOf(element) {
    const object = getBusinessObject(element);
    const chinese = element.parent ? getLabel(element) : object.name;
    const english = object.get("nameEn");
    return (this._context.language === "en" ? english || chinese : chinese || english) || object.id;
  }
}

function definitionsOf(object) {
  let found = object;
  while (found.$parent) found = found.$parent;
  return found;
}

export const PanelModule = {
  __init__: ["panel"],
  panel: ["type", Panel],
  panelGroups: ["type", PanelGroups],
  panelChanges: ["type", Changes],
};
