"""Puts a file into a draft as the pages do: by saving, or by importing where it is no text or not alone."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from processes.commands import BeginDraft, DiscardDraft
from processes.drafts import open_draft
from tests.browser.conftest import Visitor
from tests.browser.diagram_editor import OWNER
from tests.browser.hostile.corpus import Hostile

TOKEN = """const token = document.querySelector("meta[name=csrf-token]")?.content
  ?? document.querySelector("[name=csrf_token]").value;"""
SAVE = f"""async ([url, content, revision]) => {{
  {TOKEN}
  const headers = {{ "Content-Type": "application/json", "X-CSRFToken": token }};
  const answer = await fetch(url, {{ method: "POST", headers, body: JSON.stringify({{ content, revision }}) }});
  const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {{}};
  return {{ status: answer.status, told }};
}}"""
IMPORT = f"""async ([url, files]) => {{
  {TOKEN}
  const body = new FormData();
  for (const [name, text] of files) {{
    body.append("files", new File([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))], name));
  }}
  const answer = await fetch(url, {{ method: "POST", headers: {{ "X-CSRFToken": token }}, body }});
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const lines = [...page.querySelectorAll(".error-summary li, main p")].map((one) => one.textContent);
  const problems = lines.map((message) => ({{ message }}));
  return {{ status: answer.redirected ? 200 : answer.status, told: {{ problems }} }};
}}"""


@dataclass
class Sender:
    """A seat on a page of the draft of ``key``."""

    seat: Visitor
    key: str

    def put(self, file: Hostile) -> tuple[int, list[str]]:
        """The status of the answer, and what it tells."""
        try:
            text = file.content.decode()
        except UnicodeDecodeError:
            text = None
        if text is None or file.others:
            return self._imported({file.path: file.content, **file.others})
        sent = [f"/drafts/{self.key}/save/{file.path}", text, self._revision(file.path)]
        return self._told(self.seat.page.evaluate(SAVE, sent))

    def begin_again(self) -> None:
        """The draft is given up, and another one begun."""
        bank = self.seat.site.bank
        with bank.runtime.read_session() as session:
            found = open_draft(session, self.key)
            draft_id = found.id if found else None
        if draft_id is not None:
            bank.execute(DiscardDraft(draft_id), OWNER)
        bank.execute(BeginDraft(self.key, 1), OWNER)

    def _imported(self, files: dict[str, bytes]) -> tuple[int, list[str]]:
        sent = [[path, b64encode(content).decode()] for path, content in files.items()]
        return self._told(self.seat.page.evaluate(IMPORT, [f"/drafts/{self.key}/import", sent]))

    def _revision(self, path: str) -> int:
        with self.seat.site.bank.runtime.read_session() as session:
            found = open_draft(session, self.key)
            assert found is not None
            return next((file.revision for file in found.files if file.path == path), 0)

    def _told(self, answer: dict[str, Any]) -> tuple[int, list[str]]:
        told = answer["told"]
        return answer["status"], [one["message"] for one in told.get("problems", [])] or [told.get("message", "")]
