// What an event waits for or throws: timers, messages, signals, errors, escalations, and what they carry.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { extensionText } from "./changes.js";
import { wrongId } from "./general.js";
import { isOne } from "./kinds.js";

const TIMES = ["timeDuration", "timeDate", "timeCycle"];
const NEW = "+";
// kind → its tag of a reference, whether it has a code, and on which element its payload hangs
const CARRIERS = {
  Message: { reference: "messageRef", payload: "MessagePayload", variable: "MessageVariable", onEvent: true },
  Signal: { reference: "signalRef", payload: "PayloadExpression", variable: "VariableName" },
  Error: { reference: "errorRef", payload: "PayloadExpression", variable: "VariableName", code: "errorCode" },
  Escalation: {
    reference: "escalationRef",
    payload: "PayloadExpression",
    variable: "VariableName",
    code: "escalationCode",
  },
};

export function timerGroup({ say, changes }, element) {
  const timer = definitionOf(element, "Timer");
  if (!timer) return null;
  const kind = TIMES.find((one) => timer.get(one)) ?? "";
  const body = kind ? (timer.get(kind).body ?? "") : "";
  const store = (wanted, text) => {
    const values = Object.fromEntries(TIMES.map((one) => [one, undefined]));
    if (wanted) values[wanted] = changes.create("bpmn:FormalExpression", { body: text }, timer);
    changes.part(element, timer, values);
  };
  const options = [{ value: "", label: say("none") }, ...TIMES.map((one) => ({ value: one, label: say(one) }))];
  const fields = [
    {
      id: "timer_kind",
      kind: "select",
      label: say("timer_kind"),
      options,
      value: kind,
      set: (wanted) => store(wanted, body || say(`${wanted}_example`)),
    },
  ];
  if (kind)
    fields.push({
      id: "timer_value",
      kind: "code",
      rows: 1,
      label: say("timer_value"),
      hint: say(`${kind}_hint`),
      value: body,
      set: (text) => store(kind, text.trim()),
    });
  return { id: "timer", label: say("timer"), open: true, fields };
}

/** The message, signal, error or escalation of an event, or a send or receive task's message. */
export function carriedGroup(context, element) {
  const found = carrierOf(element);
  if (!found) return null;
  const { kind, holder } = found;
  const { say } = context;
  const carrier = CARRIERS[kind];
  const target = holder.get(carrier.reference);
  const fields = [referenceField(context, element, kind, holder, carrier)];
  if (target) fields.push(...targetFields(context, element, kind, target, carrier));
  const payloadHolder = carrier.onEvent ? holder : target;
  if (payloadHolder) fields.push(payloadField(context, element, carrier, payloadHolder));
  return { id: "carried", label: say(`event_${kind}`), open: true, fields };
}

function referenceField({ say, changes, definitions }, element, kind, holder, carrier) {
  const all = definitions()
    .get("rootElements")
    .filter((one) => one.$type === `bpmn:${kind}`);
  const options = [
    { value: "", label: say("none") },
    ...all.map((one) => ({ value: one.id, label: one.name ? `${one.name} (${one.id})` : one.id })),
    { value: NEW, label: say(`new_${kind}`) },
  ];
  const choose = (id) => {
    if (id !== NEW) return changes.part(element, holder, { [carrier.reference]: all.find((one) => one.id === id) });
    const root = definitions();
    const made = changes.create(`bpmn:${kind}`, {}, root);
    made.name = made.id;
    return changes.together([
      changes.update(element, root, { rootElements: [...root.get("rootElements"), made] }),
      changes.update(element, holder, { [carrier.reference]: made }),
    ]);
  };
  return {
    id: "event_reference",
    kind: "select",
    label: say(`event_${kind}`),
    options,
    value: holder.get(carrier.reference)?.id ?? "",
    set: choose,
  };
}

function targetFields({ say, changes }, element, kind, target, carrier) {
  const set = (name) => (value) => changes.part(element, target, { [name]: value.trim() || undefined });
  const fields = [
    {
      id: "event_name",
      kind: "text",
      label: say("event_name"),
      hint: say("event_name_hint"),
      value: target.name ?? "",
      set: set("name"),
    },
    {
      id: "event_id",
      kind: "text",
      label: say("event_id"),
      value: target.id ?? "",
      set: set("id"),
      invalid: (id) => wrongId(say, target, id),
    },
  ];
  if (carrier.code)
    fields.push({
      id: "event_code",
      kind: "text",
      label: say("event_code"),
      value: target.get(carrier.code) ?? "",
      set: set(carrier.code),
    });
  return fields;
}

function payloadField({ say, changes }, element, carrier, holder) {
  const throws = isOne(element, "ThrowEvent", "SendTask");
  const type = throws ? carrier.payload : carrier.variable;
  const id = throws ? "event_payload" : "event_variable";
  return {
    id,
    kind: throws ? "code" : "text",
    rows: 2,
    label: say(id),
    hint: say(`${id}_hint`),
    value: extensionText(holder, type),
    set: (text) => changes.extensionText(element, type, text, holder),
  };
}

function carrierOf(element) {
  if (isOne(element, "SendTask", "ReceiveTask")) return { kind: "Message", holder: getBusinessObject(element) };
  const kind = Object.keys(CARRIERS).find((one) => definitionOf(element, one));
  return kind ? { kind, holder: definitionOf(element, kind) } : null;
}

function definitionOf(element, kind) {
  const definitions = getBusinessObject(element).get("eventDefinitions") ?? [];
  return definitions.find((one) => one.$type === `bpmn:${kind}EventDefinition`);
}
