"""The editors' bundles: built from the sources that are here, complete, under known licences, without eval."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FRONTEND, DIST = ROOT / "web" / "frontend", ROOT / "web" / "static" / "dist"
LOCK = FRONTEND / "package-lock.json"
KNOWN_LICENCES = {"MIT", "ISC", "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "SEE LICENSE IN LICENSE"}
BUILDABLE = shutil.which("node") is not None and (FRONTEND / "node_modules").is_dir()
TOLD_ELSEWHERE = {"node_modules/component-props"}  # not bundled; its component.json says MIT
EVALUATION = re.compile(rb"\beval\(|new Function\(|\bFunction\(")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def packages() -> dict[str, dict[str, object]]:
    """Path in the lock file → what it says, without the root."""
    return {name: one for name, one in json.loads(LOCK.read_text("utf-8"))["packages"].items() if name}


@pytest.mark.skipif(not BUILDABLE, reason="Node and the packages of web/frontend are not here")
def test_the_committed_bundles_are_those_of_the_sources(tmp_path):
    subprocess.run(["node", "build.mjs", str(tmp_path / "dist")], cwd=FRONTEND, check=True, timeout=300)
    built, committed = contents(tmp_path / "dist"), contents(DIST)
    assert built.keys() == committed.keys()
    assert [name for name in built if built[name] != committed[name]] == [], "run make frontend"


def test_the_manifest_names_every_file_with_its_hash():
    files = contents(DIST)
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_every_entry_has_a_bundle():
    entries = {path.name for path in FRONTEND.glob("*-editor.js")}
    assert entries
    assert entries <= contents(DIST).keys()


def test_nothing_in_a_bundle_evaluates_text():
    found = {name: EVALUATION.findall(content) for name, content in contents(DIST).items() if name.endswith(".js")}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_versions_are_exact_and_come_from_the_public_registry():
    declared = json.loads((FRONTEND / "package.json").read_text("utf-8"))
    wanted = {**declared.get("dependencies", {}), **declared.get("devDependencies", {})}
    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    origins = {str(one["resolved"]).split("/")[2] for one in packages().values() if "resolved" in one}
    assert origins <= {"registry.npmjs.org"}


def test_every_package_has_a_known_licence_and_what_is_bundled_is_named():
    licences = {name: str(one.get("license")) for name, one in packages().items()}
    unknown = {name for name, licence in licences.items() if licence not in KNOWN_LICENCES}
    assert unknown <= TOLD_ELSEWHERE
    told = (DIST / "THIRD-PARTY-LICENCES.txt").read_text("utf-8")
    assert "bpmn-js 18" in told
    assert "the watermark must stay fully visible" in told
