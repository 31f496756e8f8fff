// Variables that a file names where BPMN has a reference: the list that a task is done for each of, and where the
// results go. To the library a reference that leads to no element is none: it is read as nothing, and never copied.
// Here it leads to an element that has the name as its id and stands nowhere.

const NAMING = ["bpmn:loopDataInputRef", "bpmn:loopDataOutputRef"];

/** The element that stands for a variable. */
export function variable(moddle, name) {
  return moddle.create("bpmn:ItemAwareElement", { id: name });
}

/** Gives a model that was just read the variables that its file names. read: what reading it has answered. */
export function restoreVariables(moddle, { references, elementsById }) {
  for (const { element, property, id } of references) {
    if (NAMING.includes(property) && !Object.hasOwn(elementsById, id)) element.set(property, variable(moddle, id));
  }
}

/** A copy of a task names the same variables. */
class CopiedVariables {
  static $inject = ["eventBus"];

  constructor(eventBus) {
    eventBus.on("moddleCopy.canCopyProperty", ({ propertyName, property }) =>
      NAMING.includes(`bpmn:${propertyName.replace(/^bpmn:/, "")}`) ? property : undefined,
    );
  }
}

export const VariablesModule = { __init__: ["copiedVariables"], copiedVariables: ["type", CopiedVariables] };
