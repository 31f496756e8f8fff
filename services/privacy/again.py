"""After a restore: what was erased since the backup is erased again, by the list outside the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from processes.actors import SYSTEM
from processes.command_registry import handles
from processes.commands.erasing import Because, list_erasure
from processes.context import CommandContext
from processes.errors import NotAllowed
from processes.history.erasures import Erased, listed_outside
from processes.models import Erasure
from processes.runtime import Runtime
from services.privacy.erasing import erase

AT_ONCE = 100


@dataclass(frozen=True)
class EraseAgain:
    """Erase what a restored database lacks of these."""

    erased: Sequence[Erased]


@handles(EraseAgain)
def erase_again(context: CommandContext, command: EraseAgain) -> int:
    """How many records were erased. One that the backup does not hold is listed only: the list goes on from there."""
    if not context.actor.is_system:
        raise NotAllowed
    numbers = [one.number for one in command.erased]
    known, done = set(context.session.scalars(select(Erasure.number).where(Erasure.number.in_(numbers)))), 0
    for one in command.erased:
        if one.number in known:
            continue
        known.add(one.number)  # two workers of a host may have copied it both
        because = Because(one.request, one.disposal, one.number)
        if erase(context, one.kind, one.record_id, one.fields, because):
            done += 1
        else:
            list_erasure(context, one.kind, one.record_id, one.customer_id, one.fields, because)
    return done


def erase_again_from_outside(runtime: Runtime) -> int:
    """Apply the whole list of the runtime's folder; how many records were erased again."""
    if runtime.outside is None:
        return 0
    done, waiting = 0, list(listed_outside(runtime.outside.folder))
    for first in range(0, len(waiting), AT_ONCE):
        done += int(runtime.execute(EraseAgain(waiting[first : first + AT_ONCE]), SYSTEM))
    return done
