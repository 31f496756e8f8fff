#!/usr/bin/env python3
"""Checks an evidence bundle of Steward. Needs Python 3.9 or newer and the bank's public key; no secret, no network.

    python3 verify.py PUBLIC_KEY [BUNDLE.zip | FOLDER]

PUBLIC_KEY: the bank's key, 64 hexadecimal digits or a file that holds them, got from the bank on another way than the
bundle; several, separated by commas, when the bank has changed its key since. Without a second word the folder of this
file is checked. Says "通过 PASS" with exit status 0, or each thing that differs with exit status 1.

It is read as a file of the bundle too, so it imports nothing of the program.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import zipfile
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple  # noqa: UP035  (Python 3.9 reads it too)

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME
ROOT_OF_MINUS_ONE = pow(2, (PRIME - 1) // 4, PRIME)
PARTS = ("stream", "seq", "at", "actor", "actor_id", "on_behalf_of", "action", "context", "personal_data_commitment")
FIRST = "00" * 32
Json = Dict[str, Any]  # noqa: UP006
Read = Callable[[str], bytes]
Faults = List[Tuple[str, str]]  # noqa: UP006
Streams = Dict[str, List[Json]]  # noqa: UP006
Point = Tuple[int, int, int, int]  # noqa: UP006


def main(words: Sequence[str]) -> int:
    """Check what the words name; the exit status."""
    if len(words) not in (1, 2):
        print(__doc__)
        return 2
    key = words[0]
    if os.path.exists(key):
        with open(key, encoding="ascii") as file:
            key = file.read()
    read = reader_of(words[1] if len(words) == 2 else os.path.dirname(os.path.abspath(__file__)))
    try:
        faults, told = check(read, [bytes.fromhex(one.strip()) for one in key.split(",")])
    except (KeyError, ValueError, TypeError, IndexError, OSError) as error:
        faults, told = [("无法读取 cannot be read", repr(error))], []
    for line in told:
        print(line)
    for what, where in faults:
        print("不符 DIFFERS:", what, "–", where)
    print("未通过 FAIL" if faults else "通过 PASS")
    return 1 if faults else 0


def reader_of(place: str) -> Read:
    """A function that reads a file of the bundle by its name."""
    if os.path.isdir(place):

        def read(name: str) -> bytes:
            with open(os.path.join(place, *name.split("/")), "rb") as file:
                return file.read()

        return read
    return zipfile.ZipFile(place).read


def check(read: Read, keys: Sequence[bytes]) -> tuple[Faults, list[str]]:
    """(what differs: what and where, lines to tell)."""
    faults: Faults = []
    streams: Streams = {}
    forms: dict[int, Json] = {}
    erased: dict[tuple[str, int], Json] = {}
    events = [json.loads(line) for line in read("events.jsonl").decode().splitlines()]
    for event in events:
        streams.setdefault(event["stream"], []).append(event)
    listed = json.loads(read("bundle.json"))
    if sorted(streams) != sorted(listed["streams"]):
        different = sorted(set(streams) ^ set(listed["streams"]))
        faults.append(("记录链不全 streams missing or added", ", ".join(different)))
    for stream, own in streams.items():
        check_chain(stream, own, faults)
        for event in own:
            context = json.loads(event["context"])
            if event["action"] == "item:complete":
                forms[context["submission"]] = event
            elif event["action"] == "personal:erase" and "submission" in context:
                erased[stream, context["submission"]] = event
    check_forms(read, listed["forms"], forms, erased, faults)
    check_definitions(read, listed["definitions"], events, faults)
    check_checkpoints(json.loads(read("checkpoints.json")), streams, keys, faults)
    told = [
        f"{len(events)} 个事件 events, {len(streams)} 条记录链 streams, {len(forms)} 份表单 forms",
        "制作时间 made at " + listed["made_at"],
    ]
    told += [erasure_told(one) for _, one in sorted(erased.items())]
    return faults, told


def check_chain(stream: str, events: list[Json], faults: Faults) -> None:
    """Each event follows from the one before it; the last transaction is whole."""
    previous = FIRST
    for place, event in enumerate(events, start=1):
        if event["seq"] != place or event_hash(event, previous) != event["hash"]:
            faults.append(("事件链断开 the chain breaks", f"{stream} {event['seq']}"))
            return
        previous = event["hash"]
    if events[-1]["remaining"]:
        faults.append(("事件被截断 the last transaction is cut", f"{stream} {events[-1]['seq']}"))


def event_hash(event: Json, previous: str) -> str:
    """SHA-256 over the length-prefixed parts, hexadecimal."""
    parts = [previous] + ["" if event[name] is None else str(event[name]) for name in PARTS]
    if event["remaining"] is not None:
        parts += [str(event["remaining"]), event["state_digest"] or ""]
    return hashlib.sha256(b"".join(prefixed(part.encode()) for part in parts)).hexdigest()


def check_forms(
    read: Read, names: list[str], told: dict[int, Json], erased: dict[tuple[str, int], Json], faults: Faults
) -> None:
    """Each form is the one that was submitted."""
    found = {}
    for name in names:
        form = json.loads(read(name))
        found[form["submission"]] = form
    for number, event in told.items():
        where = f"{event['stream']} {event['seq']}"
        form = found.get(number)
        if form is None:
            faults.append(("缺少表单 a form is missing", where))
            continue
        digest, erasure = json.loads(event["context"])["digest"], erased.get((event["stream"], number))
        check_erasure(form, erasure, where, faults)
        if erasure is not None and event["personal_data_commitment"] is None:
            digest = json.loads(erasure["context"])["digest"]  # the form was not parted when it was submitted
        if digest != hashlib.sha256(canonical(form["values"]).encode()).hexdigest():
            faults.append(("表单内容不符 a form differs", f"{where} ({form['form']})"))
        if event["personal_data_commitment"] is not None and erasure is None:
            opened = bytes.fromhex(form["salt"] or "") + canonical(form["personal"]).encode()
            if hashlib.sha256(opened).hexdigest() != event["personal_data_commitment"]:
                faults.append(("个人信息不符 personal data differs", f"{where} ({form['form']})"))


def check_erasure(form: Json, erasure: Optional[Json], where: str, faults: Faults) -> None:  # noqa: UP045
    """Personal data is gone only where form and events both say so; then nothing of it is there."""
    if (erasure is None) != (form.get("erased_at") is None):
        faults.append(("个人信息的删除没有记录 an erasure is not what the events say", f"{where} ({form['form']})"))
    elif erasure is not None and (form["personal"] or form["salt"]):
        faults.append(("已删除的个人信息又出现 erased personal data is there again", f"{where} ({form['form']})"))


def erasure_told(event: Json) -> str:
    """What is told of an erasure."""
    context = json.loads(event["context"])
    form = f"表单 form {context['submission']} ({context['form']})"
    why = f"请求 request {context['request']}" if "request" in context else f"到期处置 disposal {context['disposal']}"
    return f"{form}: 个人信息已删除 personal data erased {event['at']}, {why}"


def check_definitions(read: Read, definitions: Json, events: list[Json], faults: Faults) -> None:
    """The files are those that each instance started on."""
    wanted = {json.loads(one["context"])["digest"]: one for one in events if one["action"] == "instance:start"}
    for digest, files in definitions.items():
        made = hashlib.sha256()
        for path, name in sorted(files.items()):
            made.update(prefixed(path.encode()) + prefixed(read(name)))
        if made.hexdigest() != digest:
            faults.append(("流程定义文件不符 files of the process differ", digest))
    for digest, event in wanted.items():
        if digest not in definitions:
            faults.append(("缺少流程定义 the process is missing", event["stream"]))


def check_checkpoints(proofs: Json, streams: Streams, keys: Sequence[bytes], faults: Faults) -> None:
    """Each stream's events, up to the last, are under a root that the bank signed."""
    for stream, events in streams.items():
        proof = proofs.get(stream)
        if proof is None:
            faults.append(("没有已签检查点 no signed checkpoint", stream))
            continue
        statement, last = json.loads(proof["statement"]), events[-1]
        where = f"{stream}, {statement['number']}"
        signature = bytes.fromhex(proof["signature"])
        if not any(is_signed(key, proof["statement"].encode(), signature) for key in keys):
            faults.append(("检查点签名不符 the signature of a checkpoint is wrong", where))
        if proof["seq"] != last["seq"]:
            faults.append(("检查点未涵盖最后的事件 the last events are not signed", where))
        covered = next((one for one in events if one["seq"] == proof["seq"]), last)
        leaf = b"".join(map(prefixed, (stream.encode(), str(proof["seq"]).encode(), bytes.fromhex(covered["hash"]))))
        root = climb(hashlib.sha256(b"\x00" + leaf).digest(), proof["index"], statement["leaves"], proof["path"])
        if root is None or root.hex() != statement["root"]:
            faults.append(("检查点不含该记录 the checkpoint does not hold the stream", where))


