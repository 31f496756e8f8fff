"""Whatever is done to a diagram can be saved: a save is refused when the written text read back says something else."""

from __future__ import annotations

import random

import pytest

from tests.browser.diagram_editor import CORPUS, SHIPPED, draft, locked, open_file, stored

pytestmark = pytest.mark.browser
FILES = {**SHIPPED, **CORPUS}
STEPS, TRIES = 25, 12

EDIT = """([seed, steps]) => {
  const drawing = document.getElementById("editor").opened.editor.drawing;
  const [registry, modeling, replace, stack, factory] =
    ["elementRegistry", "modeling", "bpmnReplace", "commandStack", "elementFactory"].map((name) => drawing.get(name));
  let state = seed;
  const random = (limit) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * limit);
  };
  const canvas = drawing.get("canvas");
  const drawn = (one) => canvas.findRoot(one) === canvas.getRootElement();
  const here = (one) => one.parent && one.type !== "label" && !one.hidden && drawn(one);
  const pick = (filter) => {
    const all = registry.filter((one) => here(one) && filter(one));
    if (!all.length) throw new Error("none");
    return all[random(all.length)];
  };
  const node = (one) => one.businessObject.$instanceOf("bpmn:FlowNode") && one.width;
  const task = (one) => /Task$/.test(one.type);
  const done = [];
  const acts = {
    rename: () => modeling.updateLabel(pick(node), "N" + random(1000)),
    english: () => modeling.updateProperties(pick(node), { nameEn: "E" + random(1000) }),
    identify: () => modeling.updateProperties(pick(node), { id: "id_" + random(100000) }),
    move: () => modeling.moveElements([pick(node)], { x: random(80) - 40, y: random(60) - 30 }),
    remove: () => modeling.removeElements([pick((one) => node(one) || one.waypoints)]),
    replace: () => replace.replaceElement(pick(task), { type: "bpmn:UserTask" }),
    append: () => modeling.appendShape(pick(task), { type: "bpmn:ScriptTask" }, { x: random(900), y: random(400) }),
    connect: () => modeling.connect(pick(task), pick(task)),
    split: () => modeling.splitLane(pick((one) => /Lane$/.test(one.type)), 2),
    layout: () => modeling.layoutConnection(pick((one) => one.waypoints)),
    undo: () => stack.undo(),
    redo: () => stack.redo(),
  };
  const names = Object.keys(acts);
  for (let step = 0; step < steps; step += 1) {
    const name = names[random(names.length)];
    try {
      acts[name]();
      done.push(name);
    } catch (error) {
      if (error.message !== "none") return [...done, `${name}: ${error.stack}`, "failed"];
    }
  }
  if (!stack.canUndo()) modeling.updateLabel(pick(node), "changed");
  return done;
}"""


def test_random_edits_of_any_diagram_are_saved_and_read_back(site, visitor):
    seed = random.SystemRandom().randrange(2**31)
    print(f"seed {seed}")  # noqa: T201
    chooser = random.Random(seed)
    draft(site, FILES)
    visitor.sign_in("jiang")
    for path in chooser.sample(sorted(FILES), TRIES):
        open_file(visitor, path)
        for _ in range(2):
            done = visitor.page.evaluate(EDIT, [chooser.randrange(2**31), STEPS])
            assert done[-1] != "failed", (path, done)
            visitor.page.keyboard.press("Control+s")
            visitor.page.wait_for_selector(".editor-state[data-state=saved_at], .editor-warning:not([hidden]), dialog")
            warning = visitor.page.locator(".editor-warning")
            assert not warning.is_visible(), (path, done, warning.inner_text(), visitor.complaints)
        after = stored(site, path)
        open_file(visitor, path)
        assert locked(visitor) == "", (path, done)
        assert stored(site, path) == after
