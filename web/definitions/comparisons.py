"""Route of comparisons: what differs between any two versions of a process."""

from flask import Blueprint, render_template, request

from processes.diagrams.marks import SIGNS
from processes.models import Definition, DefinitionVersion
from services.models import AUD, CC, CC_HEAD, OWNER
from web.definitions.comparing import compared_files
from web.definitions.comparing_words import change_tone, change_word
from web.definitions.finding import definition_of, version_of
from web.languages import gettext as _
from web.numbers import number_or
from web.roles import roles

NAMES = {"change_sign": SIGNS.get, "change_word": change_word, "change_tone": change_tone}  # that templates use
blueprint = Blueprint("comparisons", __name__, url_prefix="/processes")
blueprint.record_once(lambda setup: setup.app.jinja_env.globals.update(NAMES))


@blueprint.get("/<key>/compare")
@roles(OWNER, AUD, CC, CC_HEAD)
def versions(key: str) -> str:
    """What differs between ``from`` and ``to``; without them between the last two."""
    definition = definition_of(key)
    latest = definition.versions[-1].version
    new = _asked(definition, "to", latest)
    old = _asked(definition, "from", max(1, new.version - 1))
    files = [{one.path: one.content for one in version.files} for version in (old, new)]
    titles = [_("Version %(number)s", number=version.version) for version in (old, new)]
    compared = compared_files(files[0], files[1], titles[0], titles[1])
    return render_template("definitions/comparison.html", definition=definition, old=old, new=new, compared=compared)


def _asked(definition: Definition, name: str, default: int) -> DefinitionVersion:
    return version_of(definition, number_or(default, request.args.get(name)))
