// Reading and changing an element's extensions; every change is one step that can be undone.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";

const SPIFF = "spiffworkflow:";

/** Runs several commands as one. */
class TogetherHandler {
  static $inject = ["commandStack"];

  constructor(commandStack) {
    this._commandStack = commandStack;
  }

  preExecute({ commands }) {
    for (const [name, context] of commands) this._commandStack.execute(name, context);
  }
}

export class Changes {
  static $inject = ["commandStack", "bpmnFactory", "modeling"];

  constructor(commandStack, bpmnFactory, modeling) {
    Object.assign(this, { _commandStack: commandStack, _factory: bpmnFactory, _modeling: modeling });
    commandStack.registerHandler("panel.together", TogetherHandler);
  }

  /** Sets attributes of the element itself; an empty text takes one away. */
  own(element, values) {
    this._modeling.updateProperties(element, withoutEmpty(values));
  }

  /** Sets properties of a part of the element. */
  part(element, moddleElement, values) {
    this._modeling.updateModdleProperties(element, moddleElement, values);
  }

  create(type, values, parent) {
    const made = this._factory.create(type, values);
    made.$parent = parent;
    return made;
  }

  together(commands) {
    this._commandStack.execute("panel.together", { commands });
  }

  update(element, moddleElement, properties) {
    return ["element.updateModdleProperties", { element, moddleElement, properties }];
  }

  /** Puts an extension on a model element, or takes it away with null. holder: where it hangs; the element's own. */
  extension(element, type, values, holder = getBusinessObject(element)) {
    const present = extensionOf(holder, type);
    if (present && values) return this.part(element, present, values);
    if (!present && !values) return undefined;
    const container = holder.get("extensionElements");
    const others = (container?.get("values") ?? []).filter((one) => one !== present);
    const added = values ? [this.create(SPIFF + type, values, container)] : [];
    return this._extensions(element, holder, container, [...others, ...added]);
  }

  /** Sets a text that is an extension's whole content; an empty one takes it away. */
  extensionText(element, type, text, holder) {
    this.extension(element, type, text.trim() ? { value: text } : null, holder);
  }

  /** Sets one of the element's named properties; an empty text takes it away. */
  property(element, name, value) {
    const holder = getBusinessObject(element);
    const list = extensionOf(holder, "Properties");
    const present = list?.get("values").find((one) => one.name === name);
    if (present && value) return this.part(element, present, { value });
    if (!present && !value) return undefined;
    const others = (list?.get("values") ?? []).filter((one) => one !== present);
    if (!others.length && !value) return this.extension(element, "Properties", null);
    const values = value ? [...others, this.create("spiffworkflow:Property", { name, value }, list)] : others;
    if (list) return this.part(element, list, { values });
    const made = this.create("spiffworkflow:Properties", { values });
    values.forEach((one) => (one.$parent = made));
    return this._added(element, holder, made);
  }

  _added(element, holder, made) {
    const container = holder.get("extensionElements");
    return this._extensions(element, holder, container, [...(container?.get("values") ?? []), made]);
  }

  _extensions(element, holder, container, values) {
    if (!values.length) return this.part(element, holder, { extensionElements: undefined });
    if (container) {
      values.forEach((one) => (one.$parent = container));
      return this.part(element, container, { values });
    }
    const made = this.create("bpmn:ExtensionElements", { values }, holder);
    values.forEach((one) => (one.$parent = made));
    return this.part(element, holder, { extensionElements: made });
  }
}

/** The first extension of a type, or undefined. */
export function extensionOf(holder, type) {
  return holder
    .get("extensionElements")
    ?.get("values")
    .find((one) => one.$type === SPIFF + type);
}

/** The text that is an extension's whole content. */
export function extensionText(holder, type) {
  return extensionOf(holder, type)?.get("value") ?? "";
}

/** The element's named properties, in order: [{name, value}]. */
export function propertiesOf(element) {
  return extensionOf(getBusinessObject(element), "Properties")?.get("values") ?? [];
}

export function propertyOf(element, name) {
  return propertiesOf(element).find((one) => one.name === name)?.value ?? "";
}

function withoutEmpty(values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === "" ? undefined : value]));
}
