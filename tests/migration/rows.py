"""The classification table: old diagram, new diagram, the path walked before → the verdict."""

from __future__ import annotations

from dataclasses import dataclass

from tests.engine.diagrams import flows, nodes
from tests.migration.drawings import (
    bounded,
    caught,
    chain,
    choice,
    counted,
    each,
    event_choice,
    fork_ahead,
    fork_around,
    job,
    laned,
    line,
    loop,
    made_many,
    parallel,
    said,
    scripted,
    sub,
)  # fmt: skip
from tests.migration.walks import message, timer

Codes = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Row:
    """``codes``: code and element of each reason; ``then``: what is done from there to the end; ``notes``: likewise."""

    name: str
    old: str
    new: str
    walked: tuple[object, ...]
    kind: str
    codes: Codes = ()
    then: tuple[str, ...] = ()
    notes: Codes = ()


def pairs(text: str) -> Codes:
    """``code@element`` separated by blanks."""
    return tuple((code, key) for code, _, key in (one.partition("@") for one in text.split()))


def fine(name: str, old: str, new: str, *walked: object, then: str, notes: str = "") -> Row:
    """It migrates, and goes on to the end."""
    return Row(name, old, new, walked, "migratable", (), tuple(then.split()), pairs(notes))


def same(name: str, old: str, new: str, *walked: object, then: str, notes: str = "") -> Row:
    """Nothing changed for it; it may migrate as well."""
    return Row(name, old, new, walked, "unaffected", (), tuple(then.split()), pairs(notes))


def blocked(name: str, old: str, new: str, *walked: object, why: str) -> Row:
    """It stays where it is."""
    return Row(name, old, new, walked, "blocked", pairs(why))


THIRD = nodes("userTask x") + flows("p x", "x j")
LISTED = ("a", {"rows": [{"who": 1}, {"who": 2}]})
AGAIN, LEAVE = ("a", {"again": True}), ("a", {"again": False})
MANUAL = line("a", "b", kind="manualTask")
WITHIN = nodes("startEvent s2", "userTask {0}", "endEvent e2") + flows("s2 {0}", "{0} e2")
LATER = nodes("startEvent s", "userTask a", "subProcess sub >" + WITHIN, "endEvent e") + chain("s", "a", "sub", "e")
ONE_BRANCH = nodes("startEvent s", "parallelGateway p", "parallelGateway j", "userTask a", "userTask b", "userTask c")
ONE_BRANCH += nodes("endEvent e") + chain("s", "p", "a", "b", "j", "c", "e")
NO_WAY_BACK = nodes("startEvent s", "userTask a", "userTask b", "exclusiveGateway g", "endEvent e")
NO_WAY_BACK += chain("s", "a", "b", "g", "e")
AFTER_JOIN = parallel(("a",), ("b",)).replace(flows("c e"), flows("c x", "x e")) + nodes("userTask x")
BOTH = parallel(("a",), ("b",))

PLAIN = (
    same("the same", line("a", "b"), line("a", "b"), then="a b"),
    fine("the current task renamed", line("a", "b"), line("a", "b", a="新名"), then="a b"),
    same("a finished task renamed", line("a", "b"), line("a", "b", a="新名"), "a", then="b"),
    fine("inserted after the current", line("a", "b"), line("a", "x", "b"), then="a x b"),
    fine("inserted further ahead", line("a", "b", "c"), line("a", "b", "x", "c"), then="a b x c"),
    fine("inserted at the end", line("a"), line("a", "x"), then="a x"),
    same("inserted before the current", line("a", "b"), line("a", "x", "b"), "a", then="b", notes="passed@x"),
    fine("a future one deleted", line("a", "b", "c"), line("a", "c"), then="a c"),
    fine("a future one of another kind", line("b", "a"), line("b", "a", kind="manualTask"), then="b a"),
    blocked("the current one deleted", line("a", "b", "c"), line("a", "c"), "a", why="open_deleted@b"),
    blocked("a finished one deleted", line("a", "b", "c"), line("b", "c"), "a", why="finished_deleted@a"),
    blocked("the current one of another kind", line("a", "b"), MANUAL, why="open_retyped@a"),
    blocked("a finished one of another kind", line("a", "b"), MANUAL, "a", why="finished_retyped@a"),
    blocked("what lay ahead now lies behind", line("a", "b"), line("b", "a"), why="jumped@b"),
    fine("two ahead change places", line("a", "b", "c"), line("a", "c", "b"), then="a c b"),
    same("a condition behind", choice("a.n == 1", "a"), choice("a.n == 2", "a"), "a", then="x"),
    fine("a condition ahead", choice("a.n == 1", "a"), choice("a.n == 2", "a"), then="a y"),
    fine("the lane of the current", laned("one"), laned("two"), then="a b", notes="assignment_kept@a"),
    same("the lane of a finished one", laned("one"), laned("two"), "a", then="b"),
    fine("four eyes on the current", said(), said(not_by="b"), then="a b"),
    fine("another form on the current", said(form="f"), said(form="g"), then="a b", notes="form_changed@a"),
)  # fmt: skip

