import pytest, os
from tests.browser.diagram_editor import *

pytestmark = pytest.mark.browser


def test_dev(site, visitor):
    draft(site, SHIPPED)
    visitor.page.on("console", lambda m: print("CONSOLE", m.type, m.text, m.location))
    visitor.sign_in("jiang")
    visitor.page.on("console", lambda m: print("CONSOLE", m.type, m.text[:1500]))
    visitor.page.on("pageerror", lambda m: print("PAGEERROR", m, m.stack))
    open_file(visitor, "maintenance-task.bpmn")
    visitor.shoot("dev")
    print(visitor.page.locator(".editor-lock").all_inner_texts())
