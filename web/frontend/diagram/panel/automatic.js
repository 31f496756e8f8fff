// What runs by itself: operations with their parameters, scripts, decisions, called processes.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { extensionOf, extensionText } from "./changes.js";
import { isOne } from "./kinds.js";
import { inLanguage } from "./work.js";

const ACTIVITIES = ["Task", "SubProcess", "CallActivity"];

export function operationGroup(context, element) {
  if (!isOne(element, "ServiceTask")) return null;
  const { say, changes, choices, language } = context;
  const object = getBusinessObject(element);
  const operator = extensionOf(object, "ServiceTaskOperator");
  const label = (one) =>
    inLanguage(one.summary, language) ? `${one.name}: ${inLanguage(one.summary, language)}` : one.name;
  const options = [
    { value: "", label: say("none") },
    ...choices.operations.map((one) => ({ value: one.name, label: label(one) })),
  ];
  const choose = (name) =>
    changes.extension(element, "ServiceTaskOperator", name ? operatorValues(context, operator, name) : null);
  const fields = [
    {
      id: "operation",
      kind: "select",
      label: say("operation"),
      hint: say("operation_hint"),
      options,
      value: operator?.id ?? "",
      set: choose,
    },
  ];
  if (operator) fields.push(resultField(context, element, operator), ...parameterFields(context, element, operator));
  return { id: "operation", label: say("operation"), open: true, fields };
}

/** A new operator takes over the parameters that it has too, and names a result when there is none yet. */
function operatorValues({ changes }, operator, name) {
  const list = operator?.parameterList ?? changes.create("spiffworkflow:Parameters", { values: [] }, operator);
  return { id: name, resultVariable: operator?.resultVariable || name, parameterList: list };
}

function resultField({ say, changes }, element, operator) {
  const set = (value) => changes.part(element, operator, { resultVariable: value.trim() || undefined });
  return {
    id: "result_variable",
    kind: "text",
    label: say("result_variable"),
    hint: say("result_variable_hint"),
    value: operator.resultVariable ?? "",
    set,
  };
}

function parameterFields(context, element, operator) {
  const { say, choices } = context;
  const wanted = choices.operations.find((one) => one.name === operator.id)?.parameters ?? [];
  const names = wanted.map((one) => (typeof one === "string" ? one : one.name));
  const present = operator.parameterList?.get("values") ?? [];
  const others = present.map((one) => one.id).filter((id) => !names.includes(id));
  return [...names, ...others].map((name) => ({
    id: `parameter_${name}`,
    kind: "code",
    rows: 1,
    label: say("parameter", { name }),
    hint: names.includes(name) ? null : say("unknown_parameter_hint"),
    placeholder: say("expression_placeholder"),
    value: present.find((one) => one.id === name)?.value ?? "",
    set: (value) => setParameter(context, element, operator, name, value.trim()),
  }));
}

function setParameter({ changes }, element, operator, name, value) {
  const list = operator.parameterList;
  const present = list?.get("values") ?? [];
  const known = present.find((one) => one.id === name);
  if (known && value) return changes.part(element, known, { value });
  const added = value ? [changes.create("spiffworkflow:Parameter", { id: name, type: "str", value }, list)] : [];
  const values = [...present.filter((one) => one !== known), ...added];
  if (list) return changes.part(element, list, { values });
  const made = changes.create("spiffworkflow:Parameters", { values }, operator);
  values.forEach((one) => (one.$parent = made));
  return changes.part(element, operator, { parameterList: made });
}

export function scriptGroup({ say, changes }, element) {
  if (!isOne(element, "ScriptTask")) return null;
  const object = getBusinessObject(element);
  const set = (script) => changes.own(element, { script });
  return {
    id: "script",
    label: say("script"),
    open: true,
    fields: [
      {
        id: "script",
        kind: "code",
        rows: 6,
        label: say("script_text"),
        hint: say("script_hint"),
        value: object.script ?? "",
        set,
      },
    ],
  };
}

export function aroundScriptsGroup({ say, changes }, element) {
  if (!isOne(element, ...ACTIVITIES)) return null;
  const object = getBusinessObject(element);
  const fields = [
    ["pre_script", "PreScript"],
    ["post_script", "PostScript"],
  ].map(([id, type]) => ({
    id,
    kind: "code",
    rows: 3,
    label: say(id),
    hint: say(`${id}_hint`),
    value: extensionText(object, type),
    set: (text) => changes.extensionText(element, type, text),
  }));
  return { id: "around_scripts", label: say("around_scripts"), open: fields.some((one) => one.value), fields };
}

export function decisionGroup({ say, changes, choices, language }, element) {
  if (!isOne(element, "BusinessRuleTask")) return null;
  const options = [
    { value: "", label: say("none") },
    ...choices.tables.map((one) => ({
      value: one.decision,
      label: `${inLanguage(one.name, language)} (${one.decision})`,
    })),
  ];
  const value = extensionText(getBusinessObject(element), "CalledDecisionId");
  const set = (text) => changes.extensionText(element, "CalledDecisionId", text);
  return {
    id: "decision",
    label: say("decision"),
    open: true,
    fields: [{ id: "decision", kind: "select", label: say("decision"), options, value, set }],
  };
}

export function calledProcessGroup({ say, changes, choices, language }, element) {
  if (!isOne(element, "CallActivity")) return null;
  const options = [
    { value: "", label: say("none") },
    ...choices.processes.map((one) => ({
      value: one.key,
      label: `${(language === "en" && one.name_en) || one.name} (${one.key})`,
    })),
  ];
  const set = (calledElement) => changes.own(element, { calledElement });
  return {
    id: "called",
    label: say("called"),
    open: true,
    fields: [
      {
        id: "called_element",
        kind: "select",
        label: say("called"),
        options,
        value: getBusinessObject(element).calledElement ?? "",
        set,
      },
    ],
  };
}
