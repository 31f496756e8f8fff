// What kind of element something is, by the drawing library's own names, so that menus and panel say the same.

import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { isExpanded } from "bpmn-js/lib/util/DiUtil";

const PLACES = {
  StartEvent: "start event",
  IntermediateCatchEvent: "intermediate catch event",
  IntermediateThrowEvent: "intermediate throw event",
  BoundaryEvent: "boundary event",
  EndEvent: "end event",
};
const DEFINITION = /^bpmn:(\w+?)EventDefinition$/;
const KINDS = { Compensate: "Compensation" };

/** The English name; the library's translation knows it. */
export function kindOf(element) {
  const object = getBusinessObject(element);
  const type = object.$type.replace("bpmn:", "");
  if (PLACES[type]) return eventKind(object, PLACES[type]);
  if (type === "SubProcess" && object.triggeredByEvent) return "Event sub-process";
  if (type === "SubProcess") return isExpanded(element) ? "Sub-process (expanded)" : "Sub-process (collapsed)";
  if (type === "SequenceFlow") return flowKind(object);
  const words = type.replace(/([a-z])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`);
  return (
    {
      "Sub process": "Sub-process",
      "Event based gateway": "Event-based gateway",
      "Ad hoc sub process": "Ad-hoc sub-process",
    }[words] ?? words
  );
}

function eventKind(object, place) {
  const definition = DEFINITION.exec(object.get("eventDefinitions")?.[0]?.$type ?? "")?.[1];
  if (!definition) return place[0].toUpperCase() + place.slice(1);
  const apart = object.isInterrupting === false || object.cancelActivity === false ? " (non-interrupting)" : "";
  return `${KINDS[definition] ?? definition} ${place}${apart}`;
}

function flowKind(object) {
  if (object.sourceRef?.default === object) return "Default flow";
  return object.conditionExpression ? "Conditional flow" : "Sequence flow";
}

/** Whether the element is of one of these types. */
export function isOne(element, ...types) {
  return types.some((type) => is(element, `bpmn:${type}`));
}