JOINS = (
    blocked("inserted before a join that waits", BOTH, parallel(("a", "x"), ("b",)), "a", why="inserted_before_join@j"),
    fine("inserted on the branch that still runs", BOTH, parallel(("a",), ("b", "x")), "a", then="b x c"),
    fine("inserted before either came", BOTH, parallel(("a", "x"), ("b", "y")), then="a b x y c"),
    fine("inserted after a join that waits", BOTH, AFTER_JOIN, "a", then="b c x"),
    blocked("a third branch while two run", BOTH, BOTH + THIRD, why="join_stuck@j"),
    blocked("a third branch while a join waits", BOTH, BOTH + THIRD, "a", why="join_stuck@j"),
    fine("a fork ahead", line("a"), fork_ahead("parallelGateway"), then="a x y c"),
    fine("an inclusive fork ahead", line("a"), fork_ahead("inclusiveGateway"), then="a x c"),
    blocked("the current one drawn into a fork", line("a"), fork_around("parallelGateway"), why="join_stuck@j"),
    fine("the current one drawn into a choice", line("a"), fork_around("inclusiveGateway"), then="a c",
         notes="passed@y"),
    blocked("two branches put one after the other", BOTH, ONE_BRANCH, why="done_twice@b"),
    same("nothing changed, one has come", BOTH, BOTH, "a", then="b c"),
)  # fmt: skip

LOOPS = (
    fine("inserted behind in a loop", loop("a", "b"), loop("a", "x", "b"), AGAIN, "b", LEAVE, then="b"),
    fine("inserted ahead in a loop", loop("a", "b"), loop("a", "b", "x"), AGAIN, "b", LEAVE, then="b x"),
    fine("inserted in a loop gone through often", loop("a", "b"), loop("a", "x", "b"), *[AGAIN, "b"] * 6, then="a x b"),
    blocked("deleted, done in an earlier round", loop("a", "b"), loop("a"), AGAIN, "b", why="finished_deleted@b"),
    blocked("put behind in a loop", loop("a", "b"), loop("b", "a"), why="jumped@b"),
    fine("the way back taken away", loop("a", "b"), NO_WAY_BACK, AGAIN, "b", then="a b"),
)  # fmt: skip

BOUNDARIES = (
    fine("after a boundary timer that waits", bounded(), bounded(after=("x",)), then="a f"),
    fine("after a boundary timer that came", bounded(), bounded(after=("x",)), "+3", then="c x"),
    blocked("the time of one that waits", bounded(), bounded("'P3D'"), why="timer_changed@b"),
    fine("the time of one ahead", bounded(host="f"), bounded("'P3D'", host="f"), then="a f"),
    blocked("one drawn to the current", line("a", "f"), bounded(), why="boundary_changed@a"),
    fine("one drawn to a task ahead", line("a", "f"), bounded(host="f"), then="a f"),
    same("one drawn to a task behind", line("a", "f"), bounded(), "a", then="f", notes="passed@c"),
    blocked("one taken from the current", bounded(), line("a", "f"), why="open_deleted@b boundary_changed@a"),
    blocked("one that no longer interrupts", bounded(), bounded(kind="cancelActivity='false' "), why="timer_changed@b"),
    blocked("one moved to another task", bounded(), bounded(host="f"), why="boundary_changed@a"),
)  # fmt: skip

SUB_PROCESSES = (
    fine("inserted in one that runs", sub("x", "y"), sub("x", "n", "y"), then="x n y z"),
    fine("inserted after one that runs", sub("x"), sub("x", after=("n", "z")), then="x n z"),
    blocked("the current one in it deleted", sub("x", "y"), sub("y"), why="open_deleted@x"),
    blocked("a finished one in it deleted", sub("x", "y"), sub("y"), "x", why="finished_deleted@x"),
    blocked("a finished one in a finished one deleted", sub("x", "y"), sub("y"), "x", "y", why="finished_deleted@x"),
    blocked("the frame around it taken away", sub("x"), line("x", "z"),
            why="open_deleted@sub open_deleted@x finished_deleted@s2"),
    fine("one ahead changed inside", LATER.replace("{0}", "x"), LATER.replace("{0}", "y"), then="a y"),
)  # fmt: skip

