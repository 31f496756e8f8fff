// Names, id and documentation of anything that is drawn.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { isOne } from "./kinds.js";

const ID = /^[A-Za-z_\u4e00-\u9fff][\w.\-\u4e00-\u9fff]*$/;

export function generalGroup(context, element) {
  const { say } = context;
  const object = getBusinessObject(element);
  const fields = [...labelFields(context, element, object), idField(context, element, object)];
  return { id: "general", label: say("general"), open: true, fields };
}

function labelFields({ say, changes, labels, modeling }, element, object) {
  const drawn = element.parent !== null && element.parent !== undefined;
  const chinese = drawn ? (labels.get(element) ?? "") : (object.name ?? "");
  const multiline = isOne(element, "TextAnnotation");
  const setChinese = (text) => (drawn ? modeling.updateLabel(element, text) : changes.own(element, { name: text }));
  return [
    {
      id: "name",
      kind: multiline ? "area" : "text",
      label: say(multiline ? "text_zh" : "name_zh"),
      value: chinese,
      set: setChinese,
    },
    {
      id: "name_en",
      kind: multiline ? "area" : "text",
      label: say(multiline ? "text_en" : "name_en"),
      value: object.get("nameEn") ?? "",
      set: (text) => changes.own(element, { nameEn: text }),
    },
  ];
}

function idField({ say, changes }, element, object) {
  return {
    id: "id",
    kind: "text",
    label: say("id"),
    hint: isOne(element, "Lane")
      ? say("lane_id_hint")
      : isOne(element, "UserTask", "ManualTask")
        ? say("task_id_hint")
        : null,
    value: object.id ?? "",
    set: (id) => changes.own(element, { id }),
    invalid: (id) => wrongId(say, object, id),
  };
}

/** What is wrong with an id for an object of the model, or null. */
export function wrongId(say, object, id) {
  if (!ID.test(id)) return say("id_form");
  const holder = object.$model.ids.assigned(id);
  return holder && holder !== object ? say("id_taken") : null;
}

/** The process that a pool shows, or the diagram's own. */
export function processGroup(context, element) {
  const { say, changes } = context;
  const object = getBusinessObject(element);
  const process = isOne(element, "Process") ? object : isOne(element, "Participant") ? object.processRef : null;
  if (!process) return null;
  const own = process === object;
  const set = (name) => (value) => changes.part(element, process, { [name]: value === "" ? undefined : value });
  const names = [
    {
      id: "process_id",
      kind: "text",
      label: say("process_id"),
      hint: say("process_id_hint"),
      value: process.id ?? "",
      set: set("id"),
      invalid: (id) => wrongId(say, process, id),
    },
    { id: "process_name", kind: "text", label: say("process_name_zh"), value: process.name ?? "", set: set("name") },
    {
      id: "process_name_en",
      kind: "text",
      label: say("process_name_en"),
      value: process.get("nameEn") ?? "",
      set: set("nameEn"),
    },
  ];
  const executable = {
    id: "executable",
    kind: "check",
    label: say("executable"),
    value: process.isExecutable ?? false,
    set: set("isExecutable"),
  };
  return { id: "process", label: say("process"), open: own, fields: [...(own ? [] : names), executable] };
}

export function documentationGroup({ say, changes }, element) {
  const object = getBusinessObject(element);
  const all = object.get("documentation");
  if (!all) return null;
  const [first, ...others] = all;
  const set = (text) => {
    if (first && text) return changes.part(element, first, { text });
    const documentation = text ? [changes.create("bpmn:Documentation", { text }, object), ...others] : others;
    return changes.part(element, object, { documentation });
  };
  const field = {
    id: "documentation",
    kind: "area",
    rows: 3,
    label: say("documentation_text"),
    value: first?.text ?? "",
    set,
  };
  return { id: "documentation", label: say("documentation"), fields: [field] };
}
