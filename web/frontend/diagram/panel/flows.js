// When a flow is taken: its condition, or that it is the way when no condition holds.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { isOne } from "./kinds.js";

const CHOOSING = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway"];

export function conditionGroup(context, element) {
  if (!isOne(element, "SequenceFlow")) return null;
  const flow = getBusinessObject(element);
  const chooses = CHOOSING.includes(flow.sourceRef?.$type);
  if (!chooses && !flow.conditionExpression) return null;
  const fields = [conditionField(context, element, flow)];
  if (chooses) fields.push(defaultField(context, element, flow));
  return { id: "condition", label: context.say("condition"), open: true, fields };
}

function conditionField({ say, changes }, element, flow) {
  const set = (text) => {
    const body = text.trim();
    if (flow.conditionExpression && body) return changes.part(element, flow.conditionExpression, { body });
    const made = body ? changes.create("bpmn:FormalExpression", { body }, flow) : undefined;
    return changes.own(element, { conditionExpression: made });
  };
  return {
    id: "condition",
    kind: "code",
    rows: 2,
    label: say("condition"),
    hint: say("condition_hint"),
    placeholder: 'approve_tier.decision == "approve"',
    value: flow.conditionExpression?.body ?? "",
    set,
  };
}

function defaultField({ say, modeling }, element, flow) {
  const set = (wanted) => modeling.updateProperties(element.source, { default: wanted ? flow : undefined });
  return {
    id: "default_flow",
    kind: "check",
    label: say("default_flow"),
    hint: say("default_flow_hint"),
    value: flow.sourceRef.default === flow,
    set,
  };
}
