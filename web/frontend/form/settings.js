// The settings of what is selected: the form, a section, a rule, a field or a column.

import { fieldsOf, idOf, isColumn, isField, isRule, isSection, labelOf } from "./document.js";
import { FieldPanel } from "./field_settings.js";
import { SHOWN_ONLY } from "./kinds.js";
import { Panel } from "./panel.js";

/** The parts of the panel for a path. */
export function settingsOf(designer, path) {
  if (isField(path) || isColumn(path)) return new FieldPanel(designer, path).parts();
  if (isRule(path)) return new RulePanel(designer, path).parts();
  return isSection(path) ? new SectionPanel(designer, path).parts() : new FormPanel(designer, path).parts();
}

class FormPanel extends Panel {
  parts() {
    const { controls, say } = this;
    return [
      this._head(say("settings_of_form")),
      controls.bilingual("title"),
      controls.text("key", { hint: say("key_help"), mono: true, write: (typed) => this.designer.set(["key"], typed, "key") }),
      controls.text("paper"),
    ];
  }
}

class SectionPanel extends Panel {
  parts() {
    return [
      this._head(this.say("settings_of_section")),
      this.controls.bilingual("title", { write: (language, typed) => this._label("title", language, typed) }),
      this._id(),
      this._group("group_conditions", this._expression("visible_if")),
    ];
  }
}

class RulePanel extends Panel {
  parts() {
    const { say, designer } = this;
    const fields = fieldsOf(designer.doc)
      .filter(({ node }) => !SHOWN_ONLY.includes(node.get("type")))
      .map(({ node }) => [idOf(node), labelOf(node, designer.language) || idOf(node)]);
    return [
      this._head(say("settings_of_rule")),
      this._expression("if_not", { hint: say("if_not_help") }),
      this.controls.bilingual("message", { long: true }),
      this._id(),
      this.controls.ticks("fields", fields, { label: "rule_fields" }),
    ];
  }
}
