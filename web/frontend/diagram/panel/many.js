// A user task for each of many: for the items of a list or a number of times, and what its items and results are called.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { variable } from "../variables.js";
import { isOne } from "./kinds.js";

const MANY = "bpmn:MultiInstanceLoopCharacteristics";
const ON_EACH = "spiffworkflow:scriptsOnInstances";
const [ONCE, PARALLEL, SEQUENTIAL, AGAIN] = ["", "parallel", "sequential", "again"];

/** Only a user task is offered it; other elements that a file gives it can lose it. */
export function manyGroup(context, element) {
  const loop = getBusinessObject(element).get("loopCharacteristics");
  const isOffered = isOne(element, "UserTask");
  if (!isOffered && !loop) return null;
  const fields = [orderField(context, element, loop, isOffered)];
  if (loop?.$type === MANY) {
    const part = { ...context, element, loop };
    fields.push(listField(part), countField(part), itemField(part), resultField(part), outputField(part));
    fields.push(scriptsField(part), ...untilFields(part));
  }
  return { id: "many", label: context.say("many"), open: Boolean(loop), fields };
}

/** How the panel calls what an element has. */
function orderOf(loop) {
  if (!loop) return ONCE;
  if (loop.$type !== MANY) return AGAIN;
  return loop.isSequential ? SEQUENTIAL : PARALLEL;
}

function orderField({ say, changes }, element, loop, isOffered) {
  const order = orderOf(loop);
  const offered = isOffered ? [ONCE, PARALLEL, SEQUENTIAL] : [ONCE];
  const options = [...new Set([...offered, order])].map((one) => ({ value: one, label: say(`many_${one || "once"}`) }));
  const set = (wanted) => {
    const isSequential = wanted === SEQUENTIAL;
    if (wanted === ONCE) return changes.own(element, { loopCharacteristics: undefined });
    if (loop?.$type === MANY) return changes.part(element, loop, { isSequential });
    const made = changes.create(MANY, { isSequential }, getBusinessObject(element));
    return changes.own(element, { loopCharacteristics: made });
  };
  return { id: "many", kind: "select", label: say("many_order"), options, value: order, set };
}

/** The list, or else the number: one takes the other's place. */
function listField({ say, changes, element, loop }) {
  const set = (text) => {
    const named = text.trim() ? { loopDataInputRef: variable(loop.$model, text.trim()), loopCardinality: undefined } : {};
    changes.part(element, loop, { loopDataInputRef: undefined, ...named });
  };
  return {
    id: "many_list",
    kind: "text",
    label: say("many_list"),
    hint: say("many_list_hint"),
    value: loop.loopDataInputRef?.id ?? "",
    set,
  };
}

function countField({ say, changes, element, loop }) {
  const set = (text) => {
    const body = text.trim();
    const made = body && changes.create("bpmn:FormalExpression", { body }, loop);
    const named = body ? { loopCardinality: made, loopDataInputRef: undefined } : { loopCardinality: undefined };
    changes.part(element, loop, named);
  };
  return {
    id: "many_count",
    kind: "text",
    label: say("many_count"),
    hint: say("many_count_hint"),
    value: loop.loopCardinality?.body ?? "",
    set,
  };
}

function itemField(part) {
  return dataField(part, "many_item", "inputDataItem", "bpmn:DataInput");
}

function outputField(part) {
  return dataField(part, "many_output", "outputDataItem", "bpmn:DataOutput");
}

/** The engine reads the name, and the id where there is none: ids are the whole diagram's, names may be used again. */
function dataField({ say, changes, element, loop }, id, property, type) {
  const present = loop.get(property);
  const set = (text) => {
    const name = text.trim();
    if (!name) return changes.part(element, loop, { [property]: undefined });
    if (present) return changes.part(element, present, { name });
    const made = changes.create(type, { name }, loop);
    made.id = loop.$model.ids.nextPrefixed("Item_", made);
    return changes.part(element, loop, { [property]: made });
  };
  const value = present ? present.name || present.id || "" : "";
  return { id, kind: "text", label: say(id), hint: say(`${id}_hint`), value, set };
}

function resultField({ say, changes, element, loop }) {
  const set = (text) => {
    const loopDataOutputRef = text.trim() ? variable(loop.$model, text.trim()) : undefined;
    changes.part(element, loop, { loopDataOutputRef });
  };
  return {
    id: "many_result",
    kind: "text",
    label: say("many_result"),
    hint: say("many_result_hint", { id: getBusinessObject(element).id }),
    value: loop.loopDataOutputRef?.id ?? "",
    set,
  };
}

/** Whether the scripts before and after run with each item, instead of once around all of them. */
function scriptsField({ say, changes, element, loop }) {
  const set = (wanted) => changes.part(element, loop, { [ON_EACH]: wanted ? "true" : undefined });
  const field = { id: "many_scripts", kind: "check", label: say("many_scripts"), hint: say("many_scripts_hint") };
  return { ...field, value: loop.get(ON_EACH) === "true", set };
}

/** Nothing ends it early: a condition that a file brings along can be taken away. */
function untilFields({ say, changes, element, loop }) {
  const condition = loop.completionCondition;
  if (!condition) return [];
  const set = (text) => {
    const body = text.trim();
    if (body) changes.part(element, condition, { body });
    else changes.part(element, loop, { completionCondition: undefined });
  };
  const field = { id: "many_until", kind: "code", rows: 1, label: say("many_until"), hint: say("many_until_hint") };
  return [{ ...field, value: condition.body ?? "", set }];
}
