"""Pages of drafts: what is drafted, its files in their editors, and the way to a published version."""

from web.drafts import editing, files, forms, parameters, refusals, routes, tables

SENTENCES = refusals  # importing it registers the page of each refusal
blueprint = routes.blueprint
editing_blueprint = editing.blueprint
files_blueprint = files.blueprint
forms_blueprint = forms.blueprint
parameters_blueprint = parameters.blueprint
tables_blueprint = tables.blueprint
