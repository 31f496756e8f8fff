"""Watches a seat for everything that only a script, a mark-up or an address from a hostile file could bring about.

No text of a file may become mark-up at all. So a script that the policy stopped counts as much as one that ran, whoever
it came from: our own pages have none to be stopped, and a hostile one means that a text got into the page as mark-up.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

from playwright.sync_api import Dialog, Frame, Request, Response

from tests.browser.conftest import Site, Visitor

PATIENCE = 30  # seconds that the server may take to say that it lives, while others wait for their answers
UNSAFE = ("'unsafe-eval'", "'unsafe-inline'", "'wasm-unsafe-eval'", "'strict-dynamic'", "*", "data:", "blob:", "http")
LISTEN = """
window.overheard = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
  window[name] = (...given) => { window.overheard.push(`${name}(${given})`); return null; };
}
document.addEventListener("securitypolicyviolation", (event) => {
  window.overheard.push(`${event.effectiveDirective} stopped ${event.blockedURI} of ${event.sourceFile}`);
});
"""
# What a hostile text does when it runs: see texts.py.
LOOK = """() => {
  const found = [...(window.overheard ?? [])];
  if (window.hit !== undefined) found.push(`a script ran: ${window.hit}`);
  if (document.title === "owned") found.push("a script changed the title");
  for (const one of document.querySelectorAll("script, object, embed, base, applet, frame, iframe:not(.fd-frame)")) {
    if (one.localName !== "script" || !one.src?.startsWith(`${location.origin}/static/`)) found.push(one.outerHTML);
  }
  for (const one of document.querySelectorAll("meta[http-equiv], [srcdoc]:not(.fd-frame)")) found.push(one.outerHTML);
  for (const one of document.querySelectorAll("*")) {
    for (const { name, value } of one.attributes) {
      const leads = /(^|:)(href|src|action|formaction|data|poster|background)$/.test(name);
      const runs = /^on/.test(name) || (leads && /^[\\s\\0-\\x20]*(javascript|vbscript|data:text)/i.test(value));
      const away = leads && /^(https?:)?\\/\\//.test(value) && !value.startsWith(location.origin);
      if (runs || (away && !one.closest(".bjs-powered-by, .dmn-js-parent > .powered-by, [href*='bpmn.io']")))
        found.push(`${one.localName} ${name}=${value}`.slice(0, 200));
    }
  }
  return found;
}"""


class Watch:
    """What happened at a seat since somebody signed in there. Begins when it is made."""

    def __init__(self, seat: Visitor) -> None:
        self.seat = seat
        self.happened: list[str] = []
        self.policies: dict[str, str] = {}
        page, context = seat.page, seat.page.context
        context.add_init_script(LISTEN)
        context.on("page", lambda other: self.happened.append(f"a window opened: {other.url}"))
        context.on("request", self._asked)
        page.on("dialog", self._was_asked)
        page.on("framenavigated", self._went)
        page.on("response", self._answered)
        page.on("download", lambda download: self.happened.append(f"download: {download.url}"))

    def faults(self) -> list[str]:
        """Everything that must not have happened, on the page that is open and before."""
        for frame in self.seat.page.frames:
            self.happened += frame.evaluate(LOOK)
        found, self.happened = self.happened, []
        return found

    def _was_asked(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":  # the browser's own, for what an editor has not saved
            dialog.accept()
            return
        self.happened.append(f"{dialog.type}: {dialog.message}")
        dialog.dismiss()

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.seat.site.url}/", "data:", "blob:", "about:srcdoc")):
            self.happened.append(f"asked for {request.url[:200]}")

    def _went(self, frame: Frame) -> None:
        if frame.parent_frame is None and not frame.url.startswith(f"{self.seat.site.url}/"):
            self.happened.append(f"went to {frame.url[:200]}")

    def _answered(self, response: Response) -> None:
        if response.request.resource_type != "document":
            return
        policy = response.headers.get("content-security-policy", "")
        rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
        scripts = rules.get("script-src", rules.get("default-src", "*"))
        if scripts != "'self'" or any(word in scripts for word in UNSAFE) or rules.get("base-uri") != "'none'":
            self.happened.append(f"{response.url}: the policy is {policy!r}")
        self.policies[response.url.removeprefix(self.seat.site.url).partition("?")[0]] = scripts


@contextmanager
def answering(site: Site) -> Iterator[None]:
    """All the while the server says that it lives, and afterwards too."""
    silent: list[str] = []
    over = threading.Event()

    def ask() -> None:
        while not over.wait(0.5):
            silent.extend(_silence(site))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    try:
        yield
    finally:
        over.set()
        asking.join(2 * PATIENCE)
    assert silent + _silence(site) == []


def _silence(site: Site) -> list[str]:
    try:
        with urlopen(f"{site.url}/health/live", timeout=PATIENCE) as answer:
            return [] if answer.status == 200 else [f"the server says {answer.status}"]
    except OSError as error:
        return [f"the server does not answer: {error}"]