EVENTS = (
    fine("inserted after a job", job(), job("work", "x"), "a", then="w x"),
    blocked("the operation of a job", job(), job("other"), "a", why="operation_changed@w"),
    blocked("its parameters", job(), job().replace('"customer_id"/', '"customer_id + 1"/'), "a",
            why="operation_changed@w"),
    blocked("its result's name", job(), job().replace('Variable="w"', 'Variable="v"'), "a", why="operation_changed@w"),
    fine("the operation of a task ahead", job(), job("other"), then="a w"),
    fine("inserted after a message", caught(message("m"), "a"), caught(message("m"), "x", "a"), then="m x a"),
    blocked("another message", caught(message("m")), caught(message("m", "opened")), why="message_changed@m"),
    blocked("a message made a timer", caught(message("m")), caught(timer("m")), why="message_changed@m"),
    fine("inserted after a timer", caught(timer("m"), "a"), caught(timer("m"), "x", "a"), then="m x a"),
    blocked("another time", caught(timer("m")), caught(timer("m", "'P9D'")), why="timer_changed@m"),
    fine("inserted behind an event gateway", event_choice(), event_choice("'P2D'", "n"), then="g y"),
    blocked("the time of an event gateway", event_choice(), event_choice("'P3D'"), why="event_changed@g"),
    same("that of one behind", event_choice(), event_choice("'P3D'"), ">closed", then="x"),
)  # fmt: skip

MANY = (
    fine("inserted after one that runs", counted("z"), counted("n", "z"), "m", then="m m n z"),
    fine("after a parallel one", counted("z", sequential="false"), counted("n", "z", sequential="false"), "m",
         then="m m n z"),
    blocked("its number", counted("z"), counted("z", size="4"), "m", why="loop_changed@m"),
    blocked("all at once", counted("z"), counted("z", sequential="false"), "m", why="open_retyped@m"),
    blocked("no longer many", counted("z"), line("m", "z"), "m", why="open_retyped@m"),
    blocked("made many", line("m", "z"), counted("z"), why="open_retyped@m"),
    blocked("made many behind", line("m", "z"), counted("z"), "m", why="finished_retyped@m"),
    blocked("made many behind, in a loop", loop("a", "b"), made_many(loop("a", "b"), "b"), AGAIN, "b",
            why="finished_retyped@b"),
    fine("made many ahead", line("a", "m"), made_many(line("a", "m"), "m"), then="a m m"),
    blocked("another list of one that runs", each("a.rows"), each("b.rows"), LISTED, "m", why="loop_changed@m"),
    fine("another list ahead", each("a.rows"), each("a.others"), then="a z"),
    blocked("a list that nothing gives", each("a.rows"), each("q.rows"), why="not_in_data@m"),
    fine("another person of each, ahead", each("a.rows"), each("a.rows", assignee="row.who"), then="a z"),
    fine("another name of the item, ahead", each("a.rows", assignee="row.who"),
         each("a.rows", item="one", assignee="one.who"), then="a z"),
    blocked("another name of the item of one that runs", each("a.rows"), each("a.rows", item="one"), LISTED,
            why="loop_changed@m"),
    fine("a gateway ahead reads the results", each("a.rows", gate="x == 1"), each("a.rows", gate="len(m) == 0"),
         then="a"),
)  # fmt: skip

READS = (
    blocked("what nothing gives", scripted("k = 1"), scripted("k = missing"), "a", why="not_in_data@k"),
    fine("what lies in the data", scripted("k = 1"), scripted("k = customer_id"), "a", then="b"),
    blocked("a field that the form behind did not have", scripted("k = 1"), scripted("k = a.new"), "a",
            why="not_in_data@k"),
    fine("a field of a form ahead", scripted("k = 1"), scripted("k = b.n"), "a", then="b"),
    fine("what the script itself sets", scripted("k = 1"), scripted("n = 1\nk = n"), "a", then="b"),
    blocked("what only the script itself counts up", scripted("k = 1"), scripted("k = k + 1"), "a",
            why="not_in_data@k"),
    blocked("what a task inserted behind would have given", choice("a.n == 1", "a", "b"),
            choice("q.n == 1", "a", "q", "b"), "a", why="not_in_data@g"),
    blocked("what a task put behind in a loop gave", loop("a", "b", leave="b.again"), loop("b", "a", leave="b.again"),
            why="jumped@b not_in_data@g"),
    fine("what a task inserted ahead will give", choice("a.n == 1", "a", "b"), choice("q.n == 1", "a", "q", "b"),
         then="a q b x"),
)  # fmt: skip

ROWS = (*PLAIN, *JOINS, *LOOPS, *BOUNDARIES, *SUB_PROCESSES, *EVENTS, *MANY, *READS)
