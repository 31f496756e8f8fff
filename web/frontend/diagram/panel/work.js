// Who does a user task, with which form, until when, and who may not.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { propertiesOf, propertyOf } from "./changes.js";
import { isOne } from "./kinds.js";

const STEPS = ["1", "2", "3", "4", "5", "6", "7", "8"];
const KNOWN = [
  "form",
  "step",
  "assignee",
  "candidate_groups",
  "due_working_days",
  "due_date",
  "not_by",
  "prefill",
  "check",
];
const WITH_STEP = ["UserTask", "ManualTask", "ServiceTask", "ScriptTask", "SendTask", "ReceiveTask"];

export function workGroup(context, element) {
  if (!isOne(element, "UserTask", "ManualTask")) return null;
  const { say, choices } = context;
  const field = propertyField(context, element);
  const named = (list, name = "name") => [
    { value: "", label: say("none") },
    ...list.map((one) => option(context, one, name)),
  ];
  const form = field("form", "select", { options: named(choices.forms, "key") });
  const prefill = field("prefill", "select", { hint: say("prefill_hint"), options: named(choices.prefills) });
  const check = field("check", "select", { hint: say("check_hint"), options: named(choices.checks) });
  return { id: "work", label: say("work"), open: true, fields: [form, stepField(context, element), prefill, check] };
}

export function peopleGroup(context, element) {
  if (!isOne(element, "UserTask", "ManualTask")) return null;
  const { say } = context;
  const field = propertyField(context, element);
  const assignee = field("assignee", "code", { hint: say("assignee_hint") });
  const due = [
    field("due_working_days", "code", { hint: say("due_working_days_hint") }),
    field("due_date", "code", { hint: say("due_date_hint") }),
  ];
  return {
    id: "people",
    label: say("people"),
    open: true,
    fields: [laneNote(context, element), assignee, ...groupFields(context, element), ...due],
  };
}

/** Four eyes: whoever did one of the chosen tasks may not do this one; by itself, each of many is somebody else's. */
export function fourEyesGroup(context, element) {
  if (!isOne(element, "UserTask", "ManualTask")) return null;
  const { say, changes, registry } = context;
  const chosen = split(propertyOf(element, "not_by"));
  const isMany = Boolean(getBusinessObject(element).get("loopCharacteristics"));
  const tasks = registry.filter(
    (one) => isOne(one, "UserTask", "ManualTask") && (one !== element || isMany) && one.type !== "label",
  );
  const known = tasks.map((one) => ({ value: one.id, label: `${context.nameOf(one)} (${one.id})` }));
  const store = (ids) => changes.property(element, "not_by", [...new Set(ids.filter(Boolean))].join(", "));
  const options = [{ value: "", label: say("nobody_excluded") }, ...known];
  const fields = [...chosen, ""].map((id, index) => ({
    id: `not_by_${index}`,
    kind: "select",
    label: say(index < chosen.length ? "not_by" : "not_by_add"),
    value: id,
    options,
    set: (next) =>
      store(index < chosen.length ? chosen.map((one, at) => (at === index ? next : one)) : [...chosen, next]),
  }));
  return {
    id: "four_eyes",
    label: say("four_eyes"),
    open: chosen.length > 0,
    fields: [{ id: "not_by_note", kind: "note", label: say("not_by_hint") }, ...fields],
  };
}

/** The step of an automatic task, and properties that nothing reads: they are kept and can be taken away. */
export function otherPropertiesGroup(context, element) {
  const { say, changes } = context;
  const step =
    isOne(element, ...WITH_STEP) && !isOne(element, "UserTask", "ManualTask") ? [stepField(context, element)] : [];
  const shown = isOne(element, "UserTask", "ManualTask") ? KNOWN : isOne(element, ...WITH_STEP) ? ["step"] : [];
  const others = propertiesOf(element).filter((one) => !shown.includes(one.name));
  const fields = others.map((one) => ({
    id: `property_${one.name}`,
    kind: "text",
    label: one.name ?? "",
    hint: KNOWN.includes(one.name) ? null : say("unknown_property_hint"),
    value: one.value ?? "",
    set: (value) => changes.property(element, one.name, value),
  }));
  if (!step.length && !fields.length) return null;
  return { id: "properties", label: say("other_properties"), open: true, fields: [...step, ...fields] };
}

function stepField(context, element) {
  const { say } = context;
  const options = [
    { value: "", label: say("none") },
    ...STEPS.map((step) => ({ value: step, label: say(`step_${step}`) })),
  ];
  return propertyField(context, element)("step", "select", { options });
}

function propertyField({ say, changes }, element) {
  return (name, kind, more = {}) => ({
    id: name,
    kind,
    rows: 1,
    label: say(`property_${name}`),
    value: propertyOf(element, name),
    set: (value) => changes.property(element, name, value.trim()),
    ...more,
  });
}

function groupFields({ say, changes, choices, language }, element) {
  const chosen = split(propertyOf(element, "candidate_groups"));
  const offered = choices.groups.map((one) => (typeof one === "string" ? { key: one, name: one } : one));
  const unknown = chosen.filter((key) => !offered.some((one) => one.key === key)).map((key) => ({ key, name: key }));
  const note = { id: "candidate_groups", kind: "note", label: say("candidate_groups_hint") };
  const boxes = [...offered, ...unknown].map(({ key, name }) => ({
    id: `group_${key}`,
    kind: "check",
    label: inLanguage(name, language) || key,
    value: chosen.includes(key),
    set: (wanted) =>
      changes.property(
        element,
        "candidate_groups",
        (wanted ? [...chosen, key] : chosen.filter((one) => one !== key)).join(", "),
      ),
  }));
  return boxes.length ? [note, ...boxes] : [];
}

function laneNote({ say, language }, element) {
  const lane = getBusinessObject(element).lanes?.[0];
  const name = lane && ((language === "en" && lane.get("nameEn")) || lane.name || lane.id);
  return { id: "lane", kind: "note", label: name ? say("lane_note", { lane: name }) : say("no_lane_note") };
}

function option({ language }, one, name) {
  if (typeof one === "string") return { value: one, label: one };
  const title = inLanguage(one.title ?? one.summary, language);
  return { value: one[name], label: title ? `${title} (${one[name]})` : one[name] };
}

/** A text that may be given in both languages. */
export function inLanguage(text, language) {
  return typeof text === "object" && text !== null ? (text[language] ?? text.zh ?? text.en ?? "") : (text ?? "");
}

function split(text) {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
}
