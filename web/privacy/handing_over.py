"""Makes what is handed over to a person: everything kept about him, readable and as JSON, in a zip."""

import io
import json
import zipfile
from collections.abc import Sequence

from flask import render_template

from processes.context import bank_day
from services.privacy.finding import Hit
from services.readings.privacy import RequestRow
from web.languages import gettext as _
from web.languages import language
from web.privacy.places import Labels, place_of
from web.privacy.words import basis_of, title_of


def person_zip(row: RequestRow, hits: Sequence[Hit], labels: Labels) -> bytes:
    """``person.json`` and ``person.html``; the second needs nothing but a browser."""
    records = [_record(hit, labels) for hit in hits]
    about = {
        "product": "steward person export",
        "request": row.request.id,
        "person": row.request.person,
        "post": row.request.post,
        "customer": {"number": row.customer.number, "name": row.customer.name},
        "records": records,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("person.json", json.dumps(about, ensure_ascii=False, indent=1))
        page = render_template("privacy/person.html", row=row, records=records, spoken=language())
        file.writestr("person.html", page)
    return made.getvalue()


def _record(hit: Hit, labels: Labels) -> dict[str, object]:
    return {
        "record": hit.key,
        "title": title_of(hit),
        "on": bank_day(hit.at).isoformat(),
        "by": _("the system") if hit.by == "system" else hit.by,
        "data": [{"where": place_of(labels, hit, place.path), "text": place.text} for place in hit.found],
        "basis_and_term": basis_of(hit.term),
        "kept_until": None if hit.due is None else hit.due.isoformat(),
    }
