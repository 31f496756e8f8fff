"""Drafts of the standard, edited at random as a process owner might: thresholds, outputs, rows, weights, holes."""

from __future__ import annotations

import json
import random
import re

from services.standard.standard import shipped_files

CELL = re.compile(rb"<text>([^<]*)</text>")
NUMBER = re.compile(rb"\d+(\.\d+)?")
RULE = re.compile(rb"<rule .*?</rule>", re.DOTALL)


def random_draft(chance: random.Random) -> dict[str, bytes]:
    """The shipped files with one to four edits."""
    files = shipped_files()
    for _ in range(chance.randint(1, 4)):
        if chance.random() < 0.2:
            files["parameters.json"] = _other_parameters(chance, files["parameters.json"])
        else:
            name = chance.choice(sorted(one for one in files if one.endswith(".dmn")))
            files[name] = _edited(chance, files[name])
    return files


def moved_threshold(table: str, old: str, new: str) -> dict[str, bytes]:
    """The shipped files with one cell written otherwise."""
    files = shipped_files()
    assert files[table].count(old.encode()) == 1, old
    return {**files, table: files[table].replace(old.encode(), new.encode())}


def _edited(chance: random.Random, table: bytes) -> bytes:
    kind = chance.random()
    if kind < 0.6:
        cells = [one for one in CELL.finditer(table) if NUMBER.search(one[1])]
        if not cells:
            return table
        cell = chance.choice(cells)
        told = NUMBER.sub(str(chance.choice([0, 1, 3, 20, 45, 55, 65.5, 80, 1000])).encode(), cell[1], count=1)
        return table[: cell.start(1)] + told + table[cell.end(1) :]
    rule = chance.choice(list(RULE.finditer(table)))
    if kind < 0.8:  # a hole, perhaps
        return table[: rule.start()] + table[rule.end() :]
    cell = chance.choice(list(CELL.finditer(table, rule.start(), rule.end())))
    return table[: cell.start(1)] + chance.choice([b"-", b"True", b'"B"', b'"E"', b"7"]) + table[cell.end(1) :]


def _other_parameters(chance: random.Random, content: bytes) -> bytes:
    data = json.loads(content)
    one, other = chance.sample(data["indicators"], 2)
    one["weight_percent"], other["weight_percent"] = other["weight_percent"], one["weight_percent"]
    data["satisfaction"]["lowest"] = chance.choice(["1", "0.5"])
    data["tier_ranks"]["C"] = chance.choice([2, 1])
    data["contribution"]["deposits_percent"] = chance.choice(["1.2", "2"])
    data["budget_percent_of_contribution"] = chance.choice(["5", "4"])
    return json.dumps(data).encode()