def climb(found: bytes, place: int, width: int, path: list[str]) -> Optional[bytes]:  # noqa: UP045
    """The root that a leaf leads to by its audit path (RFC 6962, 2.1.1); None when the path has another length."""
    waiting = [bytes.fromhex(one) for one in path]
    while width > 1:
        if place ^ 1 < width:
            if not waiting:
                return None
            sibling = waiting.pop(0)
            found = hashlib.sha256(b"\x01" + (sibling + found if place % 2 else found + sibling)).digest()
        place, width = place // 2, (width + 1) // 2
    return None if waiting else found


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Ed25519 (RFC 8032, 5.1.7)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, nonce = point_of(public), point_of(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = times(base_point(), scalar), add(nonce, times(key, challenge))
    return all((left[axis] * right[2] - right[axis] * left[2]) % PRIME == 0 for axis in (0, 1))


def base_point() -> Point:
    """The curve's generator."""
    found = point_of((4 * pow(5, PRIME - 2, PRIME) % PRIME).to_bytes(32, "little"))
    assert found is not None
    return found


def point_of(encoded: bytes) -> Optional[Point]:  # noqa: UP045
    """A point in extended coordinates; None when the bytes are none."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= PRIME:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, PRIME - 2, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * ROOT_OF_MINUS_ONE % PRIME
    if (x * x - square) % PRIME or (x == 0 and sign):
        return None
    x = PRIME - x if x & 1 != sign else x
    return (x, y, 1, x * y % PRIME)


def add(one: Point, other: Point) -> Point:
    """The sum of two points."""
    a, b = (one[1] - one[0]) * (other[1] - other[0]), (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * one[3] * other[3] * D, 2 * one[2] * other[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME)


def times(point: Point, count: int) -> Point:
    """A point added to itself."""
    made: Point = (0, 1, 1, 0)
    while count:
        if count & 1:
            made = add(made, point)
        point, count = add(point, point), count >> 1
    return made


def prefixed(part: bytes) -> bytes:
    """A part behind its length in 8 bytes."""
    return len(part).to_bytes(8, "big") + part


def canonical(values: object) -> str:
    """As the program hashes it."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
